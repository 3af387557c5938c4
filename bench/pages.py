"""Which pages are measured, each as whom and with the plain statements that stand behind it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench.load.staff import MEMBERS, ORDINARY_CHILDREN

# Members of the team with ordinary caseloads, and of one where each holds some hundreds of children.
ORDINARY, BUSY = 2, 5


def worker(team: int, place: int = 1) -> str:
    """The user name of a team's member."""
    return f"worker{(team - 1) * MEMBERS + place}"


@dataclass(frozen=True)
class Page:
    """One row of the table. Of several addresses each is asked in its turn; `plain` is the SQL behind it."""

    name: str
    user: str
    addresses: tuple[str, ...]
    plain: str = ""
    # The values of the plain statements, for each address in its turn.
    values: tuple[dict[str, Any], ...] = ()


def search(name: str, asked: list[tuple[str, dict[str, Any]]], plain: str) -> Page:
    """The one box, with what is typed into it and the values for the statement that finds the same."""
    addresses = tuple(f"/search/?{urlencode({'q': text})}" for text, _ in asked)
    return Page(f"search: {name}", worker(BUSY), addresses, plain, tuple(values for _, values in asked))


def all_pages(found: dict[str, list[Any]]) -> list[Page]:
    """Every main page. `found` holds keys and names that were drawn from the database (`bench.drawn`)."""
    return [*_homes(found), *_front_door(found), *_records(found), *_lists(found), *_searches(found)]


def _homes(found: dict[str, list[Any]]) -> list[Page]:
    return [
        Page(f"home: worker, {ORDINARY_CHILDREN} children", worker(ORDINARY), ("/",), "worker_home"),
        Page(f"home: worker, {found['busy_children'][0]} children", worker(BUSY), ("/",), "worker_home"),
        Page("home: manager, ordinary team", f"manager{ORDINARY}", ("/",), "manager_home"),
        Page(f"home: manager, {found['busy_team'][0]} children", f"manager{BUSY}", ("/",), "manager_home"),
        Page("home: MASH officer", worker(1), ("/",), "queue"),
        Page(f"home: service, {found['service'][0]} children", "service1", ("/",), "service_home"),
    ]


def _front_door(found: dict[str, list[Any]]) -> list[Page]:
    def on_contact(name: str, user: str, address: str, keys: list[Any]) -> Page:
        values = tuple({"contact": pk} for pk in found["contacts"])
        return Page(name, user, tuple(address.format(pk) for pk in keys), "contact", values)

    return [
        Page("MASH queue", worker(1), ("/contacts/",), "queue"),
        on_contact("contact", worker(1), "/contacts/{}/", found["contacts"]),
        on_contact("decision on a contact", "manager1", "/contacts/children/{}/decide/", found["undecided"]),
    ]


def _records(found: dict[str, list[Any]]) -> list[Page]:
    def of_child(name: str, tail: str, plain: str, team: int = BUSY, keys: str = "children") -> Page:
        addresses = tuple(f"/children/{pk}/{tail}" for pk in found[keys])
        return Page(name, worker(team), addresses, plain, tuple({"child": pk} for pk in found[keys]))

    return [
        of_child("child's record", "", "record"),
        of_child("child's record, ordinary team", "", "record", ORDINARY, "ordinary_children"),
        of_child("chronology", "chronology/", "chronology"),
        of_child("family", "family/", "family"),
    ]


def _lists(found: dict[str, list[Any]]) -> list[Page]:
    return [
        Page(f"caseload: {ORDINARY_CHILDREN} children", worker(ORDINARY), ("/my-children/",), "caseload"),
        Page(f"caseload: {found['busy_children'][0]} children", worker(BUSY), ("/my-children/",), "caseload"),
        Page("team list", f"manager{BUSY}", ("/team/",), "team"),
        Page("team list: service of ten teams", "service1", ("/team/",), "service_team"),
        Page("early help list", worker(1), ("/early-help/",), "early_help"),
        Page("alerts", worker(BUSY), ("/alerts/",), "alerts"),
    ]


def _searches(found: dict[str, list[Any]]) -> list[Page]:
    return [
        search("exact name", found["exact"], "exact"),
        search("misspelt name", found["misspelt"], "misspelt"),
        search("misheard name", found["misheard"], "misheard"),
        search("very common name", found["common"], "misspelt"),
        search("rare surname alone", found["rare"], "surname"),
        search("common surname alone", found["surname"], "surname"),
        search("NHS number", found["nhs"], "nhs"),
        search("date of birth", found["born"], "born"),
        search("address", found["address"], "address"),
        search("telephone", found["phone"], "phone"),
    ]
