"""Which children of this room stand in the attack-day pack, and why."""

from collections.abc import Iterator
from datetime import date

from casework.models import Assessment
from casework.models.plan import ChildInNeedPlan
from casework.rules.dates import words
from staff.attack_day import Section, Standing, register_section


def register() -> None:
    """Called when the room is ready."""
    register_section(Section("child-in-need-plans", "Child in need plans", 30, on_plans))
    register_section(Section("assessments", "Open assessments", 40, being_assessed))


def on_plans(day: date) -> Iterator[Standing]:
    for child_id, started_on, worse in ChildInNeedPlan.objects.open().values_list(
        "child_id", "started_on", "if_things_get_worse"
    ):
        text = f"Child in need plan since {words(started_on)}."
        yield Standing(child_id, f"{text} If things get worse: {worse.strip()}" if worse.strip() else text)


def being_assessed(day: date) -> Iterator[Standing]:
    for child_id, started_on, submitted_at in Assessment.objects.open().values_list(
        "child_id", "started_on", "submitted_at"
    ):
        waits = " It waits for the manager." if submitted_at else ""
        yield Standing(child_id, f"Assessment open since {words(started_on)}.{waits}")
