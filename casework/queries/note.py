"""Case notes and documents of one child."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from casework.models import CaseNote, CaseNoteChild, ChronologyMark, Document
from people.models import Child
from staff.models import User
from staff.policies import children_visible_to


def notes_of(user: User, child: Child) -> QuerySet[CaseNote]:
    """The child's notes, the latest first. Each has `others`: whose record it stands on as well, if one may see it."""
    others = (
        CaseNoteChild.objects.filter(child__in=children_visible_to(user)).exclude(child=child).select_related("child")
    )
    return (
        CaseNote.objects.filter(children__child=child)
        .select_related("written_by", "corrects")
        .prefetch_related(Prefetch("children", queryset=others, to_attr="others"), "corrections")
    )


def note_of(user: User, child: Child, pk: int) -> CaseNote:
    """One note, reached through its child. Raises Http404 for another child's."""
    found = notes_of(user, child).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def documents_of(child: Child) -> QuerySet[Document]:
    """The child's files, the latest first, withdrawn ones among them."""
    return Document.objects.filter(child=child).select_related("uploaded_by")


def document_of(child: Child, pk: int) -> Document:
    """One file that may be handed out. Raises Http404 for another child's, and for one that was withdrawn."""
    found = documents_of(child).filter(pk=pk, withdrawn_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


def mark_on(child: Child, event_id: int) -> ChronologyMark | None:
    """What a worker said of an event in this child's chronology."""
    return ChronologyMark.objects.filter(child=child, event_id=event_id).first()
