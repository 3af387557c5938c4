"""Records opened from outside the team, with a reason: a manager is told at once, and answers whether it was right."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from audit.services import record_event
from people.models import Child
from staff.codes import OpeningAnswer
from staff.models import AccessGrant, Alert, Allocation, User
from staff.policies import child_outside_team_for, not_restricted_for, teams_answered_for
from staff.queries import auditors, line_of, responsible_for
from staff.roles import Permission
from staff.services import alert, alerts, first_who_may_know

# Long enough to deal with what it was opened for, short enough that nobody keeps a key.
GRANT_LASTS = timedelta(days=7)
INSTANT = timedelta(microseconds=1)


@transaction.atomic
def open_with_reason(*, child_id: int, by: User, reason: str, at: datetime | None = None) -> AccessGrant:
    """Open a record outside one's own team, for a week, with a stated reason; a manager is told at once and answers.

    Raises Http404 for a child one may not know of, ValidationError on "reason" when none is given.
    """
    child = child_outside_team_for(by, child_id)
    reason = reason.strip()
    if len(reason) < 10:
        raise ValidationError({"reason": "Say in a sentence why you need to open this record."})
    at = at or timezone.now()
    manager = first_who_may_know(child.pk, *(person for person in _line_to_ask(child, by) if person != by))
    grant = AccessGrant.objects.create(
        user=by, child=child, reason=reason, granted_at=at, until=at + GRANT_LASTS, asked=manager
    )
    record_event(
        kind="opened_with_reason",
        summary=f"Opened by {by} from outside the team",
        detail=reason,
        by=by,
        child_id=child.pk,
        subject=("access_grant", grant.pk),
        at=at,
    )
    if manager:
        alert(
            user=manager,
            kind="opened_with_reason",
            text=f"{by} opened the record of {child.name} from outside your team: {reason}"[:300],
            url=f"/openings/{grant.pk}/",
            child_id=child.pk,
            key=f"grant:{grant.pk}",
            at=at,
        )
    return grant


def _line_to_ask(child: Child, opener: User) -> Iterator[User | None]:
    """Who answers, the nearest first: the line that holds the child, that of the last holder, that of the opener."""
    line = responsible_for([child.pk]).get(child.pk)
    if line is None:
        last = Allocation.objects.lead().filter(child=child).select_related("team__manager", "team__service_manager")
        row = last.order_by("-to_on", "-pk").first()
        line = line_of(row.team if row else None)
    yield from (line.team_manager, line.service_manager)
    if opener.team:
        yield opener.team.service_manager
    yield from (team.service_manager for team in opener.managed_teams.select_related("service_manager"))


def openings_to_answer(user: User) -> QuerySet[AccessGrant]:
    """What waits for this manager's answer, the longest waiting first: never the manager's own opening."""
    asked = Q(asked=user)
    if user.may(Permission.ALLOCATE):
        held = Allocation.objects.open().lead().filter(child=OuterRef("child"), team__in=teams_answered_for(user))
        asked |= Q(Exists(held))
    return (
        openings_unanswered().filter(asked, child__in=Child.objects.filter(not_restricted_for(user))).exclude(user=user)
    )


def openings_unanswered() -> QuerySet[AccessGrant]:
    """All that wait for an answer. Callers narrow what they say of the child."""
    waiting = AccessGrant.objects.filter(answer="").select_related("user__team", "child", "asked")
    return waiting.order_by("granted_at", "pk")


def opening_to_answer(user: User, pk: int) -> AccessGrant:
    """Raises Http404 for one that does not wait for this person."""
    grant = openings_to_answer(user).filter(pk=pk).first()
    if grant is None:
        raise Http404
    return grant


@transaction.atomic
def answer_opening(
    *, grant: AccessGrant, answer: str, words: str = "", by: User, at: datetime | None = None
) -> AccessGrant:
    """Say whether it was right to open the record. "Not right" closes it at once, and is told further.

    Raises ValidationError where it is answered already or "not right" comes without words, PermissionDenied for one
    who is not asked.
    """
    at = at or timezone.now()
    row = AccessGrant.objects.select_for_update(of=("self",)).select_related("user__team", "child").get(pk=grant.pk)
    if row.answer:
        raise ValidationError(f"{row.answered_by} has answered this already: {row.get_answer_display()}.")
    if not openings_to_answer(by).filter(pk=row.pk).exists():
        raise PermissionDenied("This opening waits for the answer of another manager.")
    words = words.strip()
    if answer not in OpeningAnswer.values:
        raise ValidationError({"answer": "Choose whether it was right to open this record."})
    wrong = answer == OpeningAnswer.NOT_RIGHT
    if wrong and len(words) < 10:
        raise ValidationError({"words": "Say in a sentence why it was not right. The auditors read it."})
    row.answer, row.answer_words, row.answered_by, row.answered_at = answer, words, by, at
    if wrong:
        row.until = max(min(row.until, at), row.granted_at + INSTANT)
    row.save(update_fields=["answer", "answer_words", "answered_by", "answered_at", "until"])
    record_event(
        kind="opening_answered",
        summary=f"{row.get_answer_display()}: opened by {row.user} from outside the team",
        detail=words,
        by=by,
        child_id=row.child_id,
        subject=("access_grant", row.pk),
        at=at,
        answer=answer,
    )
    if wrong:
        _tell_further(row, by, at)
    return row


def _tell_further(row: AccessGrant, by: User, at: datetime) -> None:
    """The opener's manager and the auditors. Neither is told whose record it was: the list says it to who may know."""
    team = row.user.team
    line = (team.manager, team.service_manager) if team else ()
    manager = next((one for one in line if one and one.is_active and one not in (row.user, by)), None)
    text = f"{by} says that it was not right that {row.user} opened a record from outside the team. It is closed again."
    told = [(one, "/access/openings/") for one in auditors()] + ([(manager, "")] if manager else [])
    alerts(
        Alert(user=one, kind="opening_not_right", text=text, url=url, key=f"not-right:{row.pk}", raised_at=at)
        for one, url in told
    )
