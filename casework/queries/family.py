"""Brothers and sisters, as far as a person may know of them."""

from people.family import siblings_of
from people.models import Child
from staff.models import User
from staff.policies import children_visible_to


def siblings_for(user: User, child: Child) -> list[Child]:
    """Brothers and sisters whose records this person may open, the eldest first."""
    keys = [one.pk for one in siblings_of([child.pk]).get(child.pk, [])]
    if not keys:
        return []
    return list(children_visible_to(user).filter(pk__in=keys).order_by("date_of_birth", "pk"))
