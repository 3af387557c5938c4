"""Who may be the same person as somebody: by the matching engine, by a search, or from the nightly list."""

from dataclasses import dataclass
from typing import Any

from people.matching import PersonQuery, find_candidates
from people.merging.owners import owners
from people.merging.registry import rule_for
from people.models import DuplicatePair, Person, PersonMerge
from people.models.merging import ChangeKind
from people.search import search_people
from staff.merging import wholly_visible_to
from staff.models import User
from workspace.queries.family import phones_of
from workspace.queries.holders import Holder, holders_of
from workspace.queries.visits import homes_of

MOST = 8


@dataclass(frozen=True)
class Likely:
    """One who may be the same, and why."""

    person: Person
    reasons: list[str]
    holder: Holder | None


def likely_same(user: User, person: Person, text: str = "") -> list[Likely]:
    """Among those whom the user sees wholly: by the person's own facts, or by what was typed."""
    among = wholly_visible_to(user).exclude(pk=person.pk)
    if not person.is_child:
        among = among.filter(is_child=False)
    if text:
        found: list[tuple[Person, list[str]]] = [(one.person, one.why) for one in search_people(text, among, MOST)]
    else:
        candidates = find_candidates(_query_of(person), among=among, limit=MOST)
        found = [(one.person, one.reasons) for one in candidates if one.strength != "weak"]
    holders = holders_of([one.pk for one, _ in found if one.is_child])
    return [Likely(one, reasons, holders.get(one.pk)) for one, reasons in found]


def _query_of(person: Person) -> PersonQuery:
    home, phones = homes_of([person.pk]).get(person.pk), phones_of([person.pk]).get(person.pk, [])
    told = home.address if home and not home.confidential else None
    return PersonQuery(
        forename=person.forename,
        surname=person.surname,
        date_of_birth=person.date_of_birth,
        sex=person.sex,
        nhs_number=person.nhs_number or "",
        upn=person.upn or "",
        address_line=told.line1 if told else "",
        postcode=told.postcode if told else "",
        phone=phones[0].phone.number if phones else "",
    )


def pair_of(user: User, pk: int) -> DuplicatePair | None:
    """A pair of the list, both of whom the user sees wholly."""
    visible = wholly_visible_to(user).values("pk")
    rows = DuplicatePair.objects.select_related("one", "other")
    return rows.filter(pk=pk, one__in=visible, other__in=visible).first()


def kept_under_the_old_number(merge: PersonMerge) -> list[Any]:
    """Rows that could not be true beside the survivor's, as they were written."""
    found = []
    for owner in owners():
        rule = rule_for(owner)
        if rule and rule.choosable:
            rows = owner.model._base_manager.filter(**{owner.column: merge.absorbed_id}).select_related(*rule.related)
            found += [rule.words(row) for row in rows]
    return found


def moved_by_kind(merge: PersonMerge) -> list[tuple[str, int]]:
    """What came with the absorbed record: how many of each."""
    nouns = {owner.label: rule.noun for owner in owners() if (rule := rule_for(owner))}
    totals: dict[str, int] = {}
    for table, column in merge.changes.filter(kind=ChangeKind.MOVED, before=merge.absorbed_id).values_list(
        "table", "column"
    ):
        noun = nouns.get(f"{table}.{column}")
        if noun:
            totals[noun] = totals.get(noun, 0) + 1
    return list(totals.items())
