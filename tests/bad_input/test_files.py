"""Files that are not what they say, or more than they say: refused in a sentence, nothing kept, nothing unpacked."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import Document
from tests.factories.casework import a_case
from tests.factories.pages import signed_in, words
from tests.factories.people import child

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def packed(**inside: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return whole.getvalue()


def nested(depth: int = 5) -> bytes:
    content = b"0" * 10_000_000
    for _ in range(depth):
        content = packed(inner=content)
    return content


@pytest.fixture
def maisie(department, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = child("Maisie", "Clarke")
    a_case(department.anna, row)
    return row


def send(maisie, anna, name: str, content: bytes):
    upload = SimpleUploadedFile(name, content, "application/pdf")
    return signed_in(anna).post(f"/children/{maisie.pk}/documents/add/", {"title": "A letter", "upload": upload})


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.svg", SVG),
        ("picture.png", SVG),
        ("letter.pdf.exe", b"MZ\x90\x00" + b"\0" * 500),
        ("letter.pdf", b"MZ\x90\x00" + b"\0" * 500),
        ("page.html", b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
        ("page.pdf", b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
        ("bomb.zip", nested()),
        ("bomb.docx", nested()),
        ("macro.docx", packed(Content_Types_xml=b"<x/>", word__vbaProject=b"x")),
        ("script.sh", b"#!/bin/sh\nrm -rf /\n"),
        ("nothing.pdf", b""),
    ],
)
def test_file_that_the_record_does_not_keep(maisie, anna, settings, name, content):
    answer = send(maisie, anna, name, content)
    assert answer.status_code == 422
    said = words(answer)
    assert name in said or "empty" in said
    assert "A letter" in answer.content.decode()
    assert not Document.objects.exists()
    assert files_in(settings.MEDIA_ROOT) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\letter.pdf", "letter.pdf"),
        ("letter.php.pdf", "letter.php.pdf"),
        ("letter.pdf\r\nX-Header: 1.pdf", None),
        ("a" * 400 + ".pdf", None),
        ("محمد’s <script>.pdf", None),
        ("\u202efdp.exe.pdf", None),
        (".pdf", None),
        ("CON.pdf", None),
    ],
)
def test_name_of_a_file_leads_nowhere_and_breaks_no_header(maisie, anna, settings, name, kept):
    answer = send(maisie, anna, name, PDF)
    assert answer.status_code == 302, words(answer)
    row = Document.objects.get()
    assert kept in (None, row.file_name)
    assert len(row.file_name) <= 200
    assert not set(row.file_name) & set('/\\<>:"|?*\r\n\u202e')
    (path,) = files_in(settings.MEDIA_ROOT)
    assert "passwd" not in str(path)
    assert "letter" not in str(path)
    opened = signed_in(anna).get(f"/children/{maisie.pk}/documents/{row.pk}/file/")
    assert opened.status_code == 200
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Header" not in opened.headers
    assert b"".join(opened.streaming_content) == PDF


def test_two_things_in_one_are_handed_out_as_the_one_that_was_found(maisie, anna):
    """A PDF that is a script as well: the browser is told PDF, download, nothing to be run."""
    send(maisie, anna, "both.pdf", PDF + b"<script>alert(1)</script>" + packed(a=b"b"))
    row = Document.objects.get()
    opened = signed_in(anna).get(f"/children/{maisie.pk}/documents/{row.pk}/file/")
    assert opened.headers["Content-Type"] == "application/pdf"
    assert opened.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_document_that_unpacks_to_a_flood_is_never_unpacked(maisie, anna):
    """200 MB of nothing in a Word document: kept as it came or refused, in a moment, and no larger than it came."""
    parts = {"[Content_Types]_xml": b"<x/>", "word__document_xml": b"0" * 200_000_000}
    bomb = packed(**parts)
    answer = send(maisie, anna, "flood.docx", bomb)
    assert answer.status_code in (302, 422)
    assert all(row.size == len(bomb) for row in Document.objects.all())
