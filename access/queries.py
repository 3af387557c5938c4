"""Reads about who may look and who looked, narrowed to what the reader may know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from access.models import BlindMatch, OddAccess
from access.policies import may_answer_matches
from people.models import Child, Person
from staff.codes import AllocationRole, OpeningAnswer
from staff.models import AccessGrant, RestrictedPerson, Restriction, User
from staff.openings import openings_to_answer, openings_unanswered
from staff.policies import children_visible_to, not_restricted_for, people_visible_to
from staff.queries import front_door_line, open_allocations, responsible_for
from staff.restrictions import named_on, open_restriction_of
from staff.roles import ROLES, Permission
from timescales.models import Clock
from timescales.queries import due_date

Facts = dict[str, Any]
# Reviews that fall due within so many days stand on the morning's page.
REVIEW_SOON = timedelta(days=28)
MOST = 10


@dataclass(frozen=True)
class Restricted:
    """A restriction as its page shows it."""

    row: Restriction
    named: list[User]
    people: list[Person]
    due: date | None
    # Those who hold a case and are not on the short list: they cannot open the record.
    left_out: list[tuple[str, User]]


def restriction_page(restriction: Restriction) -> Restricted:
    named = named_on(restriction)
    hidden = RestrictedPerson.objects.filter(restriction=restriction, to_on__isnull=True).select_related("person")
    people = [row.person for row in hidden.order_by("-person__is_child", "person__date_of_birth", "pk")]
    clock = Clock.objects.open().filter(subject_kind="restriction", subject_id=restriction.pk).first()
    return Restricted(restriction, named, people, clock.due_on if clock else None, _left_out(people, named))


def _left_out(people: list[Person], named: list[User]) -> list[tuple[str, User]]:
    found: dict[int, tuple[str, User]] = {}
    for line in responsible_for([person.pk for person in people if person.is_child]).values():
        for what, user in (("Holds the case", line.worker), ("Manages the team", line.team_manager)):
            if user and user not in named:
                found.setdefault(user.pk, (what, user))
    return list(found.values())


def restriction_of(child: Child) -> Restriction:
    """Raises Http404 where nothing restricts the record."""
    found = open_restriction_of(child)
    if found is None:
        raise Http404
    return found


def likely_to_be_named(child: Child, by: User) -> QuerySet[User]:
    """Whom a picker offers: who works with the child, their managers, the front door's, and who restricts or audits."""
    line = responsible_for([child.pk]).get(child.pk)
    door = front_door_line()
    ids = {by.pk} | {row.worker_id for row in open_allocations(child) if row.worker_id}
    ids |= {one.pk for one in (line.team_manager, line.service_manager) if one} if line else set()
    ids |= {one.pk for one in (door.team_manager, door.service_manager) if one}
    by_role = [role.key for role in ROLES.values() if role.permissions & {Permission.RESTRICT, Permission.AUDIT_ACCESS}]
    found = User.objects.filter(Q(pk__in=ids) | Q(role__in=by_role), is_active=True)
    return found.select_related("team").order_by("last_name", "first_name", "pk")


def workers_called(names: list[str]) -> tuple[list[User], list[str]]:
    """Council staff by name as typed, one a line; and the names of which there is nobody, or more than one."""
    staff = User.objects.filter(is_active=True).exclude(role="partner_agency")
    found: list[User] = []
    unknown: list[str] = []
    by_name: dict[str, list[User]] = {}
    for user in staff:
        for name in (user.get_full_name(), user.username):
            by_name.setdefault(" ".join(name.lower().split()), []).append(user)
    for name in names:
        people = {user.pk: user for user in by_name.get(" ".join(name.lower().split()), [])}
        if len(people) == 1:
            found += people.values()
        else:
            unknown.append(name)
    return found, unknown


def workers() -> QuerySet[User]:
    """Everybody who works for the council."""
    found = User.objects.filter(is_active=True).exclude(role="partner_agency").select_related("team")
    return found.order_by("last_name", "first_name", "pk")


