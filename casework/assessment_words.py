"""An assessment as it is read: headings that name the child, then what was written."""

from typing import NamedTuple

from casework.codes import AssessmentFactor
from casework.models import Assessment


class Part(NamedTuple):
    """One heading and its text. `field` is the box on the form where it is written."""

    field: str
    heading: str
    text: str
    quoted: bool = False


def parts_of(assessment: Assessment, name: str) -> list[Part]:
    """The written parts in the order in which they are read, empty ones among them."""
    return [
        Part("why_now", "Why this assessment", assessment.why_now),
        Part("child_words", f"In {name}’s own words", assessment.child_words, quoted=True),
        Part("developmental_needs", f"{name}’s development and needs", assessment.developmental_needs),
        Part("parenting_capacity", f"How {name} is cared for", assessment.parenting_capacity),
        Part("family_and_environment", "Family and surroundings", assessment.family_and_environment),
        Part("family_views", "What the family thinks", assessment.family_views),
        Part("analysis", f"What all of this means for {name}", assessment.analysis),
    ]


def factor_words(assessment: Assessment) -> list[str]:
    return [AssessmentFactor(code).label for code in assessment.factors]
