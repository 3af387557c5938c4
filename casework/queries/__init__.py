"""Reads of a child's case. Callers have the child from the policy; what else is named is narrowed here."""

from casework.queries.assessment import (
    about_child,
    assessment_of,
    assessments_of,
    current_assessment,
    decisions_of,
    siblings_with_assessment,
)
from casework.queries.episode import episodes_of, open_episode_for

__all__ = [
    "about_child",
    "assessment_of",
    "assessments_of",
    "current_assessment",
    "decisions_of",
    "episodes_of",
    "open_episode_for",
    "siblings_with_assessment",
]
