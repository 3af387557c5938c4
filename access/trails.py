"""What this room keeps is about who looks, not about the child: none of it is told on a record's own page."""

from access.models import BlindMatch, NewInFamily, OddAccess
from audit.trails import not_told


def register() -> None:
    """Called once when the room is loaded."""
    not_told(BlindMatch, "Would tell of a restricted person to whoever must not know of one.")
    not_told(NewInFamily, "Would tell who is kept from a record to whoever must not know of it.")
    not_told(OddAccess, "Between the auditor and the worker who looked.")
