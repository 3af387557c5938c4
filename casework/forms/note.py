"""A case note, a document, a mark on the chronology."""

from collections.abc import Sequence
from typing import Any

from casework.codes import CaseNoteKind
from casework.forms.visit import child_choices
from casework.rules.document import ENDINGS, IN_WORDS, check_size, no_room
from people.models import Child
from ui.fields import ChecklistField, ChoiceField, DateTimeField, FileField, LongTextField, TextField, YesNoField
from ui.forms import GovForm


class CaseNoteForm(GovForm):
    """Written once, for every child it is about."""

    kind = ChoiceField(label="What kind of note is it?", noun="what kind of note it is", choices=CaseNoteKind)
    happened_at = DateTimeField(label="When did it happen?", noun="the time", past=True)
    text = LongTextField(label="The note", noun="the note", rows=12)
    also = ChecklistField(label="Whose record does it belong on as well?", required=False)

    def __init__(self, *args: Any, siblings: Sequence[Child], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if siblings:
            self.fields["also"].choices = child_choices(siblings)
        else:
            del self.fields["also"]


class DocumentForm(GovForm):
    """One file. What it is gets read from its content."""

    title = TextField(label="Title", noun="a title", max_length=200)
    upload = FileField(label="File", noun="the file", accept=ENDINGS)

    def __init__(self, *args: Any, largest: int, too_large: str = "", without_room: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.largest, self.too_large, self.without_room = largest, too_large, without_room
        self.fields["upload"].max_bytes = largest
        self.fields["upload"].help_text = f"{IN_WORDS}. Up to {largest // (1024 * 1024)} MB."

    def clean(self) -> dict[str, Any] | None:
        """A file that was thrown away half-way is not missing: it was too large, or there was no room for it."""
        if self.without_room:
            self.errors.pop("upload", None)
            raise no_room(self.without_room)
        if self.too_large:
            self.errors.pop("upload", None)
            check_size(self.largest + 1, self.largest, self.too_large)
        return super().clean()


class WithdrawDocumentForm(GovForm):
    because = TextField(label="Why does it not belong here?", noun="why it does not belong here", max_length=300)


class MarkForm(GovForm):
    significant = YesNoField(label="Does this matter for the child’s story?")
    note = TextField(label="Why", max_length=500, required=False)
