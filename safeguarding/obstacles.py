"""What of this room stands in the way of closing a case, or of a child in need plan beside a protection plan."""

from django.db.models import Exists, OuterRef, Q, Value

from casework.closing import add_closure_obstacles, add_plan_obstacles
from casework.codes import VisitPurpose
from casework.header import Flag, add_flags
from casework.models import NeedEpisode
from casework.visit_purpose import add_purpose
from people.models import Child
from safeguarding.codes import CategoryOfAbuse, ProtectionPower
from safeguarding.models import ChildProtectionPlan, ImmediateProtection, Section47Enquiry
from staff.policies import add_child_annotation
from timescales import wording
from timescales.queries import clocks_of


def register() -> None:
    add_closure_obstacles(before_closing)
    add_plan_obstacles(before_a_plan)
    add_flags(flags)
    add_purpose(visit_purpose)
    add_child_annotation("is_protected", protected)


def protected() -> Q:
    """Whether the child has an open plan or is protected at once: known when the record is opened."""
    plans = ChildProtectionPlan.objects.open().filter(child=OuterRef("pk")).values("pk")
    running = ImmediateProtection.objects.running().filter(child=OuterRef("pk")).values("pk")
    return Q(Exists(plans)) | Q(Exists(running))


def before_closing(episode: NeedEpisode) -> list[str]:
    """Census rules 8867 and 8868: nothing open inside a closed case."""
    found = []
    name = episode.child.name
    if Section47Enquiry.objects.open().filter(child=episode.child_id).exists():
        found.append(f"{name}’s section 47 enquiry is still open. It must be authorised before the case can close.")
    if ChildProtectionPlan.objects.open().filter(child=episode.child_id).exists():
        found.append(f"{name} is on a child protection plan. It must end before the case can close.")
    waiting = Section47Enquiry.objects.filter(
        child=episode.child_id, outcome="continuing_risk", conference_not_required=False, authorised_at__isnull=False
    ).exclude(conferences__conference__held_on__isnull=False)
    if waiting.exists():
        found.append(f"{name}’s section 47 enquiry led to a conference that has not been held.")
    return found


def before_a_plan(child: Child) -> list[str]:
    """Census rule 4001: no child in need plan while a protection plan is open."""
    if ChildProtectionPlan.objects.open().filter(child=child.pk).exists():
        return [f"{child.name} is on a child protection plan. A child in need plan may follow when it ends."]
    return []


def visit_purpose(child: Child) -> VisitPurpose | None:
    """The protection plan's, then the enquiry's."""
    if ChildProtectionPlan.objects.open().filter(child=child.pk).exists():
        return VisitPurpose.PROTECTION
    return VisitPurpose.ENQUIRY if Section47Enquiry.objects.open().filter(child=child.pk).exists() else None


def flags(child: Child) -> list[Flag]:
    """An open plan and immediate protection: one query for both, and none for a child who has neither."""
    if not child.__dict__.get("is_protected", True):
        return []
    plans = ChildProtectionPlan.objects.open().filter(child=child.pk).values_list("pk", "category", Value("plan"))
    running = ImmediateProtection.objects.running().filter(child=child.pk)
    found = []
    for pk, what, kind in plans.union(running.values_list("pk", "power", Value("power"))):
        if kind == "plan":
            found.append(Flag(f"Child protection plan: {CategoryOfAbuse(what).label.lower()}", "red"))
        else:
            clock = clocks_of("immediate_protection", pk).filter(stopped_at=None).first()
            until = f" until {wording.day_or_moment(clock.due)}" if clock else ""
            found.append(Flag(f"{ProtectionPower(what).label}{until}", "red"))
    return found
