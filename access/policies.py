"""Who may change who may look."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from people.models import Child, Person
from staff.bars import near_family
from staff.models import Restriction, User
from staff.policies import check_may, people_visible_to
from staff.restrictions import check_may_keep
from staff.roles import Permission


def may_keep(user: User, restriction: Restriction) -> bool:
    """Whether the person may change, review and lift the restriction."""
    try:
        check_may_keep(user, restriction)
    except PermissionDenied:
        return False
    return True


def may_answer_matches(user: User) -> bool:
    """Whoever writes in records or takes contacts in can say who somebody is. Being named is asked beside this."""
    return user.may(Permission.WRITE_RECORD) or user.may(Permission.LOG_CONTACT)


def check_may_answer_matches(user: User) -> None:
    """Raises PermissionDenied with a sentence."""
    if not may_answer_matches(user):
        check_may(user, Permission.WRITE_RECORD)


def check_may_open_homes(user: User, whose: User) -> None:
    """One's own, or anybody's for whoever keeps the accounts. Raises PermissionDenied with a sentence."""
    if user.pk != whose.pk and not user.may(Permission.KEEP_ACCOUNTS):
        raise PermissionDenied("Only the system administrator may do this for somebody else.")


def family_on_record(user: User, child: Child) -> QuerySet[Person]:
    """The child's near family, without the child, as far as the reader may know of them."""
    ids = [person.pk for person in near_family(child) if person.pk != child.pk]
    return people_visible_to(user).filter(pk__in=ids).order_by("date_of_birth", "pk")
