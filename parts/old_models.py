"""What makes migrating quick: of all that Django does, nearly everything is making old models anew after each step.

Two of its habits are spared while `manage.py migrate` runs. It renders a model and all that are joined to it again
where only an index, a constraint or a trigger was added, which no other model can see; here the option is set on the
model as it is. And it copies each field by taking it apart and building it again; a field that belongs to no model yet
is copied as it is.
What stands in the database afterwards is the same (docs/decisions/migrating.md says how that was compared).
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.migrations.state import ProjectState
from django.db.models import Field
from pgtrigger.migrations import AddTrigger, RemoveTrigger

_build_again = Field.clone


@contextmanager
def old_models_spared() -> Iterator[None]:
    """Within it, this process works old models out in the quick way; afterwards Django is as it was."""
    with ExitStack() as stack:
        for owner, name, quick in QUICK:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, quick)
        yield


def _append_option(state: ProjectState, app_label: str, model_name: str, option: str, added: Any) -> None:
    _set_option(state, app_label, model_name, option, [*_option(state, app_label, model_name, option), added])


def _remove_option(state: ProjectState, app_label: str, model_name: str, option: str, name: str) -> None:
    kept = [one for one in _option(state, app_label, model_name, option) if one.name != name]
    _set_option(state, app_label, model_name, option, kept)


def _add_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    _append_option(state, app_label, operation.model_name_lower, "triggers", operation.trigger)


def _remove_trigger(operation: RemoveTrigger, app_label: str, state: ProjectState) -> None:
    _remove_option(state, app_label, operation.model_name_lower, "triggers", operation.name)


def _option(state: ProjectState, app_label: str, model_name: str, option: str) -> list[Any]:
    return list(state.models[app_label, model_name].options.get(option, []))


def _set_option(state: ProjectState, app_label: str, model_name: str, option: str, values: list[Any]) -> None:
    state.models[app_label, model_name].options[option] = values
    if "apps" in state.__dict__:  # asking for them would make them
        setattr(state.apps.get_model(app_label, model_name)._meta, option, values)


def _clone(field: "Field[Any, Any]") -> "Field[Any, Any]":
    if hasattr(field, "model") or hasattr(field, "base_field"):
        return _build_again(field)
    same = copy.deepcopy(field)
    # Fields stand in the order of this number, and two with the same are one to Django.
    same.creation_counter = Field.creation_counter
    Field.creation_counter += 1
    return same


QUICK: list[tuple[type, str, Callable[..., Any]]] = [
    (ProjectState, "_append_option", _append_option),
    (ProjectState, "_remove_option", _remove_option),
    (AddTrigger, "state_forwards", _add_trigger),
    (RemoveTrigger, "state_forwards", _remove_trigger),
    (Field, "clone", _clone),
]
