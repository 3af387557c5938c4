"""Case notes, documents and marks on the chronology, as pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import Event, RecordOpening
from casework import services
from casework.models import CaseNote, CaseNoteChild, ChronologyMark, Document
from people.models import Relationship
from tests.casework.pages import as_user, moment_of, queries_of, text_of
from tests.casework.test_note_services import EXE, PDF
from tests.factories.casework import a_case, a_child
from ui.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def maisie(anna):
    return a_case(anna).child


def note_typed(**changes) -> dict:
    happened_at = timezone.now() - timedelta(hours=1)
    return {"kind": "telephone", "text": "Rang the school.", **moment_of("happened_at", happened_at), **changes}


def test_note_for_two_children_at_once(anna, maisie):
    jack, mother = a_case(anna, a_child("Jack")).child, a_child("Kelly")
    for child in (maisie, jack):
        Relationship.objects.create(from_person=mother, to_person=child, kind="parent")
    as_user(anna).post(reverse("case-note-new", args=[maisie.pk]), note_typed(also=[str(jack.pk)]))
    assert CaseNote.objects.count() == 1
    for child, other in ((maisie, "Jack Clarke"), (jack, "Maisie Clarke")):
        page = text_of(as_user(anna).get(reverse("case-notes", args=[child.pk])))
        assert "Rang the school." in page
        assert f"Also on the record of {other}" in page


def test_double_click_writes_one_note(anna, maisie):
    client, url = as_user(anna), reverse("case-note-new", args=[maisie.pk])
    typed = note_typed(submit_token="one-opening")
    assert [client.post(url, typed).status_code for _ in range(2)] == [302, 302]
    assert CaseNote.objects.count() == 1


def test_refused_note_is_kept_as_a_draft_and_comes_back(anna, maisie):
    url = reverse("case-note-new", args=[maisie.pk])
    answer = as_user(anna).post(url, note_typed(kind="", text="An hour's work"))
    assert answer.status_code == 422
    assert "An hour&#x27;s work" in text_of(as_user(anna).get(url))
    as_user(anna).post(url, note_typed())
    assert not Draft.objects.exists()


def test_note_in_the_future_is_refused(anna, maisie):
    later = timezone.now() + timedelta(days=1)
    answer = as_user(anna).post(
        reverse("case-note-new", args=[maisie.pk]), note_typed(**moment_of("happened_at", later))
    )
    assert answer.status_code == 422
    assert "must be now or in the past" in text_of(answer)


def test_putting_a_note_right_starts_from_its_words(anna, maisie):
    as_user(anna).post(reverse("case-note-new", args=[maisie.pk]), note_typed())
    first = CaseNote.objects.get()
    url = f"{reverse('case-note-new', args=[maisie.pk])}?corrects={first.pk}"
    assert "Rang the school.</textarea>" in text_of(as_user(anna).get(url))
    as_user(anna).post(url, note_typed(text="Rang the school twice."))
    assert first.corrections.get().text == "Rang the school twice."
    other = a_case(anna, a_child("Jack")).child
    wrong = f"{reverse('case-note-new', args=[other.pk])}?corrects={first.pk}"
    assert as_user(anna).get(wrong).status_code == 404


def test_list_takes_as_many_queries_for_a_thousand_notes_as_for_ten(anna, maisie):
    client, url = as_user(anna), reverse("case-notes", args=[maisie.pk])
    add_notes(anna, maisie, 10)
    few = queries_of(client, url)
    add_notes(anna, maisie, 990)
    assert queries_of(client, url) == few
    assert few < 25


def add_notes(by, child, count: int) -> None:
    notes = CaseNote.objects.bulk_create(
        CaseNote(kind="other", happened_at=timezone.now(), text=f"Note {n}", written_by=by) for n in range(count)
    )
    CaseNoteChild.objects.bulk_create(CaseNoteChild(note=note, child=child) for note in notes)


# Documents


def upload(client, child, name: str, content: bytes, title: str = "School report"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("document-add", args=[child.pk]), {"title": title, "upload": file})


def test_document_is_added_and_handed_out_as_a_download_only(anna, maisie):
    assert upload(as_user(anna), maisie, "report.pdf", PDF).status_code == 302
    document = Document.objects.get()
    answer = as_user(anna).get(reverse("document-file", args=[maisie.pk, document.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert RecordOpening.objects.filter(user_id=anna.pk, page="document").exists()


def test_renamed_program_is_refused_in_a_sentence_and_the_title_stays(anna, maisie):
    answer = upload(as_user(anna), maisie, "report.pdf", EXE)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "“report.pdf” is not a kind of file that the record keeps" in page
    assert 'value="School report"' in page
    assert not Document.objects.exists()


def test_forty_megabytes_get_an_answer_not_a_broken_connection(anna, maisie, tmp_path):
    answer = upload(as_user(anna), maisie, "film.pdf", PDF + b"\0" * 40 * 1024 * 1024)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "“film.pdf” is larger than 20 MB" in page
    assert 'value="School report"' in page
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_no_file_at_all(anna, maisie):
    answer = as_user(anna).post(reverse("document-add", args=[maisie.pk]), {"title": "x"})
    assert "Choose a file" in text_of(answer)


def test_document_of_another_child_and_a_withdrawn_one_are_not_found(anna, lena, maisie):
    upload(as_user(anna), maisie, "report.pdf", PDF)
    document, other = Document.objects.get(), a_case(anna, a_child("Jack")).child
    file = reverse("document-file", args=[maisie.pk, document.pk])
    assert as_user(lena).get(file).status_code == 404
    assert as_user(anna).get(reverse("document-file", args=[other.pk, document.pk])).status_code == 404
    typed = {"because": "Another child's."}
    as_user(anna).post(reverse("document-withdraw", args=[maisie.pk, document.pk]), typed)
    assert as_user(anna).get(file).status_code == 404
    assert "Withdrawn: School report" in text_of(as_user(anna).get(reverse("documents", args=[maisie.pk])))


def test_nobody_signed_in_gets_no_document(anna, maisie, client):
    upload(as_user(anna), maisie, "report.pdf", PDF)
    answer = client.get(reverse("document-file", args=[maisie.pk, Document.objects.get().pk]))
    assert answer.status_code == 302
    assert reverse("log-in") in answer.url


# The chronology


def test_worker_marks_what_matters(anna, maisie):
    event = Event.objects.get(kind="case_opened")
    url = reverse("chronology-mark", args=[maisie.pk, event.pk])
    assert "Case opened" in text_of(as_user(anna).get(url))
    assert as_user(anna).post(url, {"significant": "yes", "note": "The first we knew."}).status_code == 302
    assert ChronologyMark.objects.get().note == "The first we knew."


def test_event_of_another_child_cannot_be_marked_here(anna, maisie):
    other = a_case(anna, a_child("Jack")).child
    event = Event.objects.get(kind="case_opened", child_id=other.pk)
    assert as_user(anna).get(reverse("chronology-mark", args=[maisie.pk, event.pk])).status_code == 404


@pytest.mark.parametrize("name", ["case-notes", "case-note-new", "documents", "document-add"])
def test_stranger_finds_nothing(lena, maisie, name):
    assert as_user(lena).get(reverse(name, args=[maisie.pk])).status_code == 404


def test_mash_officer_reads_and_does_not_write(mo, maisie):
    assert as_user(mo).get(reverse("case-notes", args=[maisie.pk])).status_code == 200
    assert as_user(mo).get(reverse("case-note-new", args=[maisie.pk])).status_code == 403


def test_note_on_a_restricted_brothers_record_does_not_name_him(anna, tariq, maisie):
    from staff.models import Restriction

    jack = a_case(anna, a_child("Jack")).child
    services.write_case_note(
        children=[maisie, jack], kind="other", happened_at=timezone.now(), text="Both well.", by=anna
    )
    Restriction.objects.create(child=jack, reason="A colleague's family", from_on=timezone.localdate())
    page = text_of(as_user(tariq).get(reverse("case-notes", args=[maisie.pk])))
    assert "Both well." in page
    assert "Jack" not in page
