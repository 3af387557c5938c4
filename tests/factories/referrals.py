"""Contacts as the front door logs them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from people.models import Child
from referrals.models import Contact, ContactChild, Referral
from referrals.services import decide_contact, record_contact
from staff.models import Team, User

LONDON = ZoneInfo("Europe/London")


def london(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment on London's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def contact(by: User, *children: Child, **fields: Any) -> Contact:
    """A school is worried; logged at once."""
    fields.setdefault("source", "2A")
    fields.setdefault("concern", "She came to school without a coat again and says nobody is home at night.")
    fields.setdefault("consent", "given")
    fields.setdefault("urgency", "amber")
    return record_contact(by=by, children=list(children), **fields)


def on_contact(by: User, child: Child, **fields: Any) -> ContactChild:
    """The one child on a contact of its own."""
    return contact(by, child, **fields).children.get()


def referral(logged_by: User, decided_by: User, child: Child, team: Team, at: datetime | None = None) -> Referral:
    """A contact that was decided to be a referral, and waits for the team."""
    row = on_contact(logged_by, child, at=at)
    decision = decide_contact(
        contact_child=row, outcome="referral", reason="Neglect over months.", team=team, by=decided_by, at=at
    )
    return decision.referral
