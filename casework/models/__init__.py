from casework.models.assessment import Assessment, AssessmentDecision
from casework.models.episode import NeedEpisode
from casework.models.note import CaseNote, CaseNoteChild, ChronologyMark, Document
from casework.models.plan import ChildInNeedPlan, PlanAction, PlanOutcome, PlanReview
from casework.models.visit import Visit, VisitChild

__all__ = [
    "Assessment",
    "AssessmentDecision",
    "CaseNote",
    "CaseNoteChild",
    "ChildInNeedPlan",
    "ChronologyMark",
    "Document",
    "NeedEpisode",
    "PlanAction",
    "PlanOutcome",
    "PlanReview",
    "Visit",
    "VisitChild",
]