def holds_a_case(user: User, child: Child) -> bool:
    return child.allocations.filter(worker=user, to_on__isnull=True, role=AllocationRole.LEAD).exists()


@dataclass(frozen=True)
class AccessHome:
    """What waits for a manager about who may look. Lists are cut to the first few; `openings_count` is of all."""

    openings: list[AccessGrant]
    openings_count: int
    reviews: list[Clock]
    matches: list[BlindMatch]

    def __bool__(self) -> bool:
        return bool(self.openings or self.reviews or self.matches)


def access_home(user: User, now: datetime) -> AccessHome:
    """Four small queries, and as many for many as for one."""
    openings = openings_to_answer(user)
    shown = list(openings[:MOST])
    return AccessHome(
        openings=shown,
        openings_count=openings.count() if len(shown) == MOST else len(shown),
        reviews=restrictions_to_review(user, timezone.localdate(now) + REVIEW_SOON),
        matches=list(matches_for(user)[:MOST]),
    )


def restrictions_to_review(user: User, by: date) -> list[Clock]:
    """Reviews due by a day that are this person's: as keeper, or as a named service manager."""
    children = children_visible_to(user)
    own = Restriction.objects.all() if user.may(Permission.RESTRICT) else Restriction.objects.filter(keeper=user)
    clocks = Clock.objects.open().filter(subject_kind="restriction", subject_id__in=own.values("pk"))
    clocks = clocks.filter(due_at__date__lte=by, child__in=children)
    return list(clocks.select_related("child").order_by("due_at", "pk"))


def matches_for(user: User) -> QuerySet[BlindMatch]:
    """What waits for somebody on the short list to say who it is."""
    waiting = BlindMatch.objects.filter(answer="", person__in=people_visible_to(user))
    waiting = waiting.filter(person__restricted_by__to_on__isnull=True, person__restricted_by__isnull=False)
    return waiting.select_related("person", "contact__agency", "contact__logged_by").order_by("found_at", "pk")


def match_for(user: User, pk: int) -> BlindMatch:
    """Raises Http404 for anybody who may not know of the restricted person, as where there is none."""
    rows = BlindMatch.objects.filter(pk=pk, person__in=people_visible_to(user))
    row = rows.select_related("person", "contact__agency", "contact__logged_by", "answered_by").first()
    if row is None or not may_answer_matches(user):
        raise Http404
    return row


@dataclass(frozen=True)
class Opening:
    """An opening from outside as the auditor reads it."""

    grant: AccessGrant
    child: Child
    due: datetime


def openings_for_auditor(user: User, now: datetime | None = None) -> tuple[list[Opening], list[Opening]]:
    """Those that nobody answered in time, and those that a manager says were not right, the latest first.

    Of a record that is kept from the auditor there is none: who is to audit it is named on its restriction.
    """
    now = now or timezone.now()
    unanswered = [(row, due_date("opening.answer", row.granted_at).due_at) for row in openings_unanswered()]
    late = [(row, due) for row, due in unanswered if due < now]
    wrong = AccessGrant.objects.filter(answer=OpeningAnswer.NOT_RIGHT).select_related("user__team", "answered_by")
    said = [(row, row.answered_at or now) for row in wrong.order_by("-answered_at", "-pk")[:100]]
    known = _children(user, {row.child_id for row, _ in [*late, *said]})
    return (
        [Opening(row, known[row.child_id], due) for row, due in late if row.child_id in known],
        [Opening(row, known[row.child_id], due) for row, due in said if row.child_id in known],
    )


def _children(user: User, ids: set[int]) -> dict[int, Child]:
    return Child.objects.filter(not_restricted_for(user)).in_bulk(list(ids))


@dataclass(frozen=True)
class Odd:
    """One finding in words."""

    row: OddAccess
    child: Child | None
    why: str

    @property
    def whom(self) -> str:
        if not self.row.child_id:
            return "Many records"
        assert self.child, "a finding about a record that is kept from the reader is not among theirs"
        return self.child.name


