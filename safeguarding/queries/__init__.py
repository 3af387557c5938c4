"""What pages ask of child protection; the child in hand came through the gate."""

from safeguarding.queries.conference import (
    CONFERENCE_RULES,
    chairs,
    conference_of,
    conferences_of,
    diary,
    invitation_of,
    rooms,
    to_book_for,
)
from safeguarding.queries.enquiry import discussions_of, enquiries_of, enquiry_of, interview_of, interviews_of
from safeguarding.queries.plan import (
    UpToDate,
    action_of,
    core_groups_of,
    plan_of,
    plan_up_to_date,
    plans_of,
    siblings_on_plans,
)
from safeguarding.queries.strategy import (
    discussion_of,
    discussion_wanted_since,
    protection_of,
    protections_of,
    transfers_of,
)

__all__ = [
    "CONFERENCE_RULES",
    "UpToDate",
    "action_of",
    "chairs",
    "conference_of",
    "conferences_of",
    "core_groups_of",
    "diary",
    "discussion_of",
    "discussion_wanted_since",
    "discussions_of",
    "enquiries_of",
    "enquiry_of",
    "interview_of",
    "interviews_of",
    "invitation_of",
    "plan_of",
    "plan_up_to_date",
    "plans_of",
    "protection_of",
    "protections_of",
    "rooms",
    "siblings_on_plans",
    "to_book_for",
    "transfers_of",
]
