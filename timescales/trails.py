"""What changes in this room's rows tell of a child. A clock follows from the record; only reasons are written here."""

from audit.trails import Trail, not_told, own, register_trail
from timescales.models import Clock, ExtraNonWorkingDay, LocalTimescale

LEFT_OUT = frozenset({"rule_id", "variant", "subject_kind", "started_at", "applies_on"})
LABELS = {"late_reason": "Why it was late", "late_reason_by": "Given by", "late_reason_at": "Given at"}


def register() -> None:
    """Called once when the room is loaded."""
    register_trail(Trail(Clock, "Reason for being late", own("child"), LABELS, LEFT_OUT))
    for model in (LocalTimescale, ExtraNonWorkingDay):
        not_told(model, "About no child.")
