"""The morning at the front door: who waits for a decision, and which partners have not answered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from referrals.models import ContactChild, PartnerCheck
from referrals.policies import contacts_visible_to
from referrals.queries import queue_counts, queue_for
from staff.codes import TeamKind
from staff.models import User
from staff.policies import teams_answered_for
from staff.roles import Permission
from ui.dates import LONDON
from workspace.rules import When, when

MOST = 10


@dataclass(frozen=True)
class Waiting:
    """One child who waits for a decision."""

    row: ContactChild
    when: When | None
    act: str
    url: str


@dataclass(frozen=True)
class CheckOpen:
    check: PartnerCheck
    when: When


@dataclass(frozen=True)
class FrontDoorHome:
    queue: list[Waiting]
    checks: list[CheckOpen]
    by_colour: dict[str, int]
    waiting: int
    late: int
    today: int
    checks_open: int
    # Whether it is the person's own team, or one of several that the person answers for.
    is_first: bool


def works_at_front_door(user: User) -> bool:
    """Whether the front door is this person's daily work, not only something that the person may look at."""
    if not user.may(Permission.SEE_FRONT_DOOR) or user.may(Permission.AUDIT_ACCESS):
        return False
    return user.role == "mash_officer" or teams_answered_for(user).filter(kind=TeamKind.MASH).exists()


def front_door_home(user: User, now: datetime) -> FrontDoorHome:
    """The queue by due, its counts, and the partner checks that are open. The number of queries is fixed."""
    queue = queue_for(user)
    end_of_day = now.astimezone(LONDON).replace(hour=23, minute=59, second=59, microsecond=999999)
    counts = queue.aggregate(
        late=Count("pk", filter=Q(due_at__lt=now)),
        today=Count("pk", filter=Q(due_at__gte=now, due_at__lte=end_of_day)),
        waiting=Count("pk"),
    )
    checks = PartnerCheck.objects.filter(answered_at__isnull=True, contact__in=contacts_visible_to(user))
    rows = checks.select_related("agency", "contact").order_by("due_at", "pk")[:MOST]
    return FrontDoorHome(
        queue=[_waiting(row, row.due_at, user, now) for row in queue[:MOST]],
        checks=[CheckOpen(row, when(row.due_at, now, to_the_minute=True)) for row in rows],
        by_colour=queue_counts(user),
        checks_open=checks.count(),
        is_first=user.role == "mash_officer" or (user.team is not None and user.team.kind == TeamKind.MASH),
        **counts,
    )


def _waiting(row: ContactChild, due_at: datetime | None, user: User, now: datetime) -> Waiting:
    due = when(due_at, now) if due_at else None
    if user.may(Permission.DECIDE_CONTACT):
        return Waiting(row, due, "Decide", reverse("contact-decide", args=[row.pk]))
    return Waiting(row, due, "Open the contact", reverse("contact", args=[row.contact_id]))
