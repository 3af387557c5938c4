"""Which children of this room stand in the attack-day pack, and why."""

from collections.abc import Iterator
from datetime import date

from casework.rules.dates import words
from safeguarding.models import ChildProtectionPlan, ImmediateProtection, Section47Enquiry
from staff.attack_day import Section, Standing, register_section


def register() -> None:
    """Called when the room is ready."""
    register_section(Section("immediate-protection", "Immediate protection", 5, protected_at_once))
    register_section(Section("protection-plans", "Child protection plans", 10, on_plans))
    register_section(Section("section-47", "Section 47 enquiries", 20, in_enquiries))


def protected_at_once(day: date) -> Iterator[Standing]:
    for row in ImmediateProtection.objects.running():
        where = f" {row.where}" if row.where else ""
        yield Standing(row.child_id, f"{row.get_power_display()} since {words(row.began_at)}.{where}")


def on_plans(day: date) -> Iterator[Standing]:
    for row in ChildProtectionPlan.objects.open():
        text = f"Child protection plan since {words(row.started_on)}: {row.get_category_display().lower()}."
        worse = row.contingency.strip()
        yield Standing(row.child_id, f"{text} If things get worse: {worse}" if worse else text)


def in_enquiries(day: date) -> Iterator[Standing]:
    for row in Section47Enquiry.objects.open().select_related("discussion"):
        yield Standing(row.child_id, f"Section 47 enquiry since {words(row.discussion.held_at)}.")