def odd_accesses(user: User, *, answered: bool = False, kind: str = "") -> QuerySet[OddAccess]:
    """Findings, the latest first. Whom they are about is said by `in_words`."""
    found = _findings(user).exclude(answer="") if answered else _findings(user).filter(answer="")
    found = found.filter(kind=kind) if kind else found
    return found.select_related("user__team", "answered_by").order_by("-day", "-pk")


def _findings(user: User) -> QuerySet[OddAccess]:
    """All but those about a record that is kept from this auditor."""
    known = Child.objects.filter(not_restricted_for(user))
    return OddAccess.objects.filter(Q(child_id=0) | Q(child_id__in=known.values("pk")))


def in_words(user: User, rows: list[OddAccess]) -> list[Odd]:
    """Each with its child and why it is odd. One query."""
    children = _children(user, {row.child_id for row in rows if row.child_id})
    return [Odd(row, children.get(row.child_id), why(row)) for row in rows]


def odd_access_for(user: User, pk: int) -> OddAccess:
    """Raises Http404 also where it is about a record that is kept from this auditor."""
    row = _findings(user).select_related("user__team", "answered_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def why(row: OddAccess) -> str:
    """The sentence for a finding, from its facts."""
    facts = row.facts
    return _WORDS[row.kind](facts) + (_times(facts) if "times" in facts and row.child_id else "")


def _times(facts: Facts) -> str:
    return "" if facts["times"] == 1 else f" Opened {facts['times']} times that day."


def _surname(facts: Facts) -> str:
    if facts["whose"] == "parent":
        return "A parent has the worker’s surname."
    return "The child has the worker’s surname." if facts["same"] else "The surname sounds like the worker’s."


def _no_work(facts: Facts) -> str:
    said = "A reason was given; no manager has said that it was right." if facts["with_reason"] else ""
    return f"Never allocated, in no team that held the child, on no contact. {said}".strip()


def _hours(facts: Facts) -> str:
    day = " on a day off" if facts["free"] else ""
    records = "1 record" if facts["children"] == 1 else f"{facts['children']} records"
    times = "Once" if facts["times"] == 1 else f"{facts['times']} times"
    return f"{records} opened {times.lower()}{day}, between {facts['first']} and {facts['last']}."


_WORDS: dict[str, Callable[[Facts], str]] = {
    "own_surname": _surname,
    "own_address": lambda facts: "The child lives or lived at the worker’s own address.",
    "no_work": _no_work,
    "many": lambda facts: f"{facts['children']} different records in a day; usual for this worker: {facts['usual']}.",
    "hours": _hours,
    "after_closing": lambda facts: f"The case was closed on {date.fromisoformat(facts['closed']):%-d %B %Y}.",
    "repeated": lambda facts: f"Looked on {facts['days']} of {facts['of']} days and wrote nothing.",
}


def homes() -> QuerySet[User]:
    """Council staff, each with whether a home address is kept. Never the address: nobody has it."""
    return workers().select_related("home", "team")


def worker_for(pk: int) -> User:
    """Somebody who works for the council. Raises Http404 for anybody else."""
    user = workers().filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


def recorded_by(match: BlindMatch) -> list[Person]:
    """The new record, and the other children on the contact, for whoever answers."""
    ids = {match.recorded_id}
    if match.contact:
        ids |= set(match.contact.children.values_list("child_id", flat=True))
    people = list(Person.objects.filter(pk__in=ids).order_by("pk"))
    return sorted(people, key=lambda person: person.pk != match.recorded_id)


def is_about_a_number(match: BlindMatch) -> bool:
    """Whether somebody wrote the restricted person's own number on the other record, where it still stands."""
    in_question = Q(nhs_number_in_question=True) | Q(upn_in_question=True)
    return match.contact_id is None and Person.objects.filter(in_question, pk=match.recorded_id).exists()
