"""The conference diary: booked, put off, called off; who is asked; children who moved here on a plan."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.rules.dates import words
from people.models import Child
from safeguarding.codes import CategoryOfAbuse, ConferenceKind
from safeguarding.models import (
    ChildProtectionPlan,
    Conference,
    ConferenceChild,
    ConferenceInvitation,
    ConferenceRoom,
    Section47Enquiry,
    TransferIn,
)
from safeguarding.policies import check_can_chair, check_can_write
from safeguarding.rules.conference import check_weekday
from safeguarding.services.alerting import tell_of_booking
from safeguarding.services.telling import tell
from staff.models import User
from timescales.services import refresh_clocks

# What the database says when somebody else was quicker.
TAKEN = {
    "conference_room_taken_once": {"room": "This room is taken at that time. Choose another room or time."},
    "conference_chair_in_one_place": {"chair": "This chair has another conference at that time."},
}


@transaction.atomic
def book_conference(
    *,
    kind: str,
    children: Sequence[Child],
    starts_at: datetime,
    ends_at: datetime,
    chair: User,
    room: ConferenceRoom | None = None,
    place: str = "",
    by: User,
    at: datetime | None = None,
) -> Conference:
    """Book one sitting for one child or several. An initial conference follows an enquiry, a review an open plan, and a
    transfer-in conference the other authority's notice.

    Raises ValidationError by field: a weekend, a chair from the case's own line, a room or a chair that is taken, a
    child whose enquiry has not begun.
    """
    at = at or timezone.now()
    check_can_write(by, children)
    if not children:
        raise ValidationError({"children": "Say which children the conference is about."})
    _check_slot(starts_at, ends_at, room, place)
    check_can_chair(chair, children)
    rows = [_before_conference(kind, child) for child in children]
    conference = Conference(
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        room=room,
        place=place.strip(),
        chair=chair,
        booked_by=by,
        booked_at=at,
    )
    _save_in_diary(conference)
    for row in rows:
        row.conference = conference
    ConferenceChild.objects.bulk_create(rows)
    _tell_all(conference, "conference_booked", f"{conference.get_kind_display()} booked for {words(starts_at)}", by, at)
    tell_of_booking(conference, list(children), by=by, at=at)
    refresh_clocks(children, at=at)
    return conference


@transaction.atomic
def postpone_conference(
    *,
    conference: Conference,
    starts_at: datetime,
    ends_at: datetime,
    chair: User,
    because: str,
    room: ConferenceRoom | None = None,
    place: str = "",
    by: User,
    at: datetime | None = None,
) -> Conference:
    """Another time, room or chair, with the reason. The day on which it should have been held stays due."""
    at = at or timezone.now()
    conference = lock(conference)
    children = children_of(conference)
    check_can_write(by, children)
    check_still_booked(conference)
    if not because.strip():
        raise ValidationError({"because": "Say why it is put off."})
    _check_slot(starts_at, ends_at, room, place)
    check_can_chair(chair, children)
    before = conference.starts_at
    conference.starts_at, conference.ends_at, conference.chair = starts_at, ends_at, chair
    conference.room, conference.place, conference.moved_because = room, place.strip(), because.strip()
    conference.version += 1
    _save_in_diary(conference)
    summary = f"{conference.get_kind_display()} put off from {words(before)} to {words(starts_at)}"
    _tell_all(conference, "conference_postponed", summary, by, at, detail=because)
    tell_of_booking(conference, children, by=by, at=at)
    refresh_clocks(children, at=at)
    return conference


@transaction.atomic
def cancel_conference(*, conference: Conference, because: str, by: User, at: datetime | None = None) -> Conference:
    """It will not be held. What it was booked for is to be booked again."""
    at = at or timezone.now()
    conference = lock(conference)
    children = children_of(conference)
    check_can_write(by, children)
    check_still_booked(conference)
    if not because.strip():
        raise ValidationError({"because": "Say why it is called off."})
    conference.cancelled_at, conference.cancelled_because = at, because.strip()
    conference.save(update_fields=["cancelled_at", "cancelled_because"])
    _tell_all(conference, "conference_cancelled", f"{conference} called off", by, at, detail=because)
    refresh_clocks(children, at=at)
    return conference


@transaction.atomic
def invite_to_conference(
    *,
    conference: Conference,
    name: str,
    agency: str = "",
    what: str = "",
    report_wanted: bool = False,
    by: User,
    at: datetime | None = None,
) -> ConferenceInvitation:
    """Ask somebody to come, and perhaps for a report."""
    at = at or timezone.now()
    conference = lock(conference)
    children = children_of(conference)
    check_can_write(by, children)
    if not name.strip():
        raise ValidationError({"name": "Say who is asked to come."})
    row = ConferenceInvitation.objects.create(
        conference=conference,
        name=name.strip(),
        agency=agency,
        what=what.strip(),
        report_wanted=report_wanted,
        sent_on=timezone.localdate(at),
    )
    refresh_clocks(children, at=at)
    return row


@transaction.atomic
def record_conference_report(
    *,
    invitation: ConferenceInvitation,
    received_on: date | None,
    shared_with_family_on: date | None = None,
    by: User,
    at: datetime | None = None,
) -> ConferenceInvitation:
    """A report came, and the family had it. The clock of the reports stops when the family has had every one."""
    at = at or timezone.now()
    conference = lock(invitation.conference)
    children = children_of(conference)
    check_can_write(by, children)
    today = timezone.localdate(at)
    if (received_on and received_on > today) or (shared_with_family_on and shared_with_family_on > today):
        raise ValidationError({"received_on": "The day must be today or earlier."})
    if shared_with_family_on and (received_on is None or shared_with_family_on < received_on):
        raise ValidationError({"shared_with_family_on": "The family cannot have had it before it came."})
    invitation.report_received_on, invitation.shared_with_family_on = received_on, shared_with_family_on
    invitation.save(update_fields=["report_received_on", "shared_with_family_on"])
    refresh_clocks(children, at=at)
    return invitation


@transaction.atomic
def record_minutes_sent(
    *,
    conference: Conference,
    to: Sequence[ConferenceInvitation],
    on: date,
    by: User,
    at: datetime | None = None,
) -> Conference:
    """The record of a conference went out: to whom, and when."""
    at = at or timezone.now()
    conference = lock(conference)
    check_can_write(by, children_of(conference))
    if conference.held_on is None:
        raise ValidationError("This conference has not been held yet.")
    if on < conference.held_on or on > timezone.localdate(at):
        raise ValidationError({"on": "Choose a day between the conference and today."})
    if not to:
        raise ValidationError({"to": "Say to whom it was sent."})
    ConferenceInvitation.objects.filter(conference=conference, pk__in=[one.pk for one in to]).update(minutes_sent_on=on)
    names = ", ".join(one.name for one in to)
    _tell_all(
        conference, "conference_minutes_sent", f"Record of the conference sent on {words(on)}", by, at, detail=names
    )
    return conference


@transaction.atomic
def record_transfer_in(
    *,
    child: Child,
    notice_received_on: date,
    from_authority: str,
    plan_began_on: date | None = None,
    category: str = "",
    by: User,
    at: datetime | None = None,
) -> TransferIn:
    """A child on a plan elsewhere moved here for good: 15 working days from the written notice to our conference."""
    at = at or timezone.now()
    check_can_write(by, [child])
    if notice_received_on > timezone.localdate(at):
        raise ValidationError({"notice_received_on": "The day must be today or earlier."})
    if not from_authority.strip():
        raise ValidationError({"from_authority": "Say which authority sent the notice."})
    if category and category not in CategoryOfAbuse.values:
        raise ValidationError({"category": "Select the category."})
    row = TransferIn.objects.create(
        child=child,
        notice_received_on=notice_received_on,
        from_authority=from_authority.strip(),
        plan_began_on=plan_began_on,
        category=category,
        recorded_by=by,
    )
    summary = f"Moved here on a protection plan of {row.from_authority}"
    tell(child.pk, "transfer_in", summary, subject=("transfer_in", row.pk), by=by, at=at)
    refresh_clocks(child, at=at)
    return row


def _before_conference(kind: str, child: Child) -> ConferenceChild:
    """The child's row at a conference of this kind. Raises ValidationError on "children" where it cannot be yet."""
    booked = ConferenceChild.objects.filter(child=child, conference__cancelled_at=None, conference__held_on=None)
    if other := booked.select_related("conference").first():
        raise ValidationError({"children": f"{child.name} has a conference already: {other.conference}."})
    plan = ChildProtectionPlan.objects.open().filter(child=child).first()
    if kind == ConferenceKind.REVIEW:
        if plan is None:
            raise ValidationError(
                {"children": f"{child.name} is not on a protection plan, so there is none to review."}
            )
        return ConferenceChild(child=child)
    if plan:
        raise ValidationError({"children": f"{child.name} is on a protection plan already. Book a review conference."})
    if kind == ConferenceKind.TRANSFER_IN:
        transfer = TransferIn.objects.filter(child=child, withdrawn_on=None, conferences__isnull=True).first()
        if transfer is None:
            raise ValidationError({"children": f"Record first that {child.name} moved here on a plan."})
        return ConferenceChild(child=child, transfer=transfer)
    enquiry = _enquiry_for_conference(child)
    if enquiry is None:
        sentence = (
            f"{child.name} has no section 47 enquiry that leads to a conference. Hold a strategy discussion first."
        )
        raise ValidationError({"children": sentence})
    return ConferenceChild(child=child, enquiry=enquiry)


