"""Words typed and not yet sent on a page of a merged record: they wait on the same page of the one that goes on."""

from people.merging import Merging
from ui.drafts import drafts_on, rename_draft

# Forms whose words are kept under the child's number. All others are kept under what they change, which moves along.
OF_A_CHILD = (
    "assessment-new",
    "case-note",
    "child",
    "document",
    "early-help-new",
    "plan-new",
    "step-down",
    "visit-book",
    "visit-record-new",
)


def bring_drafts(merging: Merging) -> None:
    """Each draft under the survivor's number; where its writer has one there already, beside that one."""
    old, new = merging.absorbed.pk, merging.survivor.pk
    for draft in drafts_on(f"/children/{old}/"):
        kind, _, rest = draft.key.partition(":")
        number, *more = rest.split(":")
        key = ":".join([kind, str(new), *more]) if kind in OF_A_CHILD and number == str(old) else draft.key
        rename_draft(draft, key=key, url=draft.url.replace(f"/children/{old}/", f"/children/{new}/", 1))
