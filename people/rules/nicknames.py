"""Which first names are one name in other clothes: short forms and spellings. Pure.

English short forms come from the `nicknames` library; names.csv beside this file adds what is common in England's
communities and not in the library.
"""

import csv
from functools import cache, lru_cache
from pathlib import Path

from nicknames import NickNamer

# Names are typed by people and never end: what has been worked out is kept for this many.
NAMES_KEPT = 20_000
OWN_NAMES = Path(__file__).with_name("names.csv")


@cache
def _library() -> NickNamer:
    return NickNamer()


@cache
def _own_short_forms() -> dict[str, set[str]]:
    """Each full name, and its short forms."""
    forms: dict[str, set[str]] = {}
    for full, *short in _own_rows("short"):
        forms.setdefault(full, set()).update(short)
    return forms


@cache
def _own_full_names() -> dict[str, set[str]]:
    """Each short form, and the names it may stand for."""
    names: dict[str, set[str]] = {}
    for full, short in _own_short_forms().items():
        for form in short:
            names.setdefault(form, set()).add(full)
    return names


@cache
def _spellings() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in _own_rows("spelling"):
        for name in row:
            found.setdefault(name, set()).update(row)
    return found


def _own_rows(kind: str) -> list[list[str]]:
    with OWN_NAMES.open(encoding="utf-8") as file:
        return [row["names"].split() for row in csv.DictReader(file) if row["kind"] == kind]


@lru_cache(maxsize=NAMES_KEPT)
def short_forms_of(name: str) -> frozenset[str]:
    """Elizabeth: Lizzie, Beth, Betty … Names are folded (see `spelling.fold`)."""
    return frozenset(_library().nicknames_of(name) | _own_short_forms().get(name, set()))


@lru_cache(maxsize=NAMES_KEPT)
def full_names_of(name: str) -> frozenset[str]:
    """Alex: Alexander, Alexandra …"""
    return frozenset(_library().canonicals_of(name) | _own_full_names().get(name, set()))


@lru_cache(maxsize=NAMES_KEPT)
def spellings_of(name: str) -> frozenset[str]:
    """Mohammed: Muhammad, Mohamed …"""
    return frozenset(_spellings().get(name, set()) - {name})


@lru_cache(maxsize=NAMES_KEPT)
def forms_of(name: str) -> frozenset[str]:
    """Every name under which the bearer of this one may be recorded."""
    near = {name} | short_forms_of(name) | full_names_of(name) | spellings_of(name)
    beside = {form for full in full_names_of(name) for form in short_forms_of(full)}
    spelt = {spelling for form in near for spelling in spellings_of(form)}
    return frozenset((near | beside | spelt) - {name})


@lru_cache(maxsize=NAMES_KEPT)
def how_related(one: str, other: str) -> str:
    """A sentence on how two different first names are one, or nothing: "Lizzie is a short form of Elizabeth"."""
    if not one or not other or one == other:
        return ""
    a, b = one.title(), other.title()
    if other in spellings_of(one):
        return f"{b} is another spelling of {a}"
    if other in short_forms_of(one) | full_names_of(one):
        if len(one) == len(other):
            return f"{a} and {b} are forms of the same name"
        short, full = sorted((a, b), key=len)
        return f"{short} is a short form of {full}"
    shared = full_names_of(one) & full_names_of(other)
    if shared:
        return f"{a} and {b} are both short forms of {min(shared).title()}"
    same = other in forms_of(one) or one in forms_of(other)
    return f"{a} and {b} are forms of the same name" if same else ""
