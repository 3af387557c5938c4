"""Telephone numbers and vehicles: each is recorded once, and linked to everybody who uses it.

That one number or one car turns up with six children is how exploitation shows.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from audit.services import Actor
from people.models import Person, Phone, PhoneUse, Vehicle, VehicleUse
from people.rules.numbers import read_phone, read_registration
from people.services._shared import day_of, one_transaction, tell

Use = TypeVar("Use", PhoneUse, VehicleUse)


def record_phone(*, number: str, by: Actor, at: datetime | None = None) -> Phone:
    """The number's row, found again or made. Raises ValidationError for what is no telephone number."""
    number = _read(number, read_phone, "number")
    known = Phone.objects.filter(number=number).first()
    if known:
        return known
    with one_transaction():
        Phone.objects.bulk_create([Phone(number=number)], ignore_conflicts=True)
        phone = Phone.objects.get(number=number)
        summary = f"Telephone number recorded: {phone}"
        tell(kind="phone_recorded", summary=summary, about=[], by=by, at=at, subject=("phone", phone.pk))
    return phone


def use_phone(
    *,
    person: Person,
    by: Actor,
    number: str | None = None,
    phone: Phone | None = None,
    from_on: date | None = None,
    at: datetime | None = None,
) -> PhoneUse:
    """A person uses a telephone number (give it, or its row). While they use it, again changes nothing."""
    with one_transaction():
        phone = phone or record_phone(number=number or "", by=by, at=at)
        known = PhoneUse.objects.filter(person_id=person.pk, phone_id=phone.pk, to_on__isnull=True).first()
        if known:
            return known
        use = PhoneUse.objects.create(person=person, phone=phone, from_on=_not_to_come(from_on, at))
        _tell_of(use, "phone_used", f"{person.name} uses the telephone number {phone}", by, at)
    return use


def stop_phone(*, use: PhoneUse, on: date, by: Actor, at: datetime | None = None) -> PhoneUse:
    """The person no longer uses the number. Again: no change."""
    return _stop(use, on, "phone_stopped", f"{use.person.name} no longer uses {use.phone}", by, at)


def record_vehicle(*, registration: str, by: Actor, description: str = "", at: datetime | None = None) -> Vehicle:
    """The vehicle's row, found again or made; a description is added where there is none.

    Raises ValidationError for what is no registration number.
    """
    registration = _read(registration, read_registration, "registration")
    description = " ".join(description.split())[:100]
    known = Vehicle.objects.filter(registration=registration).first()
    if known and (known.description or not description):
        return known
    with one_transaction():
        if known is None:
            made = Vehicle(registration=registration, description=description)
            Vehicle.objects.bulk_create([made], ignore_conflicts=True)
            vehicle = Vehicle.objects.get(registration=registration)
        else:
            vehicle = known
            vehicle.description = description
            vehicle.save(update_fields=["description"])
        summary = f"Vehicle recorded: {vehicle}{f', {description}' if description else ''}"
        tell(kind="vehicle_recorded", summary=summary, about=[], by=by, at=at, subject=("vehicle", vehicle.pk))
    return vehicle


def use_vehicle(
    *,
    person: Person,
    by: Actor,
    registration: str | None = None,
    vehicle: Vehicle | None = None,
    description: str = "",
    from_on: date | None = None,
    at: datetime | None = None,
) -> VehicleUse:
    """A person uses a vehicle (give its registration, or its row). While they use it, again changes nothing."""
    with one_transaction():
        vehicle = vehicle or record_vehicle(registration=registration or "", description=description, by=by, at=at)
        known = VehicleUse.objects.filter(person_id=person.pk, vehicle_id=vehicle.pk, to_on__isnull=True).first()
        if known:
            return known
        use = VehicleUse.objects.create(person=person, vehicle=vehicle, from_on=_not_to_come(from_on, at))
        _tell_of(use, "vehicle_used", f"{person.name} uses the vehicle {vehicle}", by, at)
    return use


def stop_vehicle(*, use: VehicleUse, on: date, by: Actor, at: datetime | None = None) -> VehicleUse:
    """The person no longer uses the vehicle. Again: no change."""
    return _stop(use, on, "vehicle_stopped", f"{use.person.name} no longer uses {use.vehicle}", by, at)


def _read(text: str, reader: Callable[[str], str], field: str) -> str:
    try:
        return reader(text)
    except ValueError as unread:
        raise ValidationError({field: str(unread)}) from None


def _not_to_come(from_on: date | None, at: datetime | None) -> date | None:
    if from_on and from_on > day_of(at):
        raise ValidationError({"from_on": "The first day must be today or earlier."})
    return from_on


def _stop(use: Use, on: date, kind: str, summary: str, by: Actor, at: datetime | None) -> Use:
    if use.to_on is not None and use.to_on <= on:
        return use
    if on > day_of(at) or (use.from_on and on < use.from_on):
        raise ValidationError({"on": "The last day must be today or earlier, and not before the first."})
    with one_transaction():
        use.to_on = on
        use.save(update_fields=["to_on"])
        _tell_of(use, kind, summary, by, at)
    return use


def _tell_of(use: Any, kind: str, summary: str, by: Actor, at: datetime | None) -> None:
    subject = ("phone", use.phone_id) if isinstance(use, PhoneUse) else ("vehicle", use.vehicle_id)
    tell(kind=kind, summary=summary, about=[use.person], by=by, at=at, subject=subject)
