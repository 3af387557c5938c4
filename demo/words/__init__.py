"""What people say and write in the made-up department: one file for each matter, and what serves for all."""

from demo.words.theme import Theme, common, lists, load_themes

_ALL = load_themes()
BEFORE_BIRTH = _ALL.pop("before_birth")
THEMES: tuple[Theme, ...] = tuple(_ALL.values())

__all__ = ["BEFORE_BIRTH", "THEMES", "Theme", "common", "lists"]
