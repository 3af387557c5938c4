"""A contact about a restricted record is seen by its short list alone, so the short list is told of it."""

from datetime import datetime

from referrals.models import Contact
from staff.models import Alert, RestrictedPerson, Restriction, User
from staff.restrictions import named_on
from staff.roles import ROLES, Permission
from staff.services import alerts


def tell_short_list(contact: Contact, at: datetime) -> None:
    """Tell everybody who may open the restricted children of a contact that it has come.

    Where none of them decides at the front door, those who restrict records are told that somebody must be named:
    without a name, and without a link.
    """
    children = contact.children.values("child")
    hidden = RestrictedPerson.objects.filter(person__in=children, to_on__isnull=True)
    for row in hidden.select_related("restriction", "person"):
        restriction, named = row.restriction, named_on(row.restriction)
        rows = [
            Alert(
                user=user,
                kind="restricted_contact",
                text=f"A contact about {row.person.name}, whose record is restricted, waits for a decision",
                url=f"/contacts/{contact.pk}/",
                child_id=row.person_id,
                key=f"restricted:{contact.pk}:{restriction.pk}",
                raised_at=at,
            )
            for user in named
        ]
        if not any(user.may(Permission.DECIDE_CONTACT) for user in named):
            rows += [_nobody_decides(contact, restriction, user, at) for user in who_restrict()]
        alerts(rows)


def who_restrict() -> list[User]:
    """Everybody at work whose role restricts records."""
    roles = [role.key for role in ROLES.values() if Permission.RESTRICT in role.permissions]
    return list(User.objects.filter(role__in=roles, is_active=True))


def _nobody_decides(contact: Contact, restriction: Restriction, user: User, at: datetime) -> Alert:
    return Alert(
        user=user,
        kind="restricted_contact",
        text=f"Contact {contact.pk} is about a restricted record that nobody at the front door may open. "
        "Name somebody who decides.",
        key=f"restricted-nobody:{contact.pk}:{restriction.pk}",
        raised_at=at,
    )
