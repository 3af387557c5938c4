"""Houses: each is recorded once, whoever lives there."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Func, TextField, Value

from audit.services import Actor
from people.models import Address
from people.rules.addresses import one_line
from people.rules.numbers import read_postcode
from people.services._shared import one_transaction, tell

LENGTHS = {"line1": ("House and street", 200), "line2": ("The second line", 200), "town": ("Town", 100)}


def record_address(
    *,
    line1: str,
    by: Actor,
    line2: str = "",
    town: str = "",
    postcode: str = "",
    uprn: str | None = None,
    at: datetime | None = None,
) -> Address:
    """The house's row: found again if it is on record ("12 High St" is "12 High Street"), made otherwise.

    A house is known by its first line and its postcode; without a postcode by its town. Raises ValidationError by
    field.
    """
    address = _read(line1, line2, town, postcode, uprn)
    known = _find(address)
    if known:
        return known
    with one_transaction():
        # Whoever else records the same house at this moment wins quietly: both get the one row.
        Address.objects.bulk_create([address], ignore_conflicts=True)
        made = _find(address)
        if made is None:
            raise ValidationError({"uprn": "This UPRN belongs to another address on record. Check the number."})
        tell(
            kind="address_recorded",
            summary=f"Address recorded: {made}",
            about=[],
            by=by,
            at=at,
            subject=("address", made.pk),
        )
    return made


def _find(address: Address) -> Address | None:
    key = Func(
        Value(address.line1),
        Value(address.postcode or address.town),
        function="people_full_key",
        output_field=TextField(),
    )
    return Address.objects.filter(key=key).first()


def _read(line1: str, line2: str, town: str, postcode: str, uprn: str | None) -> Address:
    problems = {}
    first, second = one_line(line1, line2)
    lines = {"line1": first, "line2": second, "town": " ".join(town.split()).strip(" ,")}
    for field, (noun, most) in LENGTHS.items():
        if len(lines[field]) > most:
            problems[field] = f"{noun} must be {most} characters or fewer."
    if not any(sign.isalnum() for sign in first):
        problems["line1"] = "Enter the house and street, like 12 High Street, or say where they stay."
    try:
        lines["postcode"] = read_postcode(postcode)
    except ValueError as unread:
        problems["postcode"] = str(unread)
    number = "".join((uprn or "").split())
    if number and not (number.isdecimal() and len(number) <= 12):
        problems["uprn"] = "A UPRN has up to 12 digits. Check it, or leave it empty."
    if problems:
        raise ValidationError(problems)
    return Address(**lines, uprn=number or None)
