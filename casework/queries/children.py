"""Children as a list shows them: with whom each is, since when the case is open, and what is due next."""

from django.db.models import Prefetch, QuerySet

from casework.models import NeedEpisode
from people.models import Child
from people.rules.spelling import fold
from staff.models import Allocation, User
from staff.policies import children_visible_to
from timescales.queries import with_next_due


def children_in_brief(user: User) -> QuerySet[Child]:
    """The children this person may see, each with `held_now` (the open lead allocation), `open_cases` (one at most),
    `next_due_at` and `next_due_rule`. Three queries, however many children.
    """
    held = Allocation.objects.open().lead().select_related("worker", "team")
    return with_next_due(children_visible_to(user)).prefetch_related(
        Prefetch("allocations", queryset=held, to_attr="held_now"),
        Prefetch("need_episodes", queryset=NeedEpisode.objects.open(), to_attr="open_cases"),
    )


def child_in_brief(user: User, child: Child) -> Child:
    """One child whom the policy has opened, with the same."""
    return children_in_brief(user).get(pk=child.pk)


def named(children: QuerySet[Child], *, forename: str = "", surname: str = "") -> QuerySet[Child]:
    """Those who have or had this name, however it is written: O'Neill, ONEILL and Oneill are one."""
    asked = {"names__forename_key": forename, "names__surname_key": surname}
    keys = {key: fold(value) for key, value in asked.items() if value}
    if not all(keys.values()):
        return children.none()  # nothing but signs: nobody is called that
    return children.filter(**keys).distinct()
