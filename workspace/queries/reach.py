"""Who among some people may be known of, which of their records are open, where they live and how they are reached:
one question for all of it, however many they are.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from audit import as_known
from people.codes import ResidenceKind
from people.models import Address, PersonName, Phone, PhoneUse, Residence, Vehicle, VehicleUse
from staff.kept import text_of
from staff.models import User
from staff.policies import hidden_from, may_open


@dataclass(frozen=True)
class Reach:
    """One person, as far as the reader may know: the home of today, telephones and cars in use."""

    record_open: bool = False
    home: Residence | None = None
    phones: list[PhoneUse] = field(default_factory=list)
    vehicles: list[VehicleUse] = field(default_factory=list)
    # Every other name that the one has or had, of whom it was asked; the latest first.
    names: list[PersonName] = field(default_factory=list)


# What is said of each person, as a list of objects.
_TODAY = "(one.from_on IS NULL OR one.from_on <= %s) AND (one.to_on IS NULL OR one.to_on > %s)"
_STATEMENT = """
SELECT person.id, person.is_child AND ({open}),
  (SELECT json_agg(json_build_object('id', one.id, 'from_on', one.from_on, 'confidential', one.confidential,
      'address', json_build_object('id', home.id, 'line1', line1, 'line2', line2, 'town', town, 'postcode', postcode))
    ORDER BY one.id)
   FROM people_residence AS one JOIN people_address AS home ON home.id = one.address_id
   WHERE one.person_id = person.id AND one.kind = 'main' AND {today}),
  (SELECT json_agg(json_build_object('id', one.id, 'phone', phone.id, 'number', phone.number) ORDER BY one.id)
   FROM people_phoneuse AS one JOIN people_phone AS phone ON phone.id = one.phone_id
   WHERE one.person_id = person.id AND {today}),
  (SELECT json_agg(json_build_object('id', one.id, 'vehicle', car.id, 'registration', car.registration,
      'description', car.description) ORDER BY one.id)
   FROM people_vehicleuse AS one JOIN people_vehicle AS car ON car.id = one.vehicle_id
   WHERE one.person_id = person.id AND {today}),
  (SELECT json_agg(json_build_object('id', one.id, 'kind', one.kind, 'forename', one.forename, 'surname', one.surname)
    ORDER BY one.from_on DESC, one.id DESC)
   FROM people_personname AS one WHERE one.person_id = person.id AND person.id = %s AND one.kind <> 'current')
FROM people_person AS person
WHERE person.id = ANY(%s) AND person.merged_into_id IS NULL AND NOT ({hidden})
"""


def reach_of(user: User, person_ids: Collection[int], names_of: int) -> dict[int, Reach]:
    """Those of these people whom the reader may know of, with the other names of one of them. One query."""
    is_open, named = text_of(may_open(user), "person.id")
    hidden, barred = text_of(hidden_from(user), "person.id")
    days = [as_known.today()] * 6
    statement = _STATEMENT.format(open=is_open, hidden=hidden, today=_TODAY)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*named, *days, names_of, list(person_ids), *barred])
        return {row[0]: _reach(*row) for row in cursor.fetchall()}


def _reach(pk: int, record_open: bool, homes: Any, phones: Any, vehicles: Any, names: Any) -> Reach:
    return Reach(
        record_open,
        next((_home(pk, row) for row in homes or []), None),
        [PhoneUse(pk=row["id"], person_id=pk, phone=Phone(row["phone"], row["number"])) for row in phones or []],
        [_vehicle(pk, row) for row in vehicles or []],
        [PersonName(person_id=pk, **row) for row in names or []],
    )


def _home(pk: int, row: dict[str, Any]) -> Residence:
    since = date.fromisoformat(row["from_on"]) if row["from_on"] else None
    address = Address(**row["address"])
    return Residence(
        pk=row["id"],
        person_id=pk,
        address=address,
        kind=ResidenceKind.MAIN,
        from_on=since,
        confidential=row["confidential"],
    )


def _vehicle(pk: int, row: dict[str, Any]) -> VehicleUse:
    car = Vehicle(pk=row["vehicle"], registration=row["registration"], description=row["description"])
    return VehicleUse(pk=row["id"], person_id=pk, vehicle=car)
