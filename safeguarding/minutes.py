"""The record of a conference on paper: for whoever was asked, and for the family."""

from collections.abc import Sequence

from django.conf import settings

from casework.family_copy import secrets_about
from casework.paper import paper
from casework.rules.withholding import withhold
from people.models import Child
from safeguarding.models import ChildProtectionPlan, Conference, ConferenceChild

TEXTS = ("reason", "child_views", "family_views", "dissent")


def minutes(conference: Conference, children: Sequence[Child]) -> bytes:
    """The PDF, about these of its children: what was decided for each and the outline plan.

    Addresses that are confidential for any of them stay out, as on every paper that may reach the family.
    """
    rows = list(conference.children.filter(child__in=children).select_related("child"))
    secrets = [secret for row in rows for secret in secrets_about(row.child)]
    plans = {
        plan.child_id: plan
        for plan in ChildProtectionPlan.objects.filter(conference=conference, child__in=children)
        .select_related("lead_practitioner")
        .prefetch_related("outcomes__actions")
    }
    for row in rows:
        _withhold(row, secrets)
    names = {
        "conference": conference,
        "rows": [(row, plans.get(row.child_id)) for row in rows],
        "said": withhold(conference.discussion, secrets),
        "came": [one for one in conference.invitations.all() if one.attended],
        "missing": [one for one in conference.invitations.all() if one.attended is False],
        "council_name": settings.COUNCIL_NAME,
    }
    return paper("safeguarding/minutes_pdf.html", names)


def _withhold(row: ConferenceChild, secrets: Sequence[str]) -> None:
    for name in TEXTS:
        setattr(row, name, withhold(getattr(row, name), secrets))
