"""What is in force for a child today: each room's own answer, in one list and by one question."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit import as_known
from casework.codes import PrimaryNeed
from casework.queries import LAST_SEEN, LastSeen, plans_to_write
from casework.rules.states import WORDS, state_of
from people.models import AdultToIdentify, Child
from referrals.codes import Urgency
from referrals.policies import contacts_visible_to
from staff.models import User


@dataclass(frozen=True)
class InForce:
    """One thing that holds: what, since when, a few words more, and the page where it is dealt with."""

    what: str
    since: date | None
    words: str = ""
    url: str = ""


Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One kind of thing that can be open: its rows of the child, each as an object, and how one is said."""

    rows: str
    line: Callable[[Child, Row], InForce]


@dataclass(frozen=True)
class Glance:
    """What one question tells of a child: what is in force, when the child was last seen, whom nobody has named."""

    in_force: list[InForce]
    last_seen: LastSeen
    unknown_adults: list[AdultToIdentify]


def at_a_glance(user: User, child: Child) -> Glance:
    """What is in force comes in the order of a journey: the front door, the case, its assessment and plan, early help.

    One query, and one more where a plan may have to be written.
    """
    found = _found(user, child)
    lines = [PARTS[place].line(child, row) for place, row in found if place < PLACE_OF_PLAN]
    plans = [PLAN.line(child, row) for place, row in found if place == PLACE_OF_PLAN]
    if not plans and any(place == PARTS.index(EPISODE) for place, _ in found):
        plans = list(_plan_to_write(child))
    lines += plans
    lines += [PARTS[place].line(child, row) for place, row in found if PLACE_OF_PLAN < place < len(PARTS)]
    seen = next(row for place, row in found if place == SEEN)
    return Glance(
        in_force=lines,
        last_seen=LastSeen(_moment(seen["seen"]), _moment(seen["alone"])),
        unknown_adults=[_unknown(child, row) for place, row in found if place == UNKNOWN],
    )


def _found(user: User, child: Child) -> list[tuple[int, Row]]:
    """Every row of every part with the part's place, in order."""
    values: dict[str, Any] = {"child": child.pk}
    contacts, named = contacts_visible_to(user).order_by().values("pk").query.sql_with_params()
    keys = [f"contact_{place}" for place in range(len(named))]
    values |= dict(zip(keys, named, strict=True))
    parts = {place: part.rows for place, part in enumerate(PARTS)} | {SEEN: LAST_SEEN, UNKNOWN: UNKNOWN_ADULTS}
    if as_known.moment_shown():
        # A restriction is today's: the flag at the top of every page says so.
        del parts[PARTS.index(RESTRICTION)]
    rows = [f"SELECT {place}, row FROM ({text}) AS part (row)" for place, text in parts.items()]
    statement = " UNION ALL ".join(rows).replace("{contacts}", contacts % tuple(f"%({key})s" for key in keys))
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return sorted(cursor.fetchall(), key=lambda one: one[0])


def _unknown(child: Child, row: Row) -> AdultToIdentify:
    return AdultToIdentify(**{**row, "raised_on": _day(row["raised_on"])}, child=child)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _url(name: str, pk: int) -> str:
    """A page beside the record, which has no past."""
    return "" if as_known.moment_shown() else reverse(name, args=[pk])


def _contact(child: Child, row: Row) -> InForce:
    received, urgency = timezone.localdate(_moment(row["received_at"])), str(Urgency(row["urgency"]).label)
    return InForce("Contact to be decided", received, urgency, _url("contact", row["contact"]))


def _assessment(child: Child, row: Row) -> InForce:
    state = state_of(_moment(row["submitted_at"]), _moment(row["returned_at"]), None)
    writer = f", {row['author']}" if row["author"] else ", nobody is writing it yet"
    url = reverse("assessment", args=[child.pk, row["id"]])
    return InForce("Child and family assessment", _day(row["started_on"]), f"{WORDS[state]}{writer}", url)


def _plan_to_write(child: Child) -> Iterator[InForce]:
    for row in plans_to_write(Child.objects.filter(pk=child.pk)):
        agreed, url = timezone.localdate(row.authorised_at), reverse("plan-new", args=[child.pk])
        yield InForce("Child in need plan to be written", agreed, "Agreed in the assessment", url)


RESTRICTION = Part(
    "SELECT json_build_object('from_on', from_on) FROM staff_restriction WHERE child_id = %(child)s AND to_on IS NULL",
    lambda child, row: InForce("Restricted record", _day(row["from_on"]), "Only those who are named may open it."),
)
CONTACT = Part(
    "SELECT json_build_object('contact', contact.id, 'received_at', contact.received_at, 'urgency', contact.urgency)"
    " FROM referrals_contactchild AS on_it JOIN referrals_contact AS contact ON contact.id = on_it.contact_id"
    " WHERE on_it.child_id = %(child)s AND contact.id IN ({contacts}) AND NOT EXISTS"
    " (SELECT 1 FROM referrals_thresholddecision AS decision WHERE decision.contact_child_id = on_it.id)",
    _contact,
)
REFERRAL = Part(
    "SELECT json_build_object('received_on', received_on, 'team', team.name) FROM referrals_referral AS referral"
    " JOIN staff_team AS team ON team.id = team_id WHERE child_id = %(child)s AND decision = ''",
    lambda child, row: InForce("Referral to be accepted", _day(row["received_on"]), f"With {row['team']}"),
)
EPISODE = Part(
    "SELECT json_build_object('since', referral_date, 'need', primary_need) FROM casework_needepisode"
    " WHERE child_id = %(child)s AND closed_on IS NULL",
    lambda child, row: InForce("Open case", _day(row["since"]), str(PrimaryNeed(row["need"]).label)),
)
ASSESSMENT = Part(
    "SELECT json_build_object('id', one.id, 'started_on', started_on, 'submitted_at', submitted_at,"
    " 'returned_at', returned_at, 'author', coalesce(nullif(btrim(first_name || ' ' || last_name), ''), username))"
    " FROM casework_assessment AS one LEFT JOIN staff_user AS author ON author.id = author_id"
    " WHERE child_id = %(child)s AND authorised_at IS NULL",
    _assessment,
)
PLAN = Part(
    "SELECT json_build_object('since', started_on) FROM casework_childinneedplan"
    " WHERE child_id = %(child)s AND ended_on IS NULL",
    lambda child, row: InForce("Child in need plan", _day(row["since"]), "", reverse("plan", args=[child.pk])),
)
EARLY_HELP = Part(
    "SELECT json_build_object('id', help.id, 'since', started_on, 'who', lead_practitioner, 'agency', agency.name)"
    " FROM referrals_earlyhelpassessment AS help JOIN staff_agency AS agency ON agency.id = agency_id"
    " WHERE child_id = %(child)s AND closed_on IS NULL",
    lambda child, row: InForce(
        "Early help", _day(row["since"]), f"{row['who']}, {row['agency']}", _url("early-help", row["id"])
    ),
)
PARTS = (RESTRICTION, CONTACT, REFERRAL, EPISODE, ASSESSMENT, PLAN, EARLY_HELP)
PLACE_OF_PLAN, SEEN, UNKNOWN = PARTS.index(PLAN), len(PARTS), len(PARTS) + 1
UNKNOWN_ADULTS = (
    "SELECT json_build_object('id', id, 'role', role, 'what_is_known', what_is_known, 'raised_on', raised_on)"
    " FROM people_adulttoidentify WHERE child_id = %(child)s AND closed_on IS NULL"
)
