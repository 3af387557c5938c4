"""The project's own source, for tests that read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
ROOMS = [*settings.ROOMS, "config", "demo"]


def modules(*, with_migrations: bool = False) -> Iterator[Path]:
    """Every Python file of the rooms."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if with_migrations or "migrations" not in path.parts:
                yield path


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """workspace/views/home.py"""
    return str(path.relative_to(ROOT))


def dotted(path: Path) -> str:
    """workspace.views.home"""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_page(path: Path) -> bool:
    """Views and API modules, whether a file or a folder of them."""
    inside = path.relative_to(ROOT).parts[1:]
    return any(part in ("views", "api") for part in inside[:-1]) or path.stem in ("views", "api", "partner_views")


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))
