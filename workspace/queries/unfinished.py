"""What a person began to write and has not sent."""

import re

from staff.models import User
from staff.policies import children_visible_to
from ui.drafts import drafts_of
from ui.models import Draft

_CHILD = re.compile(r"/children/(\d+)/")


def unfinished_writing(user: User, most: int = 10) -> list[Draft]:
    """The person's drafts, latest first. One on the page of a child whom the person may no longer see is left out."""
    drafts = [draft for draft in drafts_of(user)[: most * 2] if draft.url]
    on_child = {draft.pk: int(found[1]) for draft in drafts if (found := _CHILD.search(draft.url))}
    visible = set(children_visible_to(user).filter(pk__in=on_child.values()).values_list("pk", flat=True))
    return [draft for draft in drafts if draft.pk not in on_child or on_child[draft.pk] in visible][:most]
