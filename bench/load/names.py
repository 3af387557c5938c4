"""Names by how usual they are: the commonest of England first, then those of many who came, then double ones."""

import random
from functools import cache

from faker import Faker

SURNAMES = """Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White
Roberts Green Hall Wood Jackson Clarke Khan Ahmed Ali Hussain Begum Singh Kaur Lewis Harris Clark Cooper Ward
Turner Hill Moore Morris Baker Allen Mitchell King Scott Edwards Lee Watson Parker Bennett Young Shaw Cook
Richardson Carter Murphy Kelly Hughes Anderson Bailey Collins Bell Cox Marshall Miller Simpson Nowak Kowalski
Popescu Mohamed""".split()
FORENAMES = """Olivia Oliver Amelia George Isla Harry Ava Noah Mia Jack Lily Leo Sophia Arthur Grace Muhammad Freya Oscar
Emily Charlie Ivy Henry Ella Thomas Poppy Alfie Evie Jacob Charlotte Freddie Maisie Theo Daisy Archie Sophie
Joshua Alice James Florence William Sienna Isaac Ruby Alexander Jessica Mohammed Zara Adam Aisha Ibrahim
Fatima Kai Chloe Logan Lucy Max Millie Ethan Phoebe Jayden Erin Tyler Megan Callum Bethany Connor""".split()
LOCALES = ("en_GB", "pl_PL", "en_IN", "ro_RO", "en_IE")
DRAWN = 6000


@cache
def surnames() -> list[str]:
    return _names("last_name", SURNAMES)


@cache
def forenames() -> list[str]:
    return _names("first_name", FORENAMES)


def usage(of: list[str]) -> list[float]:
    """The n-th is borne a little less than 1/n as often as the first: about one in seventy is a Smith."""
    return [1 / (n + 10) for n in range(len(of))]


def _names(kind: str, commonest: list[str]) -> list[str]:
    made: set[str] = set()
    for locale in LOCALES:
        fake = Faker(locale)
        fake.seed_instance(1)
        made |= {getattr(fake, kind)() for _ in range(DRAWN)}
    others = sorted(made - set(commonest))
    random.Random(2).shuffle(others)
    return [*commonest, *others]
