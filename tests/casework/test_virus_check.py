"""Uploads and the virus scanner: a small server that speaks clamd's protocol stands in for it, over real sockets."""

import logging
import socketserver
import struct
import threading
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.file_types import content_type_of
from casework.models import Document
from casework.rules.document import KINDS, kept_name
from casework.virus_check import ask_clamd
from tests.casework.pages import as_user, text_of
from tests.casework.test_note_services import PDF
from tests.factories.casework import a_case

pytestmark = pytest.mark.django_db
# The industry's harmless test text, in two halves, so that no scanner takes this file for a virus.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.BaseRequestHandler):
    """As clamd answers: OK, FOUND with a name, or that the file is too large for it."""

    most = 25 * 1024 * 1024

    def handle(self) -> None:
        assert self.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.read(4))[0]:
            content += self.read(size)
            if len(content) > self.most:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.request.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0")

    def read(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            more = self.request.recv(min(size - len(got), 65536))
            if not more:
                raise EOFError
            got += more
        return got


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "documents"
    if request.param == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd"), Clamd)
        settings.CLAMD_URL = f"unix://{tmp_path / 'clamd'}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def maisie(anna):
    return a_case(anna).child


def send(anna, child, content: bytes, name: str = "report.pdf"):
    typed = {"title": "School report", "upload": SimpleUploadedFile(name, content)}
    return as_user(anna).post(reverse("document-add", args=[child.pk]), typed)


def test_clean_file_is_kept_whole(clamd, anna, maisie):
    assert send(anna, maisie, PDF + b" " * 300_000).status_code == 302
    assert Document.objects.get().file.read() == PDF + b" " * 300_000


def test_virus_is_refused_and_written_down_without_the_file_and_the_form_is_kept(clamd, anna, maisie, caplog, tmp_path):
    with caplog.at_level(logging.WARNING, logger="casework.virus_check"):
        answer = send(anna, maisie, PDF + EICAR)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "“report.pdf” was not kept: the virus scanner found something harmful in it." in page
    assert 'value="School report"' in page
    assert not Document.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert f"Eicar-Signature, sent by account {anna.pk} for child {maisie.pk}" in caplog.text
    assert "STANDARD" not in caplog.text


def test_nothing_is_kept_while_the_scanner_is_away(anna, maisie, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for address in ("tcp://127.0.0.1:1", f"unix://{tmp_path}/nobody", "clamd:3310"):
        settings.CLAMD_URL = address
        answer = send(anna, maisie, PDF)
        assert answer.status_code == 422, address
        assert "could not be checked for viruses just now. Keep it and try again" in text_of(answer)
        assert 'value="School report"' in text_of(answer)
    assert not Document.objects.exists()


def test_file_that_the_scanner_will_not_read_to_its_end_is_not_kept(clamd, anna, maisie, monkeypatch):
    monkeypatch.setattr(Clamd, "most", 100_000)
    answer = send(anna, maisie, PDF + b" " * 2_000_000)
    assert "could not be checked" in text_of(answer)
    assert not Document.objects.exists()


def test_scanner_that_hangs_up_without_an_answer_is_no_yes():
    class Rude(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(10)

    with socketserver.TCPServer(("127.0.0.1", 0), Rude) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        try:
            said = ask_clamd(f"tcp://127.0.0.1:{server.server_address[1]}", [b"x"])
        except OSError:
            said = ""
    assert said == ""


def test_where_no_scanner_is_named_files_are_taken_unchecked(anna, maisie, settings, tmp_path):
    settings.CLAMD_URL, settings.MEDIA_ROOT = "", tmp_path
    assert send(anna, maisie, PDF).status_code == 302


# What else a file may try


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b"<!DOCTYPE html><html><script>alert(1)</script></html>" + PDF,
        b"<html><body onload=alert(1)>" + b"\xff\xd8\xff\xe0",
    ],
)
def test_pictures_and_pages_that_could_run_are_refused_whatever_stands_behind_them(content):
    assert content_type_of(BytesIO(content)) not in KINDS


def test_picture_that_is_not_seen_to_be_one_is_text_and_handed_out_as_text():
    hidden = b'<!-- x --><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    kind = KINDS[content_type_of(BytesIO(hidden))]
    assert (kind.content_type, kept_name("picture.svg", kind)) == ("text/plain", "picture.txt")


def test_file_that_is_two_things_is_handed_out_as_the_harmless_one(anna, maisie, settings, tmp_path):
    """A real JPEG, to a browser that does not guess, whatever is hidden behind it."""
    settings.MEDIA_ROOT = tmp_path
    jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"<script>alert(1)</script>\xff\xd9"
    send(anna, maisie, jpeg, "photo.html")
    document = Document.objects.get()
    answer = as_user(anna).get(reverse("document-file", args=[maisie.pk, document.pk]))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_archive_that_would_fill_the_memory_is_never_unpacked():
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, b"\0" * 60_000_000)
    tracemalloc.start()
    assert content_type_of(bomb).endswith("wordprocessingml.document")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "..\\..\\passwd.pdf", "/etc/passwd.pdf", "C:\\x\\passwd.pdf", "a/b/passwd.pdf"]
)
def test_no_path_survives_in_a_name(name):
    assert kept_name(name, KINDS["application/pdf"]) == "passwd.pdf"
