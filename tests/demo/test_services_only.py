"""Stories act through the services alone: nothing is written past them."""

import ast
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "demo"
WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "save", "delete", "update"}
# The department itself, which no service makes, and marking e-mails of played days as sent.
NOT_CHILDREN = {"department.py": {"create", "save"}, "simulation.py": {"update"}}


def calls(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}


@pytest.mark.parametrize("path", sorted(DEMO.rglob("*.py")), ids=lambda path: str(path.relative_to(DEMO)))
def test_no_row_is_written_past_the_services(path):
    assert calls(path) & WRITES <= NOT_CHILDREN.get(path.name, set())
