"""Writing an assessment: begun, saved, handed to another worker."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework.codes import AssessmentOutcome
from casework.models import Assessment, NeedEpisode
from casework.policies import check_can_start_assessment, check_can_write_assessment
from casework.rules.assessment import tidy_factors
from casework.rules.dates import check_not_future, check_order, words
from people.models import Child
from staff.models import User
from staff.policies import check_may_for, children_visible_to
from staff.roles import Permission
from timescales.services import refresh_clocks

TEXTS = (
    "why_now",
    "child_words",
    "developmental_needs",
    "parenting_capacity",
    "family_and_environment",
    "family_views",
    "analysis",
    "next_steps",
)
FAMILY_WIDE = ("parenting_capacity", "family_and_environment")


@transaction.atomic
def start_assessment(
    *,
    episode: NeedEpisode,
    author: User | None,
    counts_from: date,
    why_now: str = "",
    by: User,
    at: datetime | None = None,
) -> Assessment:
    """Begin an assessment. The 45 working days run from `counts_from`: the referral, or today for a further one.

    Raises ValidationError when one is open in this case already (census rule 8896), or the case is closed.
    """
    check_can_start_assessment(by, episode.child)
    at = at or timezone.now()
    today = timezone.localdate(at)
    held = NeedEpisode.objects.select_for_update(no_key=True).get(pk=episode.pk)
    if held.closed_on:
        raise ValidationError("This case is closed. A new referral opens a new one.")
    if held.assessments.open().exists():
        raise ValidationError(f"{episode.child.name} already has an open assessment. Carry on with that one.")
    check_not_future("counts_from", "The day from which the time counts", counts_from, today)
    referred = f"The time cannot count from before the referral of {words(held.referral_date)}."
    check_order("counts_from", counts_from, held.referral_date, referred)
    assessment = Assessment.objects.create(
        episode=episode, child=episode.child, author=author, counts_from=counts_from, started_on=today, why_now=why_now
    )
    record(assessment, "assessment_started", _begun(author), by=by, at=at, counts_from=counts_from.isoformat())
    refresh_clocks(episode.child, at=at)
    return assessment


def _begun(author: User | None) -> str:
    return f"Assessment begun, to be written by {author.get_full_name()}" if author else "Assessment begun"


@transaction.atomic
def assign_assessment(*, assessment: Assessment, author: User, by: User, at: datetime | None = None) -> Assessment:
    """Hand an open assessment to another worker, for example when the child is reallocated."""
    check_may_for(by, Permission.ALLOCATE, assessment.child)
    assessment = lock(assessment)
    if assessment.authorised_at or assessment.author_id == author.pk:
        return assessment
    before = assessment.author
    assessment.author = author
    assessment.save(update_fields=["author"])
    summary = f"Assessment handed to {author.get_full_name()}"
    record(assessment, "assessment_assigned", summary, by=by, at=at, before=before.pk if before else None)
    return assessment


@transaction.atomic
def save_assessment(
    *, assessment: Assessment, by: User, version: int | None = None, at: datetime | None = None, **fields: Any
) -> Assessment:
    """Keep what is written so far. Nothing is required, so that nobody is kept from saving.

    `version` is the one that the form was opened with. Raises ValidationError when somebody saved meanwhile, when
    the assessment is authorised, or for an outcome or factor that does not exist.
    """
    assessment = lock(assessment)
    check_can_write_assessment(by, assessment)
    if version is not None and version != assessment.version:
        raise ValidationError("Somebody saved this assessment while you were writing. Look at what they wrote first.")
    changed = _write(assessment, fields)
    if assessment.author_id is None:
        assessment.author = by
        changed.append("author")
    if not changed:
        return assessment
    assessment.version += 1
    assessment.save(update_fields=[*changed, "version"])
    record(assessment, "assessment_saved", "Assessment written on", by=by, at=at, fields=changed)
    return assessment


def _write(assessment: Assessment, fields: dict[str, Any]) -> list[str]:
    if unknown := set(fields).difference((*TEXTS, "factors", "outcome")):
        raise TypeError(f"An assessment has no such part: {', '.join(sorted(unknown))}")
    if "factors" in fields:
        fields["factors"] = tidy_factors(fields["factors"])
    if fields.get("outcome") and fields["outcome"] not in AssessmentOutcome.values:
        raise ValidationError({"outcome": "Select one of the outcomes in the list."})
    changed = [name for name, value in fields.items() if getattr(assessment, name) != value]
    for name in changed:
        setattr(assessment, name, fields[name])
    return changed


@transaction.atomic
def copy_from_sibling(*, assessment: Assessment, sibling: Child, by: User, at: datetime | None = None) -> Assessment:
    """Bring over what is the same for the whole family from a brother's or sister's latest assessment.

    What is already written stays, with the other's words below it. Raises ValidationError when the sibling's
    record is not open to the person or has no assessment: the two look the same.
    """
    assessment = lock(assessment)
    check_can_write_assessment(by, assessment)
    seen = children_visible_to(by).filter(pk=sibling.pk)
    source = Assessment.objects.filter(child__in=seen).order_by("-started_on", "-pk").first()
    if source is None or sibling.pk == assessment.child_id:
        raise ValidationError("There is no assessment to start from.")
    changed = []
    for name in FAMILY_WIDE:
        mine, theirs = getattr(assessment, name).strip(), getattr(source, name).strip()
        if theirs and theirs not in mine:
            setattr(assessment, name, f"{mine}\n\n{theirs}".strip())
            changed.append(name)
    if changed:
        assessment.version += 1
        assessment.save(update_fields=[*changed, "version"])
        summary = f"Assessment started from the one of {sibling.name}"
        record(assessment, "assessment_copied", summary, by=by, at=at, source=source.pk, fields=changed)
    return assessment


def lock(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held until the transaction ends, with the child and author that checks need."""
    rows = Assessment.objects.select_related("child", "author").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=assessment.pk)


def record(
    assessment: Assessment, kind: str, summary: str, *, by: User, at: datetime | None, detail: str = "", **data: Any
) -> None:
    """Write what was done to an assessment into the child's events."""
    record_event(
        kind=kind,
        summary=summary,
        by=by,
        child_id=assessment.child_id,
        subject=("assessment", assessment.pk),
        at=at,
        detail=detail,
        **data,
    )
