"""Who lives where: moves, households, second homes."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError

from audit.services import Actor
from people.codes import ResidenceKind
from people.models import Address, Person, Residence
from people.rules.birthdays import said
from people.rules.moves import Move, Stay, plan_move
from people.services._shared import day_of, one_transaction, tell


def move_home(
    *,
    person: Person,
    address: Address,
    by: Actor,
    from_on: date | None,
    kind: str = ResidenceKind.MAIN,
    confidential: bool = False,
    to_on: date | None = None,
    at: datetime | None = None,
) -> Residence:
    """A person lives at an address from a day on. There is one main address at a time: the former one ends that day.

    A move learned of late goes in where it belongs. The same address again changes nothing, or only whether it is
    confidential. A second home (shared care) or a stay for a while stands beside the main address and may have a last
    day. Raises ValidationError by field.
    """
    _check_days(person, kind, from_on, to_on, day_of(at))
    with one_transaction():
        if kind != ResidenceKind.MAIN:
            return _stay_beside(person, address, kind, from_on, to_on, confidential, by, at)
        homes = _main_homes([person]).get(person.pk, [])
        return _move([(person, from_on)], {person.pk: homes}, address, confidential, by, at)[0]


def move_household(
    *,
    people: Sequence[Person],
    address: Address,
    by: Actor,
    from_on: date | None,
    confidential: bool = False,
    at: datetime | None = None,
) -> list[Residence]:
    """Everybody of a household moves on one day. Whoever was born later has lived there from birth."""
    moves = []
    for person in people:
        born = person.date_of_birth
        moved_on = max(from_on, born) if from_on and born else from_on
        _check_days(person, ResidenceKind.MAIN, moved_on, None, day_of(at))
        moves.append((person, moved_on))
    with one_transaction():
        return _move(moves, _main_homes(people), address, confidential, by, at)


def end_residence(*, residence: Residence, on: date, by: Actor, at: datetime | None = None) -> Residence:
    """The person no longer lives there, and where instead is recorded apart or not known. Again: no change."""
    if residence.to_on is not None and residence.to_on <= on:
        return residence
    if on > day_of(at) or (residence.from_on and on < residence.from_on):
        raise ValidationError({"on": "The last day must be today or earlier, and not before they came to live there."})
    with one_transaction():
        residence.to_on = on
        residence.save(update_fields=["to_on"])
        _tell_of(residence.person, residence, f"no longer lives at {residence.address}", on, by, at)
    return residence


def _check_days(person: Person, kind: str, from_on: date | None, to_on: date | None, today: date) -> None:
    problems = {}
    if kind not in ResidenceKind.values:
        problems["kind"] = "Choose main address, second home or staying for a while."
    if from_on and from_on > today:
        problems["from_on"] = "The day of the move must be today or earlier. Record it when they have moved."
    elif from_on and person.date_of_birth and from_on < person.date_of_birth:
        problems["from_on"] = f"The day of the move must not be before the birth on {said(person.date_of_birth)}."
    if to_on and kind == ResidenceKind.MAIN:
        problems["to_on"] = "A main address ends when the next one begins. Record the next address instead."
    elif to_on and from_on and to_on < from_on:
        problems["to_on"] = "The last day must be on or after the first."
    if problems:
        raise ValidationError(problems)


def _main_homes(people: Sequence[Person]) -> dict[int, list[Residence]]:
    """The main addresses of each, held until the transaction ends.

    The people are held first: two who move somebody that has no address yet would otherwise wait for each other.
    """
    held = Person.objects.filter(pk__in=[person.pk for person in people]).order_by("pk")
    list(held.select_for_update(no_key=True, of=("self",)).values_list("pk"))
    rows = Residence.objects.filter(person__in=[person.pk for person in people], kind=ResidenceKind.MAIN)
    homes: dict[int, list[Residence]] = {}
    for row in rows.select_for_update(of=("self",)):
        homes.setdefault(row.person_id, []).append(row)
    return homes


def _move(
    moves: Sequence[tuple[Person, date | None]],
    homes: dict[int, list[Residence]],
    address: Address,
    confidential: bool,
    by: Actor,
    at: datetime | None,
) -> list[Residence]:
    """Write each person's move: one query for what changes, one for what is new, one event a person."""
    planned: list[tuple[Person, Residence, bool]] = []
    changed: list[Residence] = []
    for person, from_on in moves:
        rows = homes.get(person.pk, [])
        stays = {row.pk: Stay(row.from_on, row.to_on, row.address_id) for row in rows}
        plan = plan_move(stays, address.pk, from_on)
        touched = _apply(plan, {row.pk: row for row in rows}, address, confidential, changed)
        residence = touched or Residence(
            person=person, address=address, from_on=from_on, to_on=plan.to_on, confidential=confidential
        )
        planned.append((person, residence, touched is None or touched in changed))
    _write(changed, [residence for _, residence, _ in planned if residence.pk is None])
    for (person, residence, new), (_, from_on) in zip(planned, moves, strict=True):
        if new:
            _tell_of(person, residence, f"lives at {address}", from_on, by, at)
    return [residence for _, residence, _ in planned]


def _apply(
    plan: Move, rows: dict[int, Residence], address: Address, confidential: bool, changed: list[Residence]
) -> Residence | None:
    """Change the rows that the plan names; the row that stands for the move itself, where there is one already."""
    for pk, on in plan.ends.items():
        rows[pk].to_on = on
        changed.append(rows[pk])
    if plan.is_row is None:
        return None
    row = rows[plan.is_row]
    if (row.from_on, row.address_id, row.confidential) != (plan.from_on, address.pk, confidential):
        row.from_on, row.address, row.confidential = plan.from_on, address, confidential
        changed.append(row)
    return row


def _write(changed: list[Residence], new: list[Residence]) -> None:
    """Ends before beginnings, so that no two main addresses overlap even for a moment."""
    for row in {row.pk: row for row in changed}.values():
        row.save(update_fields=["from_on", "to_on", "address", "confidential"])
    if new:
        Residence.objects.bulk_create(new)


def _stay_beside(
    person: Person,
    address: Address,
    kind: str,
    from_on: date | None,
    to_on: date | None,
    confidential: bool,
    by: Actor,
    at: datetime | None,
) -> Residence:
    same = Residence.objects.filter(person_id=person.pk, address_id=address.pk, kind=kind, to_on__isnull=True)
    known = same.select_for_update(of=("self",)).first()
    if known and (known.confidential, known.to_on) == (confidential, to_on):
        return known
    residence = known or Residence(person=person, address=address, kind=kind, from_on=from_on)
    residence.confidential, residence.to_on = confidential, to_on
    residence.save()
    noun = ResidenceKind(kind).label.lower()
    _tell_of(person, residence, f"{noun}: {address}", from_on, by, at)
    return residence


def _tell_of(person: Person, residence: Residence, what: str, on: date | None, by: Actor, at: datetime | None) -> None:
    """The words of a confidential address stay out of the log: it is read by more people than the record."""
    if residence.confidential:
        what = "has a confidential address"
    since = f" from {said(on)}" if on else ""
    tell(
        kind="home_changed",
        summary=f"{person.name} {what}{since}",
        about=[person],
        by=by,
        at=at,
        subject=("residence", residence.pk),
        address_id=residence.address_id,
    )
