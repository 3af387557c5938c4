"""What a manager has authorised and nobody has done yet: no law sets a date for it, so no clock would tell."""

from django.db.models import Exists, OuterRef, QuerySet

from casework.codes import AssessmentOutcome
from casework.models import Assessment, ChildInNeedPlan, NeedEpisode
from people.models import Child


def plans_to_write(children: QuerySet[Child]) -> QuerySet[Assessment]:
    """Authorised assessments that ended with a child in need plan, on open cases that have had none since.

    The last word counts: an assessment after which another was begun asks for nothing any more.
    """
    case = OuterRef("episode")
    later = Assessment.objects.filter(episode=case, pk__gt=OuterRef("pk"))
    since = ChildInNeedPlan.objects.filter(episode=case)
    written = since.filter(started_on__gte=OuterRef("authorised_at__date")) | since.open()
    return (
        Assessment.objects.filter(
            ~Exists(later),
            ~Exists(written),
            episode__in=NeedEpisode.objects.open().filter(child__in=children),
            authorised_at__isnull=False,
            outcome=AssessmentOutcome.CHILD_IN_NEED_PLAN,
        )
        .select_related("child")
        .order_by("authorised_at", "pk")
    )
