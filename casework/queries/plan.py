"""Child in need plans, with everything that a page shows of one."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from casework.models import ChildInNeedPlan, PlanAction, PlanOutcome, PlanReview
from people.models import Child


def plans_of(child: Child) -> QuerySet[ChildInNeedPlan]:
    """The child's plans, the latest first."""
    return (
        ChildInNeedPlan.objects.filter(child=child)
        .select_related("child", "episode", "written_by")
        .order_by("-started_on", "-pk")
    )


def plan_of(child: Child, pk: int | None = None) -> ChildInNeedPlan | None:
    """The plan of this key, or the open one, else the latest; with outcomes, actions and reviews. Raises Http404."""
    reviews = PlanReview.objects.select_related("recorded_by")
    plans = plans_of(child).prefetch_related("outcomes__actions", Prefetch("reviews", queryset=reviews))
    if pk is None:
        return plans.order_by("-ended_on", "-started_on", "-pk").first()
    found = plans.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def outcome_of(child: Child, pk: int) -> PlanOutcome:
    """An outcome of one of the child's plans. Raises Http404 for another child's."""
    found = PlanOutcome.objects.filter(plan__child=child, pk=pk).select_related("plan").first()
    if found is None:
        raise Http404
    return found


def action_of(child: Child, pk: int) -> PlanAction:
    """An action of one of the child's plans. Raises Http404 for another child's."""
    found = PlanAction.objects.filter(outcome__plan__child=child, pk=pk).select_related("outcome__plan").first()
    if found is None:
        raise Http404
    return found
