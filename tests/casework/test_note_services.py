"""Notes, documents and marks on the chronology."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.models import Event
from casework import queries, services
from casework.models import CaseNote, Document
from tests.factories.casework import a_case, a_child, moment

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 46 + b"\x80\x00\x00\x00" + b"PE\x00\x00" * 40
MAIL = (
    b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Maisie\r\n"
    b"Date: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\nHello\r\n"
)


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def note(by, *children, **fields):
    fields = {"kind": "telephone", "happened_at": moment(2026, 3, 9), "text": "Rang the school.", **fields}
    return services.write_case_note(children=list(children), by=by, **fields)


def test_note_stands_on_the_record_of_every_child_it_is_about(anna):
    maisie, jack = a_case(anna).child, a_case(anna, a_child("Jack")).child
    note(anna, maisie, jack)
    assert queries.notes_of(anna, maisie).get().others[0].child == jack
    assert Event.objects.filter(kind="case_note").count() == 2
    assert CaseNote.objects.count() == 1


def test_correction_stands_beside_the_note_that_it_puts_right(anna):
    child = a_case(anna).child
    first = note(anna, child)
    note(anna, child, text="Rang the school twice.", corrects=first)
    first.refresh_from_db()
    assert first.text == "Rang the school."
    assert first.corrections.get().text == "Rang the school twice."


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  "}, "text"),
        ({"kind": "gossip"}, "kind"),
        ({"happened_at": timezone.now() + timedelta(hours=1)}, "happened_at"),
    ],
)
def test_note_that_cannot_be(anna, fields, field):
    with pytest.raises(ValidationError) as refusal:
        note(anna, a_case(anna).child, **fields)
    assert field in refusal.value.message_dict


def test_note_on_a_sisters_record_of_another_team_is_refused_whole(anna, lena):
    maisie, jack = a_case(anna).child, a_case(lena, a_child("Jack")).child
    with pytest.raises(PermissionDenied):
        note(anna, maisie, jack)
    assert CaseNote.objects.count() == 0


# Documents


def office_file(folder: str, *more: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *more):
            archive.writestr(name, "<x/>")
    return content.getvalue()


def open_document() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return content.getvalue()


def add(by, child, name: str, content: bytes, title: str = "A letter") -> Document:
    return services.add_document(child=child, title=title, upload=SimpleUploadedFile(name, content), by=by)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.docx", office_file("word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", office_file("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.odt", open_document(), "application/vnd.oasis.opendocument.text"),
        ("a.txt", b"Dear Anna, Maisie reads well.", "text/plain"),
        ("a.eml", MAIL, "message/rfc822"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02", "image/png"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40, "image/heic"),
    ],
)
def test_kinds_of_file_that_are_kept(anna, name, content, content_type):
    document = add(anna, a_case(anna).child, name, content)
    assert document.content_type == content_type
    assert document.file_name == name
    assert document.file.open().read() == content
    assert "a." not in document.file.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", EXE),
        ("photo.jpg", b"#!/bin/sh\nrm -rf /\n"),
        ("page.txt", b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"),
        ("picture.png", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>'),
        ("macro.docx", office_file("word", "word/vbaProject.bin")),
        ("archive.docx", office_file("other")),
        ("broken.docx", b"PK\x03\x04" + b"\x00" * 60),
    ],
)
def test_file_is_judged_by_its_content_not_by_its_name(anna, name, content, tmp_path):
    child = a_case(anna).child
    with pytest.raises(ValidationError) as refusal:
        add(anna, child, name, content)
    assert name in refusal.value.message_dict["upload"][0]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_same_file_twice_is_kept_once(anna):
    child = a_case(anna).child
    add(anna, child, "a.pdf", PDF, "School report")
    with pytest.raises(ValidationError, match="on the record already, as “School report”"):
        add(anna, child, "b.pdf", PDF)
    assert Document.objects.count() == 1


def test_empty_and_too_large_files_are_refused(anna, settings):
    child = a_case(anna).child
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    with pytest.raises(ValidationError, match="is empty"):
        add(anna, child, "a.pdf", b"")
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        add(anna, child, "a.pdf", PDF + b" " * 1024 * 1024)


def test_withdrawn_document_is_handed_out_no_more_and_can_come_again(anna):
    child = a_case(anna).child
    document = add(anna, child, "a.pdf", PDF)
    services.withdraw_document(document=document, because="Another child's.", by=anna)
    assert document.file.storage.exists(document.file.name)
    assert add(anna, child, "a.pdf", PDF).pk != document.pk


def test_stranger_adds_nothing(anna, lena):
    with pytest.raises(PermissionDenied):
        add(lena, a_case(anna).child, "a.pdf", PDF)


# Chronology


def test_mark_says_that_an_event_matters_and_why(anna):
    child = a_case(anna).child
    event = Event.objects.get(kind="case_opened")
    services.mark_event(child=child, event_id=event.pk, significant=True, note="The first we knew.", by=anna)
    services.mark_event(child=child, event_id=event.pk, significant=False, by=anna)
    mark = queries.mark_on(child, event.pk)
    assert (mark.significant, mark.note) == (False, "")
    assert Event.objects.filter(kind="chronology_marked").count() == 2


def test_event_of_another_child_cannot_be_marked(anna):
    child = a_case(anna).child
    a_case(anna, a_child("Jack"))
    other = Event.objects.get(kind="case_opened", summary__startswith="Case opened", child_id__gt=child.pk)
    with pytest.raises(ValidationError, match="no such entry"):
        services.mark_event(child=child, event_id=other.pk, significant=True, by=anna)
