"""Reads the texts of this folder.

All may name {child} (the eldest), {children} (all of them), {mother}, {father}, {grandmother}, {school}, and the
eldest's {he}, {him}, {his}, {himself}, {He} and {His}. They are made up, and kept plain: a demonstration has no need
of lurid stories.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
NOT_THEMES = {"common", "names", "places"}
Outcome = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Theme:
    """One matter: who tells of it and in what words, what an assessment finds, what a plan would change.

    `told` pairs the census code of a source with what such a person says; `need` and `factors` are census codes too.
    """

    key: str
    weight: int
    ages: tuple[int, int]
    need: str
    factors: tuple[tuple[str, ...], ...]
    told: tuple[tuple[str, str], ...]
    nothing: tuple[str, ...]
    referral: tuple[str, ...]
    needs: tuple[str, ...]
    parenting: tuple[str, ...]
    family: tuple[str, ...]
    views: tuple[str, ...]
    analysis: tuple[str, ...]
    said: tuple[str, ...]
    plan: str
    outcomes: tuple[Outcome, ...]
    urgent: bool = False
    disabilities: tuple[tuple[str, ...], ...] = ()
    unborn: bool = False


@cache
def _read(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def common(key: str) -> Any:
    """A text, or a choice of texts, that serves whatever the matter."""
    return _read("common")[key]


def lists(name: str) -> dict[str, Any]:
    """Lists of words: "names" or "places"."""
    return _read(name)


def load_themes() -> dict[str, Theme]:
    """Every matter, in the order of its file's name."""
    keys = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return {key: _theme(key) for key in keys if key not in NOT_THEMES}


def _theme(key: str) -> Theme:
    data = dict(_read(key))
    data["told"] = tuple((one["source"], one["words"]) for one in data["told"])
    data["outcomes"] = tuple((one["text"], _frozen(one["actions"])) for one in data["outcomes"])
    return Theme(key=key, **{name: _frozen(value) for name, value in data.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list | tuple) else value
