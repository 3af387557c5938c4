"""Strategy discussions, enquiries, conferences and protection plans."""

from safeguarding.models.conference import (
    Conference,
    ConferenceChild,
    ConferenceInvitation,
    ConferenceRoom,
    TransferIn,
)
from safeguarding.models.enquiry import Interview, Section47Enquiry
from safeguarding.models.plan import (
    ChildProtectionPlan,
    CoreGroup,
    CoreGroupPlan,
    ProtectionAction,
    ProtectionOutcome,
)
from safeguarding.models.strategy import (
    ImmediateProtection,
    StrategyAttendance,
    StrategyDiscussion,
    StrategyDiscussionChild,
)

__all__ = [
    "ChildProtectionPlan",
    "Conference",
    "ConferenceChild",
    "ConferenceInvitation",
    "ConferenceRoom",
    "CoreGroup",
    "CoreGroupPlan",
    "ImmediateProtection",
    "Interview",
    "ProtectionAction",
    "ProtectionOutcome",
    "Section47Enquiry",
    "StrategyAttendance",
    "StrategyDiscussion",
    "StrategyDiscussionChild",
    "TransferIn",
]
