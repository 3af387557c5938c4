"""After an unmerge: the current name among a person's names is the one that the record bears."""

from datetime import date

from people.codes import NameKind
from people.models import Person, PersonName


def put_current_name_right(person: Person, today: date) -> None:
    """Where it is so already nothing is written."""
    rows = list(PersonName.objects.filter(person=person.pk).order_by("pk"))
    wanted = (person.forename, person.surname)
    current = next((row for row in rows if row.kind == NameKind.CURRENT), None)
    if current and (current.forename, current.surname) == wanted:
        return
    if current:
        current.kind = NameKind.PREVIOUS
        current.save(update_fields=["kind"])
    same = next((row for row in rows if (row.forename, row.surname) == wanted and row.kind != NameKind.KNOWN_AS), None)
    if same:
        same.kind, same.to_on = NameKind.CURRENT, None
        same.save(update_fields=["kind", "to_on"])
    else:
        PersonName.objects.create(
            person=person, kind=NameKind.CURRENT, forename=person.forename, surname=person.surname, from_on=today
        )
