"""Assessments, their decisions, and whether the child was seen for them."""

from django.db.models import Max, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from casework.models import Assessment, AssessmentDecision, VisitChild
from casework.queries.family import siblings_for
from casework.rules.assessment import AboutChild
from people.models import Child
from staff.models import User


def assessments_of(child: Child) -> QuerySet[Assessment]:
    """All of the child's assessments, the latest first."""
    return (
        Assessment.objects.filter(child=child)
        .select_related("child", "episode", "author", "authorised_by")
        .order_by("-started_on", "-pk")
    )


def assessment_of(child: Child, pk: int) -> Assessment:
    """One assessment, reached through its child. Raises Http404 for another child's."""
    found = assessments_of(child).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def current_assessment(child: Child) -> Assessment | None:
    """The open one, else the latest."""
    return assessments_of(child).order_by("-authorised_at", "-started_on", "-pk").first()


def decisions_of(assessment: Assessment) -> QuerySet[AssessmentDecision]:
    """Submitted, sent back, authorised: in the order in which it happened."""
    return assessment.decisions.select_related("by")


def about_child(assessment: Assessment) -> AboutChild:
    """What the checks need to know of the child: born when, seen and seen alone when since the time began to count."""
    day = timezone.localdate
    seen = VisitChild.objects.filter(
        child_id=assessment.child_id, seen=True, seen_at__date__gte=assessment.counts_from
    ).aggregate(seen=Max("seen_at"), alone=Max("seen_at", filter=Q(seen_alone=True)))
    child = assessment.child
    return AboutChild(
        name=child.name,
        called=child.known_as or child.forename or child.name,
        born_on=child.date_of_birth,
        unborn=child.unborn,
        seen_on=day(seen["seen"]) if seen["seen"] else None,
        seen_alone_on=day(seen["alone"]) if seen["alone"] else None,
    )


def siblings_with_assessment(user: User, child: Child) -> list[Child]:
    """Brothers and sisters whose assessment this person may read, and so may start from."""
    siblings = siblings_for(user, child)
    assessed = set(Assessment.objects.filter(child__in=siblings).values_list("child_id", flat=True)) if siblings else ()
    return [one for one in siblings if one.pk in assessed]
