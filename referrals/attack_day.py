"""Which children of this room stand in the attack-day pack, and why."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from casework.rules.dates import words
from referrals.models import ContactChild
from staff.attack_day import Section, Standing, register_section


def register() -> None:
    """Called when the room is ready."""
    register_section(Section("contacts", "Contacts that wait for a decision", 50, undecided))


def undecided(day: date) -> Iterator[Standing]:
    """A referrer who asked not to be named is not: what was said stands here, not who said it."""
    waiting = ContactChild.objects.filter(undecided=True).select_related("contact")
    for row in waiting:
        contact = row.contact
        came = words(timezone.localdate(contact.received_at))
        urgency = contact.get_urgency_display()
        yield Standing(
            row.child_id, f"Contact of {came} waits for a decision. Urgency: {urgency}. {_short(contact.concern)}"
        )


def _short(text: str, most: int = 300) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else f"{one_line[:most].rsplit(' ', 1)[0]} …"
