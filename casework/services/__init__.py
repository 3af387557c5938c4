"""Every write to a child's case. Each is one transaction: policy, rule, save, event, clocks."""

from casework.services.assessment import (
    FAMILY_WIDE,
    assign_assessment,
    copy_from_sibling,
    save_assessment,
    start_assessment,
)
from casework.services.assessment_decision import (
    authorise_assessment,
    look_midway,
    return_assessment,
    submit_assessment,
)
from casework.services.chronology import mark_event
from casework.services.closure import close_case
from casework.services.document import add_document, withdraw_document
from casework.services.episode import open_episode
from casework.services.known import Known, what_is_known
from casework.services.note import write_case_note
from casework.services.plan import change_child_in_need_plan, end_child_in_need_plan, start_child_in_need_plan
from casework.services.plan_progress import (
    add_actions,
    add_outcome,
    complete_action,
    reach_outcome,
    record_plan_review,
)
from casework.services.visit import book_visit, cancel_visit, use_current_address
from casework.services.visit_record import ChildResult, record_visit

__all__ = [
    "FAMILY_WIDE",
    "ChildResult",
    "Known",
    "add_actions",
    "add_document",
    "add_outcome",
    "assign_assessment",
    "authorise_assessment",
    "book_visit",
    "cancel_visit",
    "change_child_in_need_plan",
    "close_case",
    "complete_action",
    "copy_from_sibling",
    "end_child_in_need_plan",
    "look_midway",
    "mark_event",
    "open_episode",
    "reach_outcome",
    "record_plan_review",
    "record_visit",
    "return_assessment",
    "save_assessment",
    "start_assessment",
    "start_child_in_need_plan",
    "submit_assessment",
    "use_current_address",
    "what_is_known",
    "withdraw_document",
    "write_case_note",
]
