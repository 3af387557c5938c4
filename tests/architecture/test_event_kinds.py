"""Every kind of event has its place in the chronology."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import modules, tree_of
from workspace.event_kinds import GROUPS, LEFT_OUT, OF_NO_CHILD, SIGNIFICANT

# Functions that write an event, and helpers in services that hand its kind on as a plain argument.
WRITERS = re.compile(r"record|record_event|record_for|_?tell\w*|_event\w*|_record\w*|_stop\w*")
# Handed on as a plain argument, a kind is told from other words by its underscore.
KIND = re.compile(r"[a-z]+(_[a-z]+)+")


def kinds_written() -> set[str]:
    return {kind for path in modules() for kind in _kinds_in(tree_of(path))}


def _kinds_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        if not WRITERS.fullmatch(name):
            continue
        if name == "record_event":
            yield from (text for value in _named_kind(node) for text in _texts(value))
        else:
            values = [*node.args, *_named_kind(node)]
            yield from (text for value in values for text in _texts(value) if KIND.fullmatch(text))


def _named_kind(node: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in node.keywords if keyword.arg == "kind"]


def _texts(value: ast.expr) -> Iterator[str]:
    """The texts that an argument may be: itself, or either branch of a condition."""
    branches = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    for part in branches:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def test_every_kind_of_event_is_found_under_a_heading():
    placed = set(LEFT_OUT | OF_NO_CHILD).union(*(group.kinds for group in GROUPS.values()))
    assert sorted(kinds_written() - placed) == []


def test_no_kind_stands_under_two_headings():
    kinds = [kind for group in GROUPS.values() for kind in group.kinds]
    assert len(kinds) == len(set(kinds))


def test_what_is_significant_is_shown():
    placed = set().union(*(group.kinds for group in GROUPS.values()))
    assert placed >= SIGNIFICANT
