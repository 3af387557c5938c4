"""Who may see and decide what at the front door."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from audit.services import record_opening
from referrals.models import Contact, ContactChild, EarlyHelpAssessment, PartnerCheck, Referral, ThresholdDecision
from staff.models import User
from staff.policies import (
    check_may,
    children_visible_to,
    hidden_from,
    may_open,
    sees_everybody,
    teams_answered_for,
)
from staff.roles import Permission

# Long enough for whoever had the page open to be told what a colleague decided meanwhile.
DECIDED_STAYS = timedelta(days=1)


def front_door_sees_undecided(user: User) -> Q | None:
    """Children about whom a contact waits for a decision are open to those who decide, with their history."""
    if not user.may(Permission.SEE_FRONT_DOOR):
        return None
    waiting = ContactChild.objects.filter(undecided=True, child=OuterRef("pk"))
    lately = ThresholdDecision.objects.filter(
        decided_at__gt=timezone.now() - DECIDED_STAYS, contact_child__child=OuterRef("pk")
    )
    return Q(Exists(waiting)) | Q(Exists(lately))


def contacts_visible_to(user: User) -> QuerySet[Contact]:
    """Contacts of children the person may see, and for the front door all that wait.

    A contact that names a hidden child shows nothing at all, since its words tell of that child.
    """
    on_contact = ContactChild.objects.filter(contact=OuterRef("pk"))
    hidden = on_contact.filter(hidden_from(user, "child_id"))
    contacts = Contact.objects.filter(~Exists(hidden))
    if sees_everybody(user) and user.may(Permission.SEE_FRONT_DOOR):
        return contacts
    return contacts.filter(Exists(on_contact.filter(child__in=children_visible_to(user))))


def passed_on(user: User, pk: int) -> Contact | None:
    """A contact that the person logged and cannot see now: the front door has it, or those who may know of the child.

    It says the same whichever it is.
    """
    mine = Contact.objects.filter(pk=pk, logged_by=user)
    return mine.exclude(pk__in=contacts_visible_to(user).filter(pk=pk).values("pk")).first()


def contact_for(user: User, pk: int, *, page: str) -> Contact:
    """The contact of this key, if the person may see it. The record of each child that the person may open is logged.

    Raises Http404 otherwise.
    """
    contact = contacts_visible_to(user).filter(pk=pk).select_related("agency", "logged_by").first()
    if contact is None:
        raise Http404
    for child_id in contact.children.filter(child__in=children_visible_to(user)).values_list("child_id", flat=True):
        record_opening(user=user, child_id=child_id, page=page)
    return contact


def contact_child_for(user: User, pk: int, *, page: str) -> ContactChild:
    """One child on a contact. Raises Http404 when the contact or the child may not be seen."""
    row = (
        ContactChild.objects.filter(pk=pk, child__in=children_visible_to(user), contact__in=contacts_visible_to(user))
        .select_related("contact__agency", "contact__logged_by", "child")
        .first()
    )
    if row is None:
        raise Http404
    record_opening(user=user, child_id=row.child_id, page=page)
    return row


def check_for(user: User, pk: int) -> PartnerCheck:
    """A partner check on a contact that the person may see. Raises Http404 otherwise."""
    row = (
        PartnerCheck.objects.filter(pk=pk, contact__in=contacts_visible_to(user))
        .select_related("contact", "agency")
        .first()
    )
    if row is None:
        raise Http404
    return row


def referrals_waiting_for(user: User) -> QuerySet[Referral]:
    """Referrals that wait to be accepted by a team which the person answers for, the oldest first."""
    return (
        Referral.objects.waiting()
        .filter(team__in=teams_answered_for(user), child__in=children_visible_to(user))
        .select_related("child", "team", "threshold_decision__decided_by", "threshold_decision__contact_child__contact")
        .order_by("received_on", "pk")
    )


def referral_for(user: User, pk: int, *, page: str) -> Referral:
    """A referral of a child whom the person may see. Raises Http404 otherwise."""
    row = (
        Referral.objects.filter(pk=pk, child__in=children_visible_to(user))
        .select_related("child", "team", "threshold_decision__decided_by", "threshold_decision__contact_child__contact")
        .first()
    )
    if row is None:
        raise Http404
    record_opening(user=user, child_id=row.child_id, page=page)
    return row


def early_help_visible_to(user: User) -> QuerySet[EarlyHelpAssessment]:
    """Early help of children the person may see, and of everybody for the front door."""
    return EarlyHelpAssessment.objects.filter(may_open(user, "child")).select_related("child", "agency")


def early_help_for(user: User, pk: int, *, page: str) -> EarlyHelpAssessment:
    row = early_help_visible_to(user).filter(pk=pk).first()
    if row is None:
        raise Http404
    record_opening(user=user, child_id=row.child_id, page=page)
    return row


def own_contacts(user: User) -> QuerySet[Contact]:
    """What a partner agency sent itself: what it wrote, and what became of it. Nothing else of any record."""
    if not user.may(Permission.SEND_CONTACT) or user.agency is None:
        return Contact.objects.none()
    return Contact.objects.filter(agency=user.agency, logged_by__agency=user.agency).order_by("-received_at", "-pk")


def check_can_log_contact(user: User) -> None:
    """Raises PermissionDenied with a sentence for one who may neither log nor send a contact."""
    if not user.may(Permission.SEND_CONTACT):
        check_may(user, Permission.LOG_CONTACT)


def may_log_contact(user: User) -> bool:
    return user.may(Permission.LOG_CONTACT)


def check_can_decide(user: User, contact_child: ContactChild) -> None:
    """A manager or an advanced practitioner decides, once, for a child whom that person may see.

    Raises PermissionDenied with a sentence, or ValidationError when the decision has been taken already.
    """
    check_may(user, Permission.DECIDE_CONTACT)
    if not contacts_visible_to(user).filter(pk=contact_child.contact_id).exists():
        raise PermissionDenied("This contact is not open to you. Ask the manager of the front door.")
    decision = getattr(contact_child, "decision", None)
    if decision is not None:
        raise ValidationError(
            f"{decision.decided_by} has decided this already: {decision.get_outcome_display()}. "
            "Nothing was changed. Log a new contact if something new has come in."
        )


def can_decide(user: Any, contact_child: ContactChild) -> bool:
    try:
        check_can_decide(user, contact_child)
    except (PermissionDenied, ValidationError):
        return False
    return True
