"""What a child's history comes to in figures, without fetching the story itself (history.py)."""

from datetime import datetime

from django.utils import timezone

from people.family import sibling_ids_of
from people.models import Child, Residence
from referrals.codes import ContactOutcome
from referrals.history import FAMILY_SOURCES
from referrals.models import ContactChild, Referral
from referrals.rules import is_repeat
from staff.models import User
from staff.policies import children_visible_to


def figures_of(child: Child, *, seen_by: User, before: datetime, leave_out: int | None = None) -> dict[str, int]:
    """Kept with a decision, to show later what the decider had before them. Six small queries at most."""
    siblings = sibling_ids_of(child.pk)
    neighbours = _others_at_the_address(child) - siblings
    related = siblings | neighbours
    seen: set[int] = set()
    if related:
        seen = set(children_visible_to(seen_by).filter(pk__in=related).values_list("pk", flat=True))
    contacts = ContactChild.objects.filter(child=child, contact__received_at__lte=before).exclude(contact=leave_out)
    earlier = list(contacts.values_list("contact__source", "decision__outcome"))
    referred = Referral.objects.filter(child=child).exclude(decision="").values_list("received_on", flat=True)
    today = timezone.localdate(before)
    return {
        "contacts": len(earlier),
        "no_further_action": sum(outcome == ContactOutcome.NO_FURTHER_ACTION for _, outcome in earlier),
        "from_family": sum(source in FAMILY_SOURCES for source, _ in earlier),
        "siblings": len(siblings & seen),
        "children_at_address": len(neighbours & seen),
        "repeat_referrals": sum(is_repeat(day, today) for day in referred),
    }


def _others_at_the_address(child: Child) -> set[int]:
    residence = child.current_address()
    if residence is None or residence.confidential:
        return set()
    here = Residence.objects.current().filter(address=residence.address_id, confidential=False, person__is_child=True)
    return set(here.values_list("person", flat=True)) - {child.pk}
