"""Files and rows agree, whatever happened to the disk."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from casework import services
from casework.models import Document
from casework.services.keeping import check_documents, tidy_documents
from casework.tasks import check_documents as nightly
from staff.models import Alert
from tests.factories import people
from tests.factories.staff import held, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "documents"


@pytest.fixture
def maisie(anna):
    child = people.child("Maisie", "Clarke")
    held(child, anna)
    return child


def add(child, by, text: bytes = b"Dear all") -> Document:
    return services.add_document(child=child, title="Letter", upload=SimpleUploadedFile("a.txt", text), by=by)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def old(path: Path) -> Path:
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(path, (long_ago, long_ago))
    return path


def test_a_full_disk_refuses_the_file_in_words_and_leaves_neither_row_nor_file(folder, maisie, anna, monkeypatch):
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("casework.storage.os.fsync", full)
    with pytest.raises(ValidationError) as refusal:
        add(maisie, anna)
    assert "the server has no room for files" in refusal.value.message_dict["upload"][0]
    assert files(folder) == []
    assert not Document.objects.exists()


def test_a_failure_after_the_file_was_written_takes_the_file_away(folder, maisie, anna, monkeypatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr("casework.services.document.record_event", broken)
    with pytest.raises(RuntimeError, match="no event"):
        add(maisie, anna)
    assert files(folder) == []
    assert not Document.objects.exists()


def test_a_document_whose_file_is_gone_or_altered_is_found(folder, maisie, anna):
    _whole, gone, shorter, changed = (add(maisie, anna, text) for text in (b"one", b"two", b"three", b"four"))
    default_storage.delete(gone.file.name)
    Path(shorter.file.path).write_bytes(b"th")
    Path(changed.file.path).write_bytes(b"FOUR")
    quick, thorough = check_documents(), check_documents(read=True)
    assert (quick.documents, quick.missing, quick.altered) == (4, [gone.pk], [shorter.pk])
    assert (thorough.missing, sorted(thorough.altered)) == ([gone.pk], sorted([shorter.pk, changed.pk]))


def test_what_was_never_finished_goes_and_a_whole_file_is_only_set_aside(folder, maisie, anna):
    kept = add(maisie, anna)
    half = folder / "half.part"
    half.write_bytes(b"Dea")
    old(half)
    stray, young = folder / "stray", folder / "young"
    stray.write_bytes(b"whose?")
    young.write_bytes(b"just being saved")
    old(stray)
    found = check_documents()
    assert (found.unfinished, found.unclaimed) == ([half], [stray])
    tidy_documents(found)
    assert files(folder) == sorted([Path(kept.file.name).name, "stray", "young"])
    tidy_documents(check_documents(), set_aside=True)
    assert (folder.parent / "unclaimed" / "stray").read_bytes() == b"whose?"
    assert files(folder) == sorted([Path(kept.file.name).name, "young"])


def test_administrators_are_told_once_a_night_and_no_child_is_named(folder, maisie, anna):
    admin = user("ada", role="administrator")
    default_storage.delete(add(maisie, anna).file.name)
    assert nightly() == 1
    assert nightly() == 1
    told = Alert.objects.get(user=admin)
    assert told.text.startswith("1 documents have lost their file")


def test_the_command_ends_with_an_error_where_a_file_is_missing(folder, maisie, anna, capsys):
    default_storage.delete(add(maisie, anna).file.name)
    with pytest.raises(SystemExit):
        call_command("check_documents")
    assert "1 with their file missing" in capsys.readouterr().out
