"""Every column that says whose a row is has a rule for the day when two records become one, and a guard after it."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import IntegrityError, connection, transaction

from casework.models import CaseNoteChild
from people.merging.guard import IS_MERGED
from people.merging.owners import owners
from people.merging.registry import rule_for
from people.models import Person
from tests.factories.people import child

FOREIGN_KEYS = [owner for owner in owners() if owner.model._meta.get_field(owner.column).is_relation]


@pytest.mark.parametrize("owner", owners(), ids=lambda owner: owner.label)
def test_every_column_that_names_a_person_has_a_rule(owner):
    assert rule_for(owner) is not None, f"register a rule for {owner.label} (people.merging.register_rule)"


@pytest.mark.parametrize("owner", owners(), ids=lambda owner: owner.label)
def test_where_only_one_row_can_stand_the_room_settles_which(owner):
    exclusive = any(one.condition for one in owner.uniques()) or any(
        isinstance(one, ExclusionConstraint) and owner.name in str(one.expressions)
        for one in owner.model._meta.constraints
    )
    rules = [rule_for(one) for one in owners() if one.model is owner.model]
    assert not exclusive or any(rule.settle for rule in rules), f"{owner.label} needs a rule that settles"


def test_the_walk_finds_a_table_by_itself():
    assert (CaseNoteChild, "child_id") in [(owner.model, owner.column) for owner in owners()]


@pytest.mark.parametrize("owner", FOREIGN_KEYS, ids=lambda owner: owner.label)
@pytest.mark.django_db
def test_every_table_is_guarded(owner):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
            [owner.model._meta.db_table, f"{owner.column}_not_merged"],
        )
        assert cursor.fetchone() == (1,), f"add guard({owner.model._meta.db_table!r}, {owner.column!r}) to a migration"


@pytest.mark.django_db
def test_nothing_new_is_written_under_a_merged_number():
    goes_on, absorbed = child("Maisie"), child("Maisy")
    Person.objects.filter(pk=absorbed.pk).update(merged_into=goes_on)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        absorbed.names.create(kind="alias", forename="May")
    assert refused.value.__cause__.diag.constraint_name == IS_MERGED


@pytest.mark.django_db
def test_a_merged_record_is_one_step_from_the_one_that_goes_on():
    first, second, third = child("One"), child("Two"), child("Three")
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    for pk, into in ((second.pk, third), (third.pk, first), (third.pk, third)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=pk).update(merged_into=into)
    assert Person.objects.get(pk=second.pk).merged_ids == [first.pk]
