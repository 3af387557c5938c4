"""Who is told of a clock today, and in what words. Asked at each sweep, so that a reallocation leaves none behind."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from staff.models import User
from staff.policies import kept_from
from staff.queries import Responsible, front_door_line, responsible_for_many
from staff.services import Telling
from timescales import wording
from timescales.rulebook import rulebook
from timescales.services.holding import Held
from timescales.sources import source_of
from timescales.stages import Stage


@dataclass(frozen=True)
class Line:
    """Worker, team manager and service manager of one clock today, those left out who are away or may not see it."""

    worker: User | None
    team_manager: User | None
    service_manager: User | None

    @cached_property
    def people(self) -> list[User]:
        people = [person for person in (self.worker, self.team_manager, self.service_manager) if person]
        return list({person.id: person for person in people}.values())

    @cached_property
    def told_at(self) -> dict[str, list[User]]:
        """Whom each stage tells. Where a place in the line is empty, the next one up, else the next one down."""
        upwards = {
            Stage.WORKER: (self.worker, self.team_manager, self.service_manager),
            Stage.TEAM_MANAGER: (self.team_manager, self.service_manager, self.worker),
            Stage.SERVICE_MANAGER: (self.service_manager, self.team_manager, self.worker),
        }
        first = {str(stage): [person for person in people if person][:1] for stage, people in upwards.items()}
        return {**first, str(Stage.OVERDUE): self.people}


def lines_for(clocks: list[Held]) -> dict[int, Line]:
    """The line of each clock: whom its source names, else whoever holds the child, else the front door.

    A few queries for the whole batch.
    """
    named = _named_by_sources(clocks)
    held = responsible_for_many({clock.child_id for clock in clocks})
    front_door: Responsible | None = None
    lines: dict[int, Responsible] = {}
    for clock in clocks:
        line = named.get(clock.id) or held.get(clock.child_id)
        if line is None:
            line = front_door = front_door or front_door_line()
        lines[clock.id] = line
    return _with_whom_may_hear(clocks, lines)


def _named_by_sources(clocks: list[Held]) -> dict[int, Responsible]:
    by_kind: dict[str, list[Held]] = defaultdict(list)
    for clock in clocks:
        by_kind[clock.subject_kind].append(clock)
    named = {}
    for kind, rows in by_kind.items():
        registered = source_of(kind)
        if registered is None or registered.responsible is None:
            continue
        lines = registered.responsible({clock.subject_id for clock in rows})
        named.update({clock.id: lines[clock.subject_id] for clock in rows if clock.subject_id in lines})
    return named


def _with_whom_may_hear(clocks: list[Held], lines: dict[int, Responsible]) -> dict[int, Line]:
    """A restricted record names its child to nobody outside its short list, not even to a manager by an alert, and
    nobody hears of the own family.
    """
    # Children with the same worker and team share a line: it is looked at once.
    different = {id(line): line for line in lines.values()}
    people = {key: _people(line) for key, line in different.items()}
    hidden = kept_from({(person.id, clock.child_id) for clock in clocks for person in people[id(lines[clock.id])]})
    about = {child_id for _, child_id in hidden}
    shared = {key: _line(line, lambda person: person.is_active) for key, line in different.items()}
    return {
        clock.id: _line(lines[clock.id], _may_hear_of(clock.child_id, hidden))
        if clock.child_id in about
        else shared[id(lines[clock.id])]
        for clock in clocks
    }


def _may_hear_of(child_id: int, hidden: set[tuple[int, int]]) -> Callable[[User], bool]:
    return lambda person: person.is_active and (person.id, child_id) not in hidden


def _people(line: Responsible) -> list[User]:
    return [person for person in (line.worker, line.team_manager, line.service_manager) if person]


def _line(line: Responsible, is_told: Callable[[User], bool]) -> Line:
    def if_told(person: User | None) -> User | None:
        return person if person and is_told(person) else None

    return Line(if_told(line.worker), if_told(line.team_manager), if_told(line.service_manager))


_ORDER = {str(stage): place for place, stage in enumerate(Stage)}


def what_to_tell(clock: Held, stages: list[str], line: Line, now: datetime) -> list[Telling]:
    """One alert a person, for the gravest of the stages that came for that person since the last sweep."""
    gravest: dict[int, tuple[User, str]] = {}
    for stage in sorted(stages, key=_ORDER.__getitem__):
        for person in line.told_at[stage]:
            gravest[person.id] = (person, stage)
    registered = source_of(clock.subject_kind)
    url = registered.act_url(clock) if registered else ""
    # With the due date: a clock that moved is told again for its new date.
    key = _moment_in_key(clock.due_at)
    words = _words(clock.rule_id, clock.variant, clock.applies_on, clock.due, now > clock.due_at)
    return [
        Telling(
            user_id=person.id,
            child_id=clock.child_id,
            kind="clock",
            text=f"{clock.name}: {words}{_held_by(line, person)}"[:300],
            url=url,
            key=f"clock:{clock.id}:{stage}:{key}",
            raised_at=now,
        )
        for person, stage in gravest.values()
    ]


@lru_cache(maxsize=1000)
def _moment_in_key(due_at: datetime) -> str:
    return f"{due_at:%Y%m%dT%H%M}"


@lru_cache(maxsize=5000)
def _words(rule_id: str, variant: str, on: date, due: date | datetime, has_passed: bool) -> str:
    """Child and family assessment is due 7 May 2026"""
    verb = "was due" if has_passed else "is due"
    return f"{rulebook().find(rule_id, variant, on).title} {verb} {wording.day_or_moment(due)}"


def _held_by(line: Line, told: User) -> str:
    return f" ({line.worker})" if line.worker and line.worker.id != told.id else ""
