"""How long is left, in working time: `{% load front_door %}`."""

from datetime import datetime

from django import template
from django.utils import timezone

from referrals.rules import working_time_left
from timescales.calendars import england

register = template.Library()


@register.filter
def working_hours_left(due_at: datetime | None) -> str:
    """ "38 hours left" on a Friday morning for the end of Monday; "3 hours over" when it has passed."""
    if due_at is None:
        return ""
    left = working_time_left(timezone.now(), due_at, england().is_working)
    minutes = int(abs(left).total_seconds() // 60)
    ending = "left" if left.total_seconds() >= 0 else "over"
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'} {ending}"
    hours = minutes // 60
    if ending == "over" and hours >= 48:
        return f"{hours // 24} days over"
    return f"{hours} hour{'' if hours == 1 else 's'} {ending}"
