"""Migrating makes fewer old models, and the same database."""

import pytest
from django.core.management import get_commands
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from parts.management.commands.migrate import Command
from parts.old_models import _append_option, _clone, _remove_option, old_models_spared


def a_state() -> ProjectState:
    """Of one model, with its class made."""
    state = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("day", models.DateField())]
    state.add_model(ModelState("people", "Visit", fields, {"indexes": [], "constraints": []}))
    state.apps.get_model("people", "visit")
    return state


def test_an_index_is_set_on_the_model_as_it_is_and_taken_off_again():
    state = a_state()
    model = state.apps.get_model("people", "visit")
    _append_option(state, "people", "visit", "indexes", models.Index(fields=["day"], name="by_day"))
    assert state.apps.get_model("people", "visit") is model
    assert [one.name for one in model._meta.indexes] == ["by_day"]
    _remove_option(state, "people", "visit", "indexes", "by_day")
    assert model._meta.indexes == state.models["people", "visit"].options["indexes"] == []


def test_an_earlier_state_does_not_hear_of_a_later_index():
    state = a_state()
    earlier = state.clone()
    _append_option(state, "people", "visit", "indexes", models.Index(fields=["day"], name="by_day"))
    assert earlier.models["people", "visit"].options["indexes"] == []


def test_a_copied_field_points_where_the_first_did_and_knows_nothing_of_its_model():
    first = models.ForeignKey("people.Person", models.PROTECT, related_name="visits", null=True)
    second, third = _clone(first), _clone(first)
    assert first.deconstruct()[1:] == second.deconstruct()[1:]
    assert second.remote_field is not first.remote_field
    assert second.remote_field.field is second
    assert second < third  # fields stand in the order in which they were made


def test_manage_py_migrate_is_this_one():
    assert get_commands()["migrate"] == Command.__module__.split(".")[0] == "parts"


def migrate_and_fail() -> None:
    with old_models_spared():
        assert models.Field.clone is _clone
        raise RuntimeError


def test_django_is_as_it_was_after_migrating_also_after_it_failed():
    before = models.Field.clone, ProjectState.__dict__["_append_option"]
    with pytest.raises(RuntimeError):
        migrate_and_fail()
    assert before == (models.Field.clone, ProjectState.__dict__["_append_option"])
