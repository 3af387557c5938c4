"""A page of the history: acts with the changes that belong to them, and openings, newest first.

What was done in one transaction is one act: its events and its rows carry the same moment. The number of queries does
not grow with the number of entries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value

from audit.models import Event, RecordOpening
from audit.queries import events_for_child, openings_for_child
from audit.trails import Trail, trails
from people.merged import ids_of
from people.models import Child
from staff.models import User
from staff.roles import ROLES
from ui.dates import LONDON
from workspace.event_kinds import LEFT_OUT
from workspace.history.changes import Found, RowChange, found_at, names_for, told
from workspace.history.places import place_of
from workspace.queries.withheld import Withheld, withheld_from

ACT, OPENING = "act", "opening"


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see: everything, or one kind, of one person, between two days."""

    kind: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ToldEvent:
    summary: str
    detail: str


@dataclass(frozen=True)
class Entry:
    """An act or an opening. `person` is a name, or the job that acted by itself."""

    kind: str
    moment: datetime
    person: str
    place: str = ""
    role: str = ""
    reason: str = ""
    page: str = ""
    events: list[ToldEvent] = field(default_factory=list)
    changes: list[RowChange] = field(default_factory=list)


class History:
    """The history of one record for one reader. Callers have asked the policies; `openings` says what they answered."""

    def __init__(self, user: User, child: Child, asked: Asked, *, openings: bool) -> None:
        self.user, self.child, self.asked = user, child, asked
        self.ids = ids_of(child)
        self.openings = openings
        self.withheld: Withheld = withheld_from(user, child, referrers=True)

    def _keyed(self, rows: QuerySet[Any], moment: str, kind: str, person: str, key: Any = None) -> QuerySet[Any]:
        """The entries of a table that were asked for, all of one shape, so that they can be put in one order."""
        asked = self.asked
        if asked.person is not None:
            rows = rows.filter(**{person: asked.person})
        if asked.since:
            rows = rows.filter(**{f"{moment}__gte": _midnight(asked.since)})
        if asked.until:
            rows = rows.filter(**{f"{moment}__lt": _midnight(asked.until + timedelta(days=1))})
        return (
            rows.order_by()
            .annotate(
                moment=F(moment),
                entry_kind=Value(kind, output_field=CharField()),
                key=key or Value(0, output_field=BigIntegerField()),
            )
            .values_list("moment", "entry_kind", "key")
        )

    def entries(self) -> QuerySet[Any]:
        """(moment, kind, key) of each entry, newest first: what a paginator counts and cuts."""
        parts: list[QuerySet[Any]] = []
        if self.asked.kind != OPENING:
            parts.append(self._keyed(self._events(), "known_at", ACT, "actor_id"))
            by = "pgh_context__metadata__user"
            parts += [self._keyed(rows, "pgh_created_at", ACT, by) for _, rows in self._rows()]
        if self.openings and self.asked.kind != ACT:
            looked = openings_for_child(*self.ids)
            parts.append(self._keyed(looked, "opened_at", OPENING, "user_id", F("id")))
        if not parts:
            return Event.objects.none().values_list("known_at", "kind", "id")
        return parts[0].union(*parts[1:]).order_by("-moment", "-entry_kind", "-key")

    def told(self, page: Iterable[tuple[datetime, str, int]]) -> list[Entry]:
        """The entries of a page, in words."""
        keyed = list(page)
        acts = self._acts([moment for moment, kind, _ in keyed if kind == ACT])
        looked = self._looked([key for _, kind, key in keyed if kind == OPENING])
        found = [acts.get(moment) if kind == ACT else looked.get(key) for moment, kind, key in keyed]
        return [entry for entry in found if entry is not None]

    def people(self) -> list[tuple[int, str]]:
        """Everybody who did something in this record or, where that may be seen, looked at it: for the filter."""
        acted = events_for_child(*self.ids).filter(actor_id__isnull=False).order_by()
        known = set(acted.values_list("actor_id", flat=True).distinct())
        if self.openings:
            looked = openings_for_child(*self.ids).order_by()
            known |= set(looked.values_list("user_id", flat=True).distinct())
        return sorted(
            ((user.pk, str(user)) for user in User.objects.filter(pk__in=filter(None, known))), key=lambda one: one[1]
        )

    def _events(self) -> QuerySet[Event]:
        events = events_for_child(*self.ids).exclude(kind__in=LEFT_OUT)
        return self.withheld.shown(events)

    def _rows(self) -> list[tuple[Trail, QuerySet[Any]]]:
        return [(trail, trail.rows(self.user, self.ids, self.withheld.people)) for trail in trails()]

    def _acts(self, moments: list[datetime]) -> dict[datetime, Entry]:
        events: dict[datetime, list[Event]] = defaultdict(list)
        for event in self._events().filter(known_at__in=moments).order_by("id"):
            events[event.known_at].append(event)
        found = found_at(self._rows(), moments)
        names = names_for(found, self.withheld.people)
        changed: dict[datetime, list[Found]] = defaultdict(list)
        for one in found:
            changed[one.moment].append(one)
        users = self._users(found)
        return {moment: self._act(moment, events[moment], changed[moment], names, users) for moment in moments}

    def _act(self, moment: datetime, events: list[Event], found: list[Found], names: Any, users: Any) -> Entry:
        context = next((one.context for one in found if one.context), {})
        person = next((event.actor_name or event.job for event in events), "") or users.get(context.get("user"), "")
        out_of = self.withheld.out_of
        return Entry(
            ACT,
            moment,
            person or "The system",
            place_of(context.get("url", "")),
            events=[ToldEvent(out_of(event.summary), out_of(event.detail)) for event in events],
            changes=[change for one in found if (change := told(one, names, self.withheld))],
        )

    @staticmethod
    def _users(found: list[Found]) -> dict[int, str]:
        keys = {one.context.get("user") for one in found} - {None}
        return {pk: str(user) for pk, user in User.objects.in_bulk(keys).items()} if keys else {}

    def _looked(self, keys: list[int]) -> dict[int, Entry]:
        rows = RecordOpening.objects.in_bulk(keys)
        roles = _roles_of({row.user_id for row in rows.values()})
        return {
            pk: Entry(
                OPENING,
                row.opened_at,
                row.user_name,
                page=row.page,
                reason=self.withheld.out_of(row.reason),
                role=_role_at(roles.get(row.user_id, []), row.opened_at),
            )
            for pk, row in rows.items()
        }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)


def _roles_of(user_ids: set[int]) -> dict[int, list[tuple[datetime, str]]]:
    """Each role that these people had, and since when, the first first. One query."""
    history = User.pgh_event_model.objects.filter(pgh_obj_id__in=user_ids).order_by("pgh_id")  # type: ignore[attr-defined]
    found: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for pk, moment, role in history.values_list("pgh_obj_id", "pgh_created_at", "role"):
        found[pk].append((moment, role))
    return found


def _role_at(roles: list[tuple[datetime, str]], moment: datetime) -> str:
    """The title that somebody had at a moment; the first one known for a moment before all."""
    held = [role for since, role in roles if since <= moment] or [role for _, role in roles[:1]]
    return ROLES[held[-1]].title if held and held[-1] in ROLES else ""
