"""What no library checks: where queries stand, who is named in a write, and how large things may grow."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, dotted, is_page, modules, name_of, tree_of

MANAGERS = {"objects", "_default_manager", "_base_manager"}
FORBIDDEN_NAMES = {"utils", "helpers", "core", "common", "misc"}
MOST_LINES = 400
LONGEST_FUNCTION = 50


def managers_used(tree: ast.Module) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in MANAGERS]


def test_views_and_api_ask_queries_and_services_and_never_a_manager():
    used = [f"{name_of(path)}:{line}" for path in modules() if is_page(path) for line in managers_used(tree_of(path))]
    assert used == []


def test_the_check_for_managers_finds_one():
    assert managers_used(ast.parse("def view(request):\n    return Child.objects.all()")) == [2]


def test_nothing_is_put_into_a_drawer():
    drawers = [name_of(path) for path in modules() if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts}]
    assert drawers == []


def test_a_file_is_read_in_one_go():
    long = {name_of(path): n for path in modules() if (n := len(path.read_text().splitlines())) > MOST_LINES}
    assert long == {}


def test_a_function_is_seen_at_a_glance():
    long = [
        f"{name_of(path)}:{node.name}"
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def imported_services(tree: ast.Module) -> dict[str, str]:
    """The names in a module that come from some room's services: by local name, where each is found."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if ".services" in f".{node.module}":
                    found[alias.asname or alias.name] = f"{node.module}:{alias.name}"
                elif alias.name == "services":
                    found[alias.asname or alias.name] = f"{node.module}.services:"
    return found


def called_service(node: ast.Call, services: dict[str, str]) -> object | None:
    """The service that a call calls, or None."""
    function = node.func
    if isinstance(function, ast.Name) and function.id in services:
        module, _, name = services[function.id].partition(":")
        return getattr(importlib.import_module(module), name, None)
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        module, _, name = services.get(function.value.id, "").partition(":")
        if module and not name:
            return getattr(importlib.import_module(module), function.attr, None)
    return None


def needs_actor(service: object) -> bool:
    if not inspect.isfunction(service):
        return False
    parameter = inspect.signature(service).parameters.get("by")
    return parameter is not None and parameter.default is inspect.Parameter.empty


def calls_without_actor(path: Path) -> Iterator[str]:
    tree = tree_of(path)
    services = imported_services(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and needs_actor(called_service(node, services)):
            named = {keyword.arg for keyword in node.keywords}
            if "by" not in named and None not in named:
                yield f"{name_of(path)}:{node.lineno}"


def test_every_service_is_told_who_acts():
    assert [place for path in modules() for place in calls_without_actor(path)] == []


def test_services_take_their_arguments_by_name():
    """by= and at= are never mistaken for another argument."""
    loose = []
    for path in modules():
        if "services" not in dotted(path):
            continue
        module = importlib.import_module(dotted(path))
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            by = inspect.signature(function).parameters.get("by")
            if by is not None and by.kind is not inspect.Parameter.KEYWORD_ONLY and by.annotation is not inspect._empty:
                loose.append(f"{dotted(path)}.{name}")
    assert [one for one in loose if not one.split(".")[-1].startswith(("check_", "write_", "tell_"))] == []


@pytest.mark.parametrize("room", ["audit", "people", "ui"])
def test_the_rooms_at_the_bottom_have_no_pages_of_children(room):
    urls = ROOT / room / "urls.py"
    assert not urls.exists() or "child" not in urls.read_text()
