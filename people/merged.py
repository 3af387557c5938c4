"""Both numbers go on working: which numbers a record has, and which record stands for a number."""

from people.models import Person


def ids_of(person: Person) -> list[int]:
    """The person's own number and those of the records merged into it. Asks the database nothing.

    Whoever reads what is kept by number and never rewritten, the events, the openings, the row history, reads for all.
    """
    return [person.pk, *person.merged_ids]


def survivor_of(person_id: int) -> int | None:
    """The number of the record that goes on for this one; None where this one goes on itself, or is not there."""
    return Person.with_merged.filter(pk=person_id).values_list("merged_into", flat=True).first()


def survivors_of(person_ids: list[int]) -> dict[int, int]:
    """The same for many: each number that was merged, with the one that goes on. One query."""
    rows = Person.with_merged.filter(pk__in=person_ids, merged_into__isnull=False)
    return {pk: into for pk, into in rows.values_list("pk", "merged_into") if into}


def holder_of(name: str, number: str) -> Person | None:
    """Who has this `nhs_number` or `upn`, also where it stands on a record that was merged into theirs."""
    rows = Person.with_merged.filter(**{name: number}).select_related("merged_into")
    # Where it is in question for somebody, whoever had it before comes first.
    row = rows.order_by(f"{name}_in_question", "pk").first()
    return (row.merged_into or row) if row else None
