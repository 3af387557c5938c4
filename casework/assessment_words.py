"""An assessment as it is read: headings that name the child, then what was written."""

from typing import NamedTuple

from casework.codes import AssessmentFactor
from casework.models import Assessment
from casework.rules.assessment import HEADINGS, heading


class Part(NamedTuple):
    """One heading and its text. `field` is the box on the form where it is written."""

    field: str
    heading: str
    text: str
    quoted: bool = False


def parts_of(assessment: Assessment, name: str) -> list[Part]:
    """The written parts in the order in which they are read, empty ones among them."""
    return [
        Part(field, heading(field, name), getattr(assessment, field), quoted=field == "child_words")
        for field in HEADINGS
    ]


def factor_words(assessment: Assessment) -> list[str]:
    return [AssessmentFactor(code).label for code in assessment.factors]
