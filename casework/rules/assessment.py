"""What an assessment must hold before a manager reads it, and what is only worth a second look.

Working Together to Safeguard Children, chapter 3: the assessment framework's three sides, the child seen and heard.
Census rules 8614, 8869, 8897Q and 8898: factors on every authorised assessment, none twice, "21" alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.core.exceptions import ValidationError

from casework.codes import AssessmentFactor, AssessmentOutcome

# A younger child is seen in the arms of whoever cares for it. Local practice; no law names an age.
SEEN_ALONE_FROM_AGE = 4

# Headings of the written parts, the same on the form, the page and the family's copy.
HEADINGS = {
    "why_now": "Why this assessment",
    "child_words": "In {name}’s own words",
    "developmental_needs": "{name}’s development and needs",
    "parenting_capacity": "How {name} is cared for",
    "family_and_environment": "Family and surroundings",
    "family_views": "What the family thinks",
    "analysis": "What all of this means for {name}",
}
WANTED = ("child_words", "developmental_needs", "parenting_capacity", "family_and_environment", "family_views")


class Written(Protocol):
    """What has been written so far."""

    child_words: str
    developmental_needs: str
    parenting_capacity: str
    family_and_environment: str
    family_views: str
    analysis: str
    outcome: str
    factors: list[str]


@dataclass(frozen=True)
class AboutChild:
    """The facts about the child that the checks need. The two dates come from visits since the clock started."""

    name: str
    called: str
    born_on: date | None
    unborn: bool
    seen_on: date | None
    seen_alone_on: date | None


@dataclass(frozen=True)
class Gap:
    """Something missing. `must` stops the submission; the others are a caution, for which a reason is kept."""

    field: str
    sentence: str
    must: bool = False


def missing_for_submission(written: Written, child: AboutChild, on: date) -> list[Gap]:
    """Everything missing on that day, what stops the submission first."""
    return [*_must(written), *_seen(child, on), *_sections(written, child)]


def cautions(gaps: Iterable[Gap]) -> list[Gap]:
    return [gap for gap in gaps if not gap.must]


def stops(gaps: Iterable[Gap]) -> list[Gap]:
    return [gap for gap in gaps if gap.must]


def _must(written: Written) -> list[Gap]:
    gaps = []
    if not written.analysis.strip():
        gaps.append(Gap("analysis", "Write the analysis: what all of this means for the child", must=True))
    if not written.factors:
        gaps.append(Gap("factors", "Select the factors found, or “No factors identified”", must=True))
    if not written.outcome:
        gaps.append(Gap("outcome", "Select the outcome", must=True))
    for sentence in factor_problems(written.factors, written.outcome):
        gaps.append(Gap("factors", sentence, must=True))
    return gaps


def _seen(child: AboutChild, on: date) -> list[Gap]:
    if child.unborn:
        return []
    if child.seen_on is None:
        return [Gap("seen", f"{child.name} has not been seen since this assessment began")]
    if child.seen_alone_on is None and age_on(child.born_on, on) >= SEEN_ALONE_FROM_AGE:
        return [Gap("seen_alone", f"{child.name} has not been seen alone since this assessment began")]
    return []


def _sections(written: Written, child: AboutChild) -> list[Gap]:
    asked = [name for name in WANTED if not (name == "child_words" and child.unborn)]
    empty = [name for name in asked if not getattr(written, name).strip()]
    return [Gap(name, f"Nothing is written under “{heading(name, child.called)}”") for name in empty]


def heading(field: str, called: str) -> str:
    """How Maisie is cared for"""
    return HEADINGS[field].format(name=called)


def age_on(born_on: date | None, on: date) -> int:
    """Years of age; a child of unknown age counts as grown enough for every check."""
    if born_on is None:
        return 18
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def factor_problems(factors: Iterable[str], outcome: str) -> list[str]:
    """What cannot be true about the factors: sentences, none when all is well."""
    found = list(factors)
    if AssessmentFactor.NONE not in found:
        return []
    problems = []
    if len(set(found)) > 1:
        problems.append("“No factors identified” cannot stand beside other factors")
    if outcome and outcome != AssessmentOutcome.NO_FURTHER_ACTION:
        problems.append("“No factors identified” goes only with no further action: select what was found")
    return problems


def tidy_factors(factors: Iterable[str]) -> list[str]:
    """Each factor once, in the order of the Department's list. Raises ValidationError for one that it does not know."""
    chosen = set(factors)
    known = [factor.value for factor in AssessmentFactor]
    if unknown := chosen.difference(known):
        raise ValidationError({"factors": f"{', '.join(sorted(unknown))} is not a factor in the Department's list."})
    return [factor for factor in known if factor in chosen]
