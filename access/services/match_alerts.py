"""Who is told that somebody restricted may have been met: always somebody who can answer."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from access.models import BlindMatch
from access.policies import may_answer_matches
from referrals.services.short_list import who_restrict
from staff.models import Alert, ConflictOfInterest, Restriction, User
from staff.policies import check_may
from staff.restrictions import name_as_keeper, named_on, open_restriction_of
from staff.roles import Permission
from staff.services import alerts

MOST = 300


def who_can_answer(restriction: Restriction) -> list[User]:
    """Those named who may say who somebody is. Where there is nobody, a service manager takes the list over."""
    return [user for user in named_on(restriction) if may_answer_matches(user)]


def who_can_take_over(match: BlindMatch) -> list[User]:
    """Those who restrict records, but for anybody whose own family it is."""
    barred = set(ConflictOfInterest.objects.open().filter(person=match.person_id).values_list("user", flat=True))
    return [user for user in who_restrict() if user.pk not in barred]


def tell_those_who_can_answer(match: BlindMatch, restriction: Restriction, now: datetime) -> None:
    """The keeper and those named who can answer. Where none of them is here, those who restrict: without a name."""
    what = "A contact" if match.contact_id else "A record"
    rows = [
        Alert(
            user=user,
            kind="blind_match",
            text=f"{what} may be about {match.person.name}, whose record is restricted. Nobody else is told.",
            url=f"/restricted/matches/{match.pk}/",
            child_id=match.person_id,
            key=f"blind:{match.pk}",
            raised_at=now,
        )
        for user in who_can_answer(restriction)
    ] or [
        Alert(
            user=user,
            kind="blind_match",
            text=f"{what} may be about a restricted record, and nobody named on it can answer. One of you must.",
            url=f"/restricted/matches/{match.pk}/take-over/",
            key=f"blind-nobody:{match.pk}",
            raised_at=now,
        )
        for user in who_can_take_over(match)
    ]
    alerts(rows)


def tell_again(now: datetime) -> None:
    """Whoever was told may have left since, or was taken off the list: each match that waits has somebody to answer."""
    waiting = BlindMatch.objects.filter(answer="", found_at__lt=now).select_related("person").order_by("pk")
    for match in waiting[:MOST]:
        if restriction := open_restriction_of(match.person):
            tell_those_who_can_answer(match, restriction, now)


def match_to_take_over(user: User, pk: int) -> BlindMatch:
    """A match that nobody named can answer. Raises Http404 for everybody else, and where somebody can."""
    match = BlindMatch.objects.filter(pk=pk, answer="").select_related("person").first()
    restriction = open_restriction_of(match.person) if match else None
    if match is None or restriction is None or who_can_answer(restriction) or user not in who_can_take_over(match):
        raise Http404
    return match


@transaction.atomic
def take_over(*, match: BlindMatch, reason: str, by: User, at: datetime | None = None) -> Restriction:
    """A service manager is named on a restriction on which nobody at work can answer, and answers for it from now on.

    Raises PermissionDenied where somebody named can answer, ValidationError on "reason" without words.
    """
    check_may(by, Permission.RESTRICT)
    restriction = open_restriction_of(match.person)
    if restriction is None or who_can_answer(restriction) or by not in who_can_take_over(match):
        raise PermissionDenied("Somebody who is named can answer. Nothing was changed.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why you take it over."})
    return name_as_keeper(restriction=restriction, reason=reason.strip(), by=by, at=at or timezone.now())
