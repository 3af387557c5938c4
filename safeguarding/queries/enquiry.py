"""Section 47 enquiries and interviews of one child."""

from django.db.models import QuerySet
from django.http import Http404

from people.models import Child
from safeguarding.models import Interview, Section47Enquiry, StrategyDiscussionChild


def discussions_of(child: Child) -> QuerySet[StrategyDiscussionChild]:
    """What each discussion decided for this child, the latest first, with who took part."""
    rows = StrategyDiscussionChild.objects.filter(child=child).select_related("discussion__chaired_by")
    return rows.prefetch_related("discussion__attendances").order_by("-discussion__held_at")


def enquiries_of(child: Child) -> QuerySet[Section47Enquiry]:
    rows = Section47Enquiry.objects.filter(child=child).select_related("discussion", "worker", "authorised_by")
    return rows.order_by("-discussion__held_at")


def enquiry_of(child: Child, pk: int) -> Section47Enquiry:
    """Raises Http404 for another child's."""
    found = enquiries_of(child).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def interviews_of(child: Child) -> QuerySet[Interview]:
    return Interview.objects.filter(child=child)


def interview_of(child: Child, pk: int) -> Interview:
    """Raises Http404 for another child's, or one that was held already."""
    found = Interview.objects.filter(child=child, pk=pk, held_at__isnull=True).first()
    if found is None:
        raise Http404
    return found
