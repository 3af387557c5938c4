"""Case notes: written once, for one child or several of a family, and never changed afterwards."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework.codes import CaseNoteKind
from casework.models import CaseNote, CaseNoteChild
from casework.policies import check_can_write_for
from casework.rules.dates import check_not_future
from people.models import Child
from staff.models import User


@transaction.atomic
def write_case_note(
    *,
    children: list[Child],
    kind: str,
    happened_at: datetime,
    text: str,
    by: User,
    at: datetime | None = None,
    corrects: CaseNote | None = None,
) -> CaseNote:
    """Keep a note on every one of the children's records. A mistake is put right by a note that corrects it.

    Raises ValidationError by field.
    """
    at = at or timezone.now()
    if not children:
        raise ValidationError({"children": "Select at least one child."})
    check_can_write_for(by, children)
    if kind not in CaseNoteKind.values:
        raise ValidationError({"kind": "Select what kind of note this is."})
    if not text.strip():
        raise ValidationError({"text": "Write the note."})
    check_not_future("happened_at", "What the note tells of", happened_at, at)
    note = CaseNote.objects.create(
        kind=kind, happened_at=happened_at, text=text.strip(), written_by=by, written_at=at, corrects=corrects
    )
    CaseNoteChild.objects.bulk_create(CaseNoteChild(note=note, child=child) for child in children)
    label = CaseNoteKind(kind).label.lower()
    for child in children:
        record_event(
            kind="case_note_corrected" if corrects else "case_note",
            summary=f"Case note put right: {label}" if corrects else f"Case note: {label}",
            detail=note.text,
            by=by,
            child_id=child.pk,
            subject=("case_note", note.pk),
            at=happened_at,
        )
    return note
