"""The people who may be the one that is being typed, ready for the page: while typing and after sending alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from people.codes import ResidenceKind
from people.family import siblings_of
from people.matching import Candidate, PersonQuery
from people.models import Person, Residence
from referrals.queries import candidates_for, what_is_known
from staff.models import User
from staff.policies import children_visible_to, people_visible_to
from ui.dates import NotADateError, read_day
from ui.posting import read_key

NEW = "new"


@dataclass(frozen=True)
class Choice:
    """One person to pick, with why that person may be the one and what is known already."""

    person: Person
    reasons: Sequence[str]
    strength: str
    known: Sequence[str]
    lives_at: str


@dataclass(frozen=True)
class MatchPanel:
    """What the page shows under one row. `picked` is a key of a person, "new", or empty while nothing is chosen."""

    prefix: str
    picked: str = ""
    choices: Sequence[Choice] = ()
    siblings: Sequence[Person] = ()
    ticked: frozenset[str] = frozenset()

    @property
    def must_choose(self) -> bool:
        """A likely match has to be picked or set aside; a weak one is only offered."""
        return not self.picked and any(choice.strength != "weak" for choice in self.choices)


def typed_query(typed: Mapping[str, str], prefix: str, family: Mapping[str, str]) -> PersonQuery:
    """What has been typed so far in one row, and about the family's home. Anything may be missing or half-typed."""

    def get(name: str) -> str:
        return str(typed.get(f"{prefix}-{name}") or "").strip()

    try:
        born = read_day(get("date_of_birth_day"), get("date_of_birth_month"), get("date_of_birth_year"))
    except NotADateError:
        born = None
    return PersonQuery(
        forename=get("forename"),
        surname=get("surname"),
        date_of_birth=born,
        sex=get("sex"),
        nhs_number=get("nhs_number"),
        upn=get("upn"),
        address_line=str(family.get("line1") or ""),
        postcode=str(family.get("postcode") or ""),
        phone=get("phone") or str(family.get("phone") or ""),
    )


def enough_to_look(query: PersonQuery) -> bool:
    """Two letters of a name with something beside it, or a number: less would list everybody."""
    if query.nhs_number or query.upn:
        return True
    names = [name for name in (query.forename, query.surname) if len(name.strip()) >= 2]
    beside = query.date_of_birth or query.phone or (query.address_line and query.postcode)
    return len(names) == 2 or (len(names) == 1 and bool(beside))


def panel_for(
    user: User, query: PersonQuery, *, prefix: str, picked: str = "", ticked: Sequence[str] = ()
) -> MatchPanel:
    """Look, among the people whom this user may know of. Constant number of queries."""
    found = candidates_for(user, query) if enough_to_look(query) else []
    choices = _choices(found)
    chosen = _person(user, picked)
    if chosen and chosen.pk not in {choice.person.pk for choice in choices}:
        choices = [*_choices([Candidate(person=chosen, score=100, reasons=["You picked this person"])]), *choices]
    return MatchPanel(
        prefix=prefix,
        picked=picked if chosen or picked == NEW else "",
        choices=choices,
        # A brother or sister is offered for a child that was picked, not for an adult.
        siblings=_siblings(user, chosen) if prefix.startswith("children") else [],
        ticked=frozenset(ticked),
    )


def _person(user: User, picked: str) -> Person | None:
    key = read_key(picked)
    return people_visible_to(user).filter(pk=key).first() if key else None


def _siblings(user: User, chosen: Person | None) -> list[Person]:
    if chosen is None:
        return []
    rows = siblings_of([chosen.pk]).get(chosen.pk, [])
    visible = set(children_visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row.pk in visible]


def _choices(found: Sequence[Candidate]) -> list[Choice]:
    keys = [candidate.person.pk for candidate in found]
    known = what_is_known(keys) if keys else {}
    homes = {
        row.person_id: str(row.address)
        for row in Residence.objects.current()
        .filter(person__in=keys, kind=ResidenceKind.MAIN, confidential=False)
        .select_related("address")
    }
    return [
        Choice(
            person=candidate.person,
            reasons=candidate.reasons,
            strength=candidate.strength,
            known=known.get(candidate.person.pk, []),
            lives_at=homes.get(candidate.person.pk, ""),
        )
        for candidate in found
    ]
