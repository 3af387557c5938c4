"""Protection plans of one child, and whether one is up to date."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from audit import as_known
from people.models import Child
from safeguarding.models import ChildProtectionPlan, CoreGroup, ProtectionAction
from safeguarding.rules.plan import OpenClock, UpToDate, up_to_date
from timescales.queries import clocks_of


def plans_of(child: Child) -> QuerySet[ChildProtectionPlan]:
    return ChildProtectionPlan.objects.filter(child=child).select_related("lead_practitioner", "conference")


def plan_of(child: Child, pk: int | None = None) -> ChildProtectionPlan | None:
    """This plan of the child, or without a key the open one, else the latest. Raises Http404 for another child's."""
    plans = plans_of(child).prefetch_related("outcomes__actions")
    if pk is not None:
        found = plans.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found
    return plans.filter(ended_on__isnull=True).first() or plans.first()


def plan_up_to_date(plan: ChildProtectionPlan, today: date | None = None) -> UpToDate:
    """What of an open plan is late: visit, core group, review. One query."""
    clocks = clocks_of("protection_plan", plan.pk).filter(stopped_at__isnull=True)
    return up_to_date([OpenClock(one.rule_id, one.due_on) for one in clocks], today or as_known.today())


def core_groups_of(plan: ChildProtectionPlan) -> QuerySet[CoreGroup]:
    return CoreGroup.objects.filter(plans__plan=plan).select_related("recorded_by")


def siblings_on_plans(children: list[Child]) -> list[ChildProtectionPlan]:
    """Open plans of these children."""
    return list(ChildProtectionPlan.objects.open().filter(child__in=children).select_related("child"))


def action_of(child: Child, pk: int) -> ProtectionAction:
    """Raises Http404 for an action of another child's plan."""
    found = ProtectionAction.objects.filter(pk=pk, outcome__plan__child=child).select_related("outcome__plan").first()
    if found is None:
        raise Http404
    return found
