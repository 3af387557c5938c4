"""Every write of child protection."""

from safeguarding.services.booking import (
    book_conference,
    cancel_conference,
    invite_to_conference,
    postpone_conference,
    record_conference_report,
    record_minutes_sent,
    record_transfer_in,
)
from safeguarding.services.conference import Result, correct_conference_day, hold_conference
from safeguarding.services.enquiry import (
    conclude_section47_enquiry,
    plan_interview,
    record_interview,
    return_section47_enquiry,
    save_section47_enquiry,
    submit_section47_enquiry,
    times_told,
)
from safeguarding.services.immediate import (
    begin_immediate_protection,
    end_immediate_protection,
    extend_emergency_protection,
)
from safeguarding.services.plan import (
    add_protection_outcome,
    change_protection_plan,
    complete_protection_action,
    end_protection_plan,
    record_core_group,
)
from safeguarding.services.strategy import DecidedFor, correct_strategy_discussion, hold_strategy_discussion

__all__ = [
    "DecidedFor",
    "Result",
    "add_protection_outcome",
    "begin_immediate_protection",
    "book_conference",
    "cancel_conference",
    "change_protection_plan",
    "complete_protection_action",
    "conclude_section47_enquiry",
    "correct_conference_day",
    "correct_strategy_discussion",
    "end_immediate_protection",
    "end_protection_plan",
    "extend_emergency_protection",
    "hold_conference",
    "hold_strategy_discussion",
    "invite_to_conference",
    "plan_interview",
    "postpone_conference",
    "record_conference_report",
    "record_core_group",
    "record_interview",
    "record_minutes_sent",
    "record_transfer_in",
    "return_section47_enquiry",
    "save_section47_enquiry",
    "submit_section47_enquiry",
    "times_told",
]