def _enquiry_for_conference(child: Child) -> Section47Enquiry | None:
    """The latest one that is open, or ended in need of a conference, and was not before a conference yet."""
    rows = Section47Enquiry.objects.filter(child=child).exclude(conferences__conference__held_on__isnull=False)
    found = [row for row in rows.order_by("-discussion__held_at") if not row.authorised_at or row.needs_conference]
    return found[0] if found else None


def _check_slot(starts_at: datetime, ends_at: datetime, room: ConferenceRoom | None, place: str) -> None:
    check_weekday("starts_at", timezone.localdate(starts_at))
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": "It must end after it starts."})
    if room is None and not place.strip():
        raise ValidationError({"place": "Choose a room, or say where it will be."})


def _save_in_diary(conference: Conference) -> None:
    try:
        with transaction.atomic():
            conference.save()
    except IntegrityError as error:
        for name, sentence in TAKEN.items():
            if name in str(error):
                raise ValidationError(sentence) from None
        raise


def check_still_booked(conference: Conference) -> None:
    if conference.held_on:
        raise ValidationError(f"This conference was held on {words(conference.held_on)}.")
    if conference.cancelled_at:
        raise ValidationError("This conference was called off.")


def lock(conference: Conference) -> Conference:
    """The conference as it is now, held until the transaction ends."""
    return Conference.objects.select_for_update(of=("self",), no_key=True).get(pk=conference.pk)


def children_of(conference: Conference) -> list[Child]:
    return [row.child for row in conference.children.select_related("child").order_by("child")]


def _tell_all(conference: Conference, kind: str, summary: str, by: User, at: datetime, *, detail: str = "") -> None:
    for child_id in conference.children.values_list("child", flat=True):
        tell(child_id, kind, summary, subject=("conference", conference.pk), by=by, at=at, detail=detail)
