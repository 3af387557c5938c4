"""Files on a child's record: checked by their content, kept under a name that says nothing, never removed from disk."""

import hashlib
import logging
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework.file_types import content_type_of
from casework.models import Document
from casework.policies import check_can_write_for
from casework.rules.dates import words
from casework.rules.document import check_size, kept_name, kind_of, no_room
from casework.virus_check import check_for_viruses
from people.models import Child
from staff.models import User

log = logging.getLogger(__name__)


def add_document(*, child: Child, title: str, upload: UploadedFile, by: User, at: datetime | None = None) -> Document:
    """Keep a file on the child's record.

    Raises ValidationError on "upload" for a file that is too large, empty, of a kind that the record does not keep
    whatever its name says, on the record already, harmful or not to be checked for viruses just now, or for which
    the disk has no room; on "title" without one.
    """
    document = Document()
    try:
        with transaction.atomic():
            return _add(document, child=child, title=title, upload=upload, by=by, at=at)
    except BaseException as failure:
        # No row, no file: nothing is left behind that nobody can find.
        if document.file.name:
            document.file.storage.delete(document.file.name)
        if isinstance(failure, OSError):
            log.error("A document could not be put down: %s", failure)
            raise no_room(upload.name or "file") from failure
        raise


def _add(
    document: Document, *, child: Child, title: str, upload: UploadedFile, by: User, at: datetime | None
) -> Document:
    check_can_write_for(by, [child])
    at = at or timezone.now()
    name = upload.name or "file"
    if not title.strip():
        raise ValidationError({"title": "Give the document a title."})
    check_size(upload.size or 0, settings.DOCUMENT_MAX_BYTES, name)
    kind = kind_of(content_type_of(upload), name)
    check_for_viruses(upload, child_id=child.pk, user_id=by.pk)
    mark = _fingerprint(upload)
    _check_new(child, mark)
    document.child, document.title = child, title.strip()[:200]
    document.file_name, document.content_type = kept_name(name, kind), kind.content_type
    document.size, document.sha256 = upload.size or 0, mark
    document.uploaded_by, document.uploaded_at = by, at
    document.file.save("", upload, save=False)
    document.save()
    _record(document, "document_added", f"Document added: {document.title}", by, at)
    return document


def _fingerprint(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _check_new(child: Child, mark: str) -> None:
    # The child's row is held, so that the same file sent twice at once is kept once.
    Child.objects.select_for_update(no_key=True).get(pk=child.pk)
    same = Document.objects.filter(child=child, sha256=mark, withdrawn_at=None).first()
    if same:
        day = words(timezone.localdate(same.uploaded_at))
        raise ValidationError({"upload": f"This file is on the record already, as “{same.title}”, since {day}."})


@transaction.atomic
def withdraw_document(*, document: Document, because: str, by: User, at: datetime | None = None) -> Document:
    """Take a document from the record because it does not belong there. It is kept, and no longer handed out."""
    check_can_write_for(by, [document.child])
    at = at or timezone.now()
    document = Document.objects.select_related("child").select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    if document.withdrawn_at:
        return document
    if not because.strip():
        raise ValidationError({"because": "Say why this document is withdrawn."})
    document.withdrawn_at, document.withdrawn_because = at, because.strip()
    document.save(update_fields=["withdrawn_at", "withdrawn_because"])
    _record(
        document,
        "document_withdrawn",
        f"Document withdrawn: {document.title}",
        by,
        at,
        detail=document.withdrawn_because,
    )
    return document


def _record(document: Document, kind: str, summary: str, by: User, at: datetime, detail: str = "") -> None:
    record_event(
        kind=kind,
        summary=summary,
        detail=detail,
        by=by,
        child_id=document.child_id,
        subject=("document", document.pk),
        at=at,
    )
