"""A chair sees the children of the conference that is before them, or was held lately, and those on a plan that they
chaired; a lead practitioner the child.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from safeguarding.models import ChildProtectionPlan, ConferenceChild
from staff.models import User
from staff.policies import add_visibility_rule

# Minutes are finished, and the family answered, after the day itself.
AFTERWARDS = timedelta(days=28)


def register() -> None:
    add_visibility_rule(children_of_conferences)
    add_visibility_rule(children_led)


def children_of_conferences(user: User) -> Q:
    rows = ConferenceChild.objects.filter(conference__chair=user, conference__cancelled_at__isnull=True)
    since = timezone.localdate() - AFTERWARDS
    on_a_plan = ChildProtectionPlan.objects.open().filter(
        child=OuterRef("child"), started_on__lte=OuterRef("conference__held_on")
    )
    lately = Q(conference__held_on__isnull=True) | Q(conference__held_on__gte=since)
    rows = rows.filter(lately | Q(Exists(on_a_plan)))
    return Q(pk__in=rows.values("child"))


def children_led(user: User) -> Q:
    return Q(pk__in=ChildProtectionPlan.objects.open().filter(lead_practitioner=user).values("child"))
