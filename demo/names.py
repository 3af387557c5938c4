"""Names for people who do not exist: Faker's for grown-ups, what parents choose today for children."""

from dataclasses import dataclass
from functools import cache
from random import Random

from faker import Faker

from demo.words import lists
from people.codes import Ethnicity

_LISTS = lists("names")
GIRLS: list[str] = _LISTS["girls"]
BOYS: list[str] = _LISTS["boys"]
PAKISTANI: dict[str, list[str]] = _LISTS["pakistani"]


@dataclass(frozen=True)
class Heritage:
    """Where a family's names come from, and what is written on its record."""

    key: str
    ethnicity: str
    share: float
    language: str = "English"
    locale: str = ""


HERITAGES = (
    Heritage("english", Ethnicity.WHITE_BRITISH, 0.72, locale="en_GB"),
    Heritage("pakistani", Ethnicity.PAKISTANI, 0.08, "Urdu"),
    Heritage("polish", Ethnicity.OTHER_WHITE, 0.05, "Polish", "pl_PL"),
    Heritage("nigerian", Ethnicity.AFRICAN, 0.04, locale="en_NG"),
    Heritage("caribbean", Ethnicity.CARIBBEAN, 0.03, locale="en_GB"),
    Heritage("mixed", Ethnicity.WHITE_BLACK_CARIBBEAN, 0.04, locale="en_GB"),
    Heritage("indian", Ethnicity.INDIAN, 0.02, "Hindi", "en_IN"),
    Heritage("roma", Ethnicity.ROMA, 0.02, "Romanian", "ro_RO"),
)


@cache
def _faker(locale: str) -> Faker:
    return Faker(locale)


class Names:
    """The names of one family, drawn from its own chance, so that they do not depend on any other family."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.heritage = rng.choices(HERITAGES, [heritage.share for heritage in HERITAGES])[0]
        if self.heritage.locale:
            self.faker = _faker(self.heritage.locale)
            self.faker.seed_instance(rng.getrandbits(32))

    def surname(self, sex: str = "F") -> str:
        if not self.heritage.locale:
            return self.rng.choice(PAKISTANI["surnames"])
        faker = self.faker
        return str(faker.last_name_female() if sex == "F" else faker.last_name_male())

    def grown_up(self, sex: str) -> str:
        if not self.heritage.locale:
            return self.rng.choice(PAKISTANI["women" if sex == "F" else "men"])
        return str(self.faker.first_name_female() if sex == "F" else self.faker.first_name_male())

    def children(self, sexes: list[str]) -> list[str]:
        """One name for each, none twice in a family."""
        if self.heritage.key in {"polish", "nigerian", "indian", "roma"} and self.rng.random() < 0.6:
            pools = {sex: [self.grown_up(sex) for _ in range(12)] for sex in set(sexes)}
        elif self.heritage.key == "pakistani":
            pools = {"F": PAKISTANI["girls"], "M": PAKISTANI["boys"]}
        else:
            pools = {"F": GIRLS, "M": BOYS}
        chosen: list[str] = []
        for sex in sexes:
            left = [name for name in pools[sex] if name not in chosen]
            chosen.append(self.rng.choice(left or GIRLS + BOYS))
        return chosen


def misspelt(name: str, rng: Random) -> str:
    """The name as somebody wrote it who only heard it, or whose finger slipped."""
    slips = [("ie", "y"), ("y", "ie"), ("ei", "ie"), ("ph", "f"), ("c", "k"), ("ll", "l"), ("nn", "n"), ("s", "z")]
    found = [(old, new) for old, new in slips if old in name[1:].lower()]
    if found:
        old, new = rng.choice(found)
        return name[0] + name[1:].lower().replace(old, new, 1)
    place = rng.randrange(1, max(2, len(name) - 1))
    return name[:place] + name[place + 1 : place + 2] + name[place : place + 1] + name[place + 2 :]
