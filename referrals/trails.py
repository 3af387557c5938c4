"""What changes in this room's rows tell of a child.

A contact's words tell of every child on it and of whoever told us. They are read by those who may see the contact, and
by those who work at the front door or with what came in there; everybody else reads in the events what was decided.
"""

from typing import Any

from django.db.models import Q

from audit.trails import SeenBy, Trail, by_way_of, not_told, own, register_trail, through
from referrals.models import (
    ChildAsSent,
    Contact,
    ContactChild,
    EarlyHelpAssessment,
    FamilyAsSent,
    NumbersAsGiven,
    PartnerCheck,
    Referral,
    ThresholdDecision,
    UrgencyChange,
)
from referrals.policies import contacts_visible_to
from staff.roles import Permission

CONTACT = {"referrer_may_be_named": "Whether the referrer may be named", "logged_at": "Written down at"}
SHOWN = frozenset({"history_shown"})
NOBODY = Q(pk__isnull=True)


def register() -> None:
    """Called once when the room is loaded."""
    contacts = through(ContactChild, child="child", key="contact")
    rows = through(ContactChild, child="child")
    for trail in (
        Trail(Contact, "Contact", by_way_of("pgh_obj", contacts), CONTACT, seen_by=_of_contact("pgh_obj")),
        Trail(UrgencyChange, "Urgency", by_way_of("contact", contacts), {"at": "When"}, seen_by=_of_contact("contact")),
        Trail(PartnerCheck, "Partner check", by_way_of("contact", contacts), seen_by=_of_contact("contact")),
        Trail(ContactChild, "On a contact", own("child")),
        Trail(ThresholdDecision, "Decision on the contact", by_way_of("contact_child", rows), left_out=SHOWN),
        Trail(Referral, "Referral", own("child")),
        Trail(EarlyHelpAssessment, "Early help", own("child")),
        Trail(ChildAsSent, "As the partner sent it", by_way_of("contact_child", rows), seen_by=_at_the_front_door),
        Trail(
            FamilyAsSent,
            "Family as the partner sent it",
            by_way_of("contact", contacts),
            left_out=frozenset({"adults"}),
            seen_by=_of_contact("contact"),
        ),
    ):
        register_trail(trail)
    not_told(NumbersAsGiven, "Would tell that a hidden record has the number.")


def _at_the_front_door(reader: Any) -> Q:
    return Q() if reader.may(Permission.SEE_FRONT_DOOR) else NOBODY


def _of_contact(field: str) -> SeenBy:
    """Rows of contacts that the reader may see, and of the front door alone."""

    def seen(reader: Any) -> Q:
        if not reader.may(Permission.SEE_FRONT_DOOR):
            return NOBODY
        return Q(**{f"{field}__in": contacts_visible_to(reader).values("pk")})

    return seen
