"""What changes in this room's rows tell of a child."""

from audit.trails import Trail, by_way_of, history_of, own, register_trail, through
from casework.models import (
    Assessment,
    AssessmentDecision,
    CaseNote,
    CaseNoteChild,
    ChildInNeedPlan,
    ChronologyMark,
    Document,
    NeedEpisode,
    PlanAction,
    PlanOutcome,
    PlanReview,
    Visit,
    VisitChild,
)

DOCUMENT = frozenset({"file", "sha256", "content_type", "size"})
TEXT = {"text": "What it says"}


def register() -> None:
    """Called once when the room is loaded."""
    assessments, plans = through(Assessment, child="child"), through(ChildInNeedPlan, child="child")
    for trail in (
        Trail(NeedEpisode, "Case", own("child")),
        Trail(Assessment, "Assessment", own("child"), {"checkpoint_on": "Manager’s look half-way"}),
        Trail(AssessmentDecision, "Decision on the assessment", by_way_of("assessment", assessments), {"at": "When"}),
        Trail(Visit, "Visit", by_way_of("pgh_obj", through(VisitChild, child="child", key="visit"))),
        Trail(VisitChild, "Visit to the child", own("child"), {"seen_at": "Seen at"}),
        Trail(CaseNote, "Case note", by_way_of("pgh_obj", through(CaseNoteChild, child="child", key="note")), TEXT),
        Trail(CaseNoteChild, "On whose record the note stands", own("child")),
        Trail(Document, "Document", own("child"), left_out=DOCUMENT),
        Trail(ChronologyMark, "Mark on the chronology", own("child"), left_out=frozenset({"event_id"})),
        Trail(ChildInNeedPlan, "Child in need plan", own("child")),
        Trail(PlanOutcome, "Outcome of the plan", by_way_of("plan", plans), TEXT),
        Trail(PlanAction, "Action of the plan", by_way_of("outcome", _outcomes), {**TEXT, "owner": "Who does it"}),
        Trail(PlanReview, "Review of the plan", by_way_of("plan", plans)),
    ):
        register_trail(trail)


def _outcomes(ids):
    plans = through(ChildInNeedPlan, child="child")
    return history_of(PlanOutcome).filter(plan__in=plans(ids)).values("pgh_obj")
