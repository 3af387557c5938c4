"""Reads of a child's case. Callers have the child from the policy; what else is named is narrowed here."""

from casework.queries.assessment import (
    about_child,
    assessment_of,
    assessments_of,
    current_assessment,
    decisions_of,
    siblings_with_assessment,
)
from casework.queries.closure import case_of, family_history
from casework.queries.episode import episodes_of, open_episode_for
from casework.queries.family import siblings_for
from casework.queries.next_step import plans_to_write
from casework.queries.note import document_of, documents_of, mark_on, note_of, notes_of
from casework.queries.plan import action_of, outcome_of, plan_of, plans_of
from casework.queries.versions import answers_at
from casework.queries.visit import (
    LAST_SEEN,
    LastSeen,
    booked_visits_of,
    done_visits_of,
    last_seen,
    moves_of,
    visit_of,
    visits_of,
    with_moves,
)

__all__ = [
    "LAST_SEEN",
    "LastSeen",
    "about_child",
    "action_of",
    "answers_at",
    "assessment_of",
    "assessments_of",
    "booked_visits_of",
    "case_of",
    "current_assessment",
    "decisions_of",
    "document_of",
    "documents_of",
    "done_visits_of",
    "episodes_of",
    "family_history",
    "last_seen",
    "mark_on",
    "moves_of",
    "note_of",
    "notes_of",
    "open_episode_for",
    "outcome_of",
    "plan_of",
    "plans_of",
    "plans_to_write",
    "siblings_for",
    "siblings_with_assessment",
    "visit_of",
    "visits_of",
    "with_moves",
]
