"""What stands at the top of every page of a child's record: who the child is, who holds the case, what to mind."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from audit import as_known
from casework.policies import allowed, check_can_read_history
from casework.rules.dates import words
from people.models import Child
from staff.models import Allocation, RestrictedPerson, User
from staff.queries import open_allocations

# (key, words, URL name): the record's own navigation.
PAGES = (
    ("child", "Overview", "child"),
    ("chronology", "Chronology", "chronology"),
    ("family", "Family", "family"),
    ("assessment", "Assessment", "assessment"),
    ("visits", "Visits", "visits"),
    ("notes", "Notes", "case-notes"),
    ("documents", "Documents", "documents"),
    ("plan", "Plan", "plan"),
    ("protection", "Protection", "protection"),
    ("history", "History", "history"),
)


@dataclass(frozen=True)
class Flag:
    """Something to mind before anything else: a few words and a colour of the design system's tags."""

    text: str
    colour: str = ""


@dataclass(frozen=True)
class NavigationItem:
    text: str
    url: str
    current: bool


Flags = Callable[[Child], list[Flag]]
_further: list[Flags] = []


def add_flags(flags: Flags) -> None:
    """Let a room above put a flag on the child: a protection plan, looked after, missing."""
    _further.append(flags)


def flags_on(child: Child) -> list[Flag]:
    """Every flag of this child, this room's own first."""
    own = []
    if is_restricted(child):
        own.append(Flag("Restricted record", "red"))
    if child.died_on:
        own.append(Flag(f"Died {words(child.died_on)}", "grey"))
    if child.interpreter_needed:
        language = f" ({child.first_language})" if child.first_language else ""
        own.append(Flag(f"Interpreter needed{language}", "blue"))
    return [*own, *(flag for ask in _further for flag in ask(child))]


def is_restricted(child: Child) -> bool:
    """As `child_for` has found out; asked here for a child who came another way."""
    known = child.__dict__.get("is_restricted")
    if known is None:
        return RestrictedPerson.objects.filter(person=child.pk, to_on__isnull=True).exists()
    return bool(known)


def held_by(child: Child) -> list[Allocation]:
    """Everybody who works with the child today, the lead first. Asked once for one page's child."""
    if "_held_by" not in child.__dict__:
        rows = sorted(open_allocations(child), key=lambda row: (row.role != "lead", row.from_on))
        child.__dict__["_held_by"] = rows
    return list(child.__dict__["_held_by"])


def navigation(child: Child, current: str, user: User) -> list[NavigationItem]:
    """The record's pages for this reader. One that is not installed is left out."""
    items = []
    has_history = not as_known.moment_shown() and allowed(check_can_read_history, user)
    for key, text, name in PAGES:
        if key == "history" and not has_history:
            continue
        try:
            items.append(NavigationItem(text, reverse(name, args=[child.pk]), key == current))
        except NoReverseMatch:
            continue
    return items
