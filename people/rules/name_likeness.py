"""How well a name that was asked for fits the names a person has and had. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from people.codes import NameKind
from people.rules.nicknames import how_related
from people.rules.spelling import edits, spelt_nearly_the_same

SAME, SOUNDS, FORM, NEARLY, PART, MIDDLE, SHORT_SOUND, INITIAL = 25, 20, 20, 18, 18, 15, 10, 5
BEGINS = 15
OTHER_FORENAME, OTHER_SURNAME, SWAPPED, NOT_CURRENT = -25, -15, -3, -1
# The database's metaphone gives at most so many letters.
SOUND_LENGTH = 4
# Written where there is no name yet: they speak neither for nor against.
NO_NAMES = {"", "baby", "baby girl", "baby boy", "unborn", "unborn baby", "infant", "child", "unknown", "not known"}
KNOWN_AS = {
    NameKind.PREVIOUS: "Formerly known as",
    NameKind.ALIAS: "Also known as",
    NameKind.KNOWN_AS: "Also known as",
}


class AskedName(NamedTuple):
    """A name folded and sounded, as the database's functions do. Either half may be blank."""

    forename: str = ""
    surname: str = ""
    forename_sound: str = ""
    surname_sound: str = ""

    def swapped(self) -> "AskedName":
        return AskedName(self.surname, self.forename, self.surname_sound, self.forename_sound)


class KnownName(NamedTuple):
    """One of the names of a person, folded and sounded, and as it is written."""

    forename: str = ""
    surname: str = ""
    forename_sound: str = ""
    surname_sound: str = ""
    kind: str = NameKind.CURRENT
    written: str = ""


class Half(NamedTuple):
    """What one half of a name says: `how` is "" where it says nothing, "other" where it speaks against."""

    points: int
    how: str
    sentence: str = ""


def compare_names(asked: AskedName, names: Sequence[KnownName], middle_names: str = "") -> list[tuple[int, str]]:
    """Points and sentences of the name that fits best, written either way round."""
    if not (asked.forename or asked.surname):
        return []
    tried = [_compare_one(asked, name, middle_names) for name in names]
    tried += [_turned(_compare_one(asked.swapped(), name, middle_names)) for name in names]
    return max(tried, key=lambda found: sum(points for points, _ in found), default=[])


def _turned(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [*found, (SWAPPED, "First name and surname are the other way round")]


def _compare_one(asked: AskedName, name: KnownName, middle_names: str) -> list[tuple[int, str]]:
    first = _compare_forename(asked, name, middle_names)
    last = _compare_surname(asked, name)
    found = [(half.points, half.sentence) for half in (first, last) if half.how]
    if first.how == last.how and first.how in {"same", "sounds", "nearly"}:
        # One sentence for both halves.
        found = [(first.points + last.points, WHOLE[first.how])]
    if found and name.kind in KNOWN_AS:
        found.append((NOT_CURRENT, f"{KNOWN_AS[NameKind(name.kind)]} {name.written}"))
    return found


WHOLE = {"same": "Same name", "sounds": "Name sounds the same", "nearly": "Name is spelt nearly the same"}


def _compare_forename(asked: AskedName, name: KnownName, middle_names: str) -> Half:
    one, other = asked.forename, name.forename
    if one in NO_NAMES or other in NO_NAMES:
        return Half(0, "")
    if one == other:
        return Half(SAME, "same", "Same first name")
    related = how_related(one, other)
    if related:
        return Half(FORM, "form", related)
    if one in middle_names.split():
        return Half(MIDDLE, "middle", f"{one.title()} is a middle name")
    if len(one) == 1 or len(other) == 1:
        return _initial(one, other)
    alike = _alike(one, other, asked.forename_sound, name.forename_sound, "First name")
    return alike or Half(OTHER_FORENAME, "other", "Different first name")


def _compare_surname(asked: AskedName, name: KnownName) -> Half:
    one, other = asked.surname, name.surname
    if one in NO_NAMES or other in NO_NAMES:
        return Half(0, "")
    if one == other:
        return Half(SAME, "same", "Same surname")
    alike = _alike(one, other, asked.surname_sound, name.surname_sound, "Surname")
    return alike or Half(OTHER_SURNAME, "other", "Different surname")


def _initial(one: str, other: str) -> Half:
    if one[0] == other[0]:
        return Half(INITIAL, "initial", f"First name begins with {one[0].upper()}")
    return Half(OTHER_FORENAME, "other", "Different first name")


def _alike(one: str, other: str, one_sound: str, other_sound: str, noun: str) -> Half | None:
    """The same but for its gaps, shares a whole word, sounds the same, or is spelt nearly so: the first that holds."""
    # O Leary and Oleary.
    if one.replace(" ", "") == other.replace(" ", ""):
        return Half(SAME, "same", f"Same {noun.lower()}")
    if set(one.split()) & set(other.split()):
        return Half(PART, "part", f"Part of the {noun.lower()} is the same")
    if _sounds_the_same(one, other, one_sound, other_sound):
        return Half(SOUNDS, "sounds", f"{noun} sounds the same")
    if spelt_nearly_the_same(one, other):
        return Half(NEARLY, "nearly", f"{noun} is spelt nearly the same")
    if len(one) > 2 and other.startswith(one):
        return Half(BEGINS, "begins", f"{noun} begins with {one.title()}")
    # A sound of one letter (Lee, Leah, Lou) says little by itself.
    if one_sound and one_sound == other_sound and len(one_sound) == 1:
        return Half(SHORT_SOUND, "sounds a little", f"{noun} sounds a little like it")
    return None


def _sounds_the_same(one: str, other: str, one_sound: str, other_sound: str) -> bool:
    """A sound is cut off after four letters: of longer names (Christopher, Christina) more must agree."""
    if one_sound != other_sound or len(one_sound) < 2:
        return False
    most = max(2, 2 * max(len(one), len(other)) // 5)
    return len(one_sound) < SOUND_LENGTH or edits(one, other, most) <= most
