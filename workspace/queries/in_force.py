"""What is in force for a child today: each room's own answer, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from audit import as_known
from casework.models import Assessment, ChildInNeedPlan, NeedEpisode
from casework.queries import plans_to_write
from people.models import Child
from referrals.models import ContactChild, EarlyHelpAssessment, Referral
from referrals.policies import contacts_visible_to
from staff.models import Restriction, User


@dataclass(frozen=True)
class InForce:
    """One thing that holds: what, since when, a few words more, and the page where it is dealt with."""

    what: str
    since: date | None
    words: str = ""
    url: str = ""


def in_force(user: User, child: Child) -> list[InForce]:
    """In the order of a journey: the front door, the case, its assessment and plan, early help."""
    return [line for part in PARTS for line in part(user, child)]


def _restriction(user: User, child: Child) -> Iterator[InForce]:
    if as_known.moment_shown():
        return  # a restriction is today's: the flag at the top of every page says so
    for row in Restriction.objects.filter(child=child, to_on__isnull=True):
        yield InForce("Restricted record", row.from_on, "Only those who are named may open it.")


def _contacts(user: User, child: Child) -> Iterator[InForce]:
    rows = ContactChild.objects.filter(child=child, decision__isnull=True, contact__in=contacts_visible_to(user))
    for row in rows.select_related("contact"):
        received, urgency = timezone.localdate(row.contact.received_at), row.contact.get_urgency_display()
        yield InForce("Contact to be decided", received, urgency, _url("contact", row.contact_id))


def _url(name: str, pk: int) -> str:
    """A page beside the record, which has no past."""
    return "" if as_known.moment_shown() else reverse(name, args=[pk])


def _referral(user: User, child: Child) -> Iterator[InForce]:
    for row in Referral.objects.waiting().filter(child=child).select_related("team"):
        yield InForce("Referral to be accepted", row.received_on, f"With {row.team}")


def _episode(user: User, child: Child) -> Iterator[InForce]:
    for row in NeedEpisode.objects.open().filter(child=child):
        yield InForce("Open case", row.referral_date, row.get_primary_need_display())


def _assessment(user: User, child: Child) -> Iterator[InForce]:
    for row in Assessment.objects.open().filter(child=child).select_related("author"):
        writer = f", {row.author}" if row.author else ", nobody is writing it yet"
        url = reverse("assessment", args=[child.pk, row.pk])
        yield InForce("Child and family assessment", row.started_on, f"{row.state_words}{writer}", url)


def _plan(user: User, child: Child) -> Iterator[InForce]:
    for row in ChildInNeedPlan.objects.open().filter(child=child):
        yield InForce("Child in need plan", row.started_on, "", reverse("plan", args=[child.pk]))
    for row in plans_to_write(Child.objects.filter(pk=child.pk)):
        agreed = timezone.localdate(row.authorised_at)
        yield InForce(
            "Child in need plan to be written", agreed, "Agreed in the assessment", reverse("plan-new", args=[child.pk])
        )


def _early_help(user: User, child: Child) -> Iterator[InForce]:
    for row in EarlyHelpAssessment.objects.open().filter(child=child).select_related("agency"):
        words = f"{row.lead_practitioner}, {row.agency}"
        yield InForce("Early help", row.started_on, words, _url("early-help", row.pk))


PARTS = (_restriction, _contacts, _referral, _episode, _assessment, _plan, _early_help)
