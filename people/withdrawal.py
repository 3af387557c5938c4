"""A person who was recorded a second time by mistake, before anything was built on the second row."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from audit.services import Actor
from people.models import Person, Relationship
from people.services import relate


@transaction.atomic
def withdraw_person(*, person: Person, same_as: Person, by: Actor, at: datetime | None = None) -> None:
    """Give the relations of the second row to the first and take the second away; its history stays.

    A relation that cannot be true of the first (a parent younger than the child) is left behind. Raises
    ProtectedError when a process hangs on the second row: then the two must be merged instead.
    """
    either_way = Q(from_person=person) | Q(to_person=person)
    for relation in Relationship.objects.filter(either_way, to_on__isnull=True).select_related(
        "from_person", "to_person"
    ):
        here = same_as if relation.from_person_id == person.pk else relation.from_person
        there = same_as if relation.to_person_id == person.pk else relation.to_person
        if here.pk == there.pk:
            continue
        try:
            with transaction.atomic():
                relate(
                    from_person=here,
                    to_person=there,
                    kind=relation.kind,
                    parental_responsibility=relation.parental_responsibility,
                    by=by,
                    at=at,
                )
        except ValidationError:
            continue
    # The whole person goes, by the base class: a proxy would leave the rows of the person's own relations behind.
    Person.objects.get(pk=person.pk).delete()
