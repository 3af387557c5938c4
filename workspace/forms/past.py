"""Which moment of a record somebody wants to see."""

from ui.fields import DateTimeField
from ui.forms import GovForm


class MomentForm(GovForm):
    then = DateTimeField(
        label="What did we know on",
        noun="the moment",
        hint="For example 3 6 2026 at 14:00",
        past=True,
        now=False,
    )
