"""What changes in this room's rows tell of a child."""

from audit.trails import Trail, by_way_of, history_of, not_told, own, register_trail, through
from safeguarding import models


def register() -> None:
    """Called once when the room is loaded."""
    discussions = through(models.StrategyDiscussionChild, child="child", key="discussion")
    conferences = through(models.ConferenceChild, child="child", key="conference")
    plans = through(models.ChildProtectionPlan, child="child")
    core_groups = by_way_of("pgh_obj", _core_groups)
    for trail in (
        Trail(models.StrategyDiscussion, "Strategy discussion", by_way_of("pgh_obj", discussions)),
        Trail(models.StrategyDiscussionChild, "Decision of the strategy discussion", own("child")),
        Trail(models.StrategyAttendance, "Who took part", by_way_of("discussion", discussions)),
        Trail(models.ImmediateProtection, "Immediate protection", own("child")),
        Trail(models.Section47Enquiry, "Section 47 enquiry", own("child")),
        Trail(models.Interview, "Interview", own("child")),
        Trail(models.TransferIn, "Transfer in", own("child")),
        Trail(models.Conference, "Conference", by_way_of("pgh_obj", conferences)),
        Trail(models.ConferenceChild, "The child at the conference", own("child")),
        Trail(models.ConferenceInvitation, "Invitation", by_way_of("conference", conferences)),
        Trail(models.ChildProtectionPlan, "Child protection plan", own("child")),
        Trail(models.ProtectionOutcome, "Outcome of the protection plan", by_way_of("plan", plans)),
        Trail(models.ProtectionAction, "Action of the protection plan", by_way_of("outcome", _outcomes)),
        Trail(models.CoreGroup, "Core group", core_groups),
        Trail(models.CoreGroupPlan, "Plan at the core group", by_way_of("plan", plans)),
    ):
        register_trail(trail)
    not_told(models.ConferenceRoom, "About no child.")


def _outcomes(ids):
    plans = through(models.ChildProtectionPlan, child="child")
    return history_of(models.ProtectionOutcome).filter(plan__in=plans(ids)).values("pgh_obj")


def _core_groups(ids):
    plans = through(models.ChildProtectionPlan, child="child")
    return history_of(models.CoreGroupPlan).filter(plan__in=plans(ids)).values("core_group")
