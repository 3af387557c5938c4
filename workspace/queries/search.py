"""One box that finds a child: by the child's own facts, or through an adult, an address or a telephone."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from people.models import Child, Person, Relationship
from people.search import search_people
from staff.models import User
from staff.policies import children_known_to_exist_for, children_visible_to, may_open, people_visible_to
from staff.roles import Permission
from workspace.queries.holders import NOBODY, Holder, holders_of

MOST = 25
SHORTEST = 2


@dataclass
class Result:
    """A child found. Of one outside the person's teams nothing is said but the name and who holds the case."""

    child: Child
    visible: bool
    reasons: list[str] = field(default_factory=list)
    holder: Holder = NOBODY


def find_children(user: User, text: str) -> list[Result]:
    """Children by what was typed, best first, among those of whom this person may know.

    An adult leads to the children of whom the adult is a relative. A restricted record does not exist here.
    """
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        return []
    found = search_people(text, among=_whom_to_search(user), limit=MOST)
    kin = _children_of([one.person for one in found if not one.person.is_child])
    themselves = {one.person.pk for one in found if one.person.is_child}
    wanted: dict[int, list[str]] = {}
    for one in found:
        if one.person.is_child:
            wanted[one.person.pk] = one.why
            continue
        for child_id, role in kin.get(one.person.pk, []):
            if child_id not in themselves:
                wanted.setdefault(child_id, []).append(_through(one.person, role, one.why))
    return _results(user, wanted)


def _whom_to_search(user: User) -> QuerySet[Person]:
    people = people_visible_to(user)
    # Where no children but one's own may be named, the rule is asked of each that is found, not of all there are.
    return people if user.may(Permission.OPEN_WITH_REASON) else people.filter(Q(is_child=False) | may_open(user))


def _results(user: User, wanted: dict[int, list[str]]) -> list[Result]:
    """The children in the order found, each with its reasons; those whom one may not know of are gone."""
    known = children_known_to_exist_for(user).in_bulk(list(wanted))
    visible = set(children_visible_to(user).filter(pk__in=known).values_list("pk", flat=True))
    holders = holders_of(list(known))
    return [
        Result(known[pk], pk in visible, _once(reasons) if pk in visible else [], holders[pk])
        for pk, reasons in wanted.items()
        if pk in known
    ]


def _children_of(adults: list[Person]) -> dict[int, list[tuple[int, str]]]:
    """For each adult the children with whom there is a relationship today, and what the adult is to each."""
    ids = [adult.pk for adult in adults]
    rows = Relationship.objects.filter(Q(from_person__in=ids) | Q(to_person__in=ids), to_on__isnull=True)
    kin: dict[int, list[tuple[int, str]]] = {}
    for row in rows.select_related("from_person", "to_person"):
        if row.from_person_id in ids and row.to_person.is_child:
            kin.setdefault(row.from_person_id, []).append((row.to_person_id, row.get_kind_display()))
        if row.to_person_id in ids and row.from_person.is_child:
            kin.setdefault(row.to_person_id, []).append((row.from_person_id, "Relative"))
    return kin


def _through(adult: Person, role: str, why: list[str]) -> str:
    return f"{role}: {adult.name}" + (f" ({'; '.join(why)})" if why else "")


def _once(reasons: list[str]) -> list[str]:
    return list(dict.fromkeys(reasons))


def is_open_to(user: User, child: Child) -> bool:
    """Whether the person may open the child's record today."""
    return children_visible_to(user).filter(pk=child.pk).exists()
