"""What every form on a child's record has in common here."""

from casework.views.pages import ChildForm


class RecordForm(ChildForm):
    """A form on a child's record, with a draft of its own for each person and address."""

    tab = "child"
    back = "child"

    def draft_key(self) -> str:
        """child:12:address"""
        parts = [str(value) for name, value in self.kwargs.items() if name != "child_pk"]
        return ":".join(["child", str(self.child.pk), self.page.replace(" ", "-"), *parts])
