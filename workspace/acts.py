"""What each date asks somebody to do, in the words of a link, and the page on which it is done."""

from django.urls import reverse

from timescales.models import Clock
from timescales.sources import source_of

# By what the date belongs to.
BY_SUBJECT = {
    "contact_child": "Decide on the contact",
    "partner_check": "Record the partner’s answer",
    "referral": "Accept the referral",
    "early_help": "Review early help",
    "restriction": "Look at the restriction again",
}
BY_RULE = {
    "assessment": "Write the assessment",
    "assessment.midpoint": "Look at it half-way",
    "cin.visit": "Visit and record it",
    "cin.review": "Review the plan",
}
FORMS = {"cin.visit": "visit-record", "cin.review": "plan-review"}
# Acts of the front door and of managers: not on the list of whoever holds the child.
OF_THE_FRONT_DOOR = ("contact_child", "partner_check")
OF_MANAGERS = ("referral", "restriction")
MANAGERS_RULES = ("assessment.midpoint",)


def act_of(clock: Clock) -> str:
    """Write the assessment"""
    return BY_SUBJECT.get(clock.subject_kind) or BY_RULE.get(clock.rule_id) or clock.title


def act_url(clock: Clock) -> str:
    """The page on which it is done: the form itself where there is one for the child, else what the room names."""
    if clock.rule_id in FORMS:
        return reverse(FORMS[clock.rule_id], args=[clock.child_id])
    source = source_of(clock.subject_kind)
    return source.act_url(clock) if source else ""
