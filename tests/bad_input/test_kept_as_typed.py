"""What is kept comes back letter for letter, and every page, e-mail, PDF and file shows it without running it."""

from html import unescape

import pytest
from django.utils import timezone

from audit.models import Event
from casework.models import CaseNote
from casework.services import write_case_note
from people.models import Child
from staff.services import alert
from tests.bad_input.test_every_form import ODD_LETTERS, SCRIPT
from tests.factories.casework import a_case
from tests.factories.pages import signed_in
from tests.factories.partners import partner, posted, with_token
from tests.factories.people import child
from tests.factories.staff import held

pytestmark = pytest.mark.django_db
NAMES = {**ODD_LETTERS, "script": SCRIPT}


@pytest.mark.parametrize("what", sorted(NAMES))
def test_name_comes_back_on_every_page_that_shows_it_and_runs_on_none(what, department):
    name = NAMES[what]
    row = child(name, "Clarke")
    held(row, department.anna)
    alert(user=department.anna, kind="allocated", text=f"{row.name} is yours", key="k", child_id=row.pk)
    client = signed_in(department.anna)
    for address in ("", "chronology/", "family/", "documents/", "notes/", "visits/"):
        answer = client.get(f"/children/{row.pk}/{address}")
        if answer.status_code == 404 and address:
            continue
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert " ".join(name.split()) in " ".join(unescape(page).split()), address
        assert SCRIPT not in page
        assert "<img src=x" not in page
    for address in ("/", "/alerts/", "/my-children/"):
        page = client.get(address).content.decode()
        assert "<img src=x" not in page
        assert name in unescape(page), address
    found = client.get("/api/v1/children/").json()["results"]
    assert [one["forename"] for one in found] == [name]


@pytest.mark.parametrize("what", sorted(NAMES))
def test_words_of_a_note_are_kept_letter_for_letter(what, department):
    text = NAMES[what]
    row = child("Maisie", "Clarke")
    a_case(department.anna, row)
    write_case_note(children=[row], kind="telephone", happened_at=timezone.now(), text=text, by=department.anna)
    assert CaseNote.objects.get().text == text
    page = signed_in(department.anna).get(f"/children/{row.pk}/notes/").content.decode()
    assert "<img src=x" not in page


def test_message_of_a_partner_is_kept_letter_for_letter(department):
    api = with_token(partner())
    answers = [
        api.post(
            "/api/v1/contacts/", posted({"forename": name, "surname": "Clarke"}, concern=name, partner_reference=what)
        )
        for what, name in NAMES.items()
    ]
    assert {answer.status_code for answer in answers} == {201}, [answer.json() for answer in answers]
    assert [answer.json()["children"][0]["forename"] for answer in answers] == list(NAMES.values())
    assert set(Child.objects.values_list("forename", flat=True)) == set(NAMES.values())
    assert Event.objects.filter(kind="contact").count() == len(NAMES)


def test_null_character_is_refused_in_a_sentence_and_nothing_is_recorded(department):
    answer = with_token(partner()).post("/api/v1/contacts/", posted(concern="Zo\0e"))
    assert answer.status_code == 400
    assert list(answer.json()) == ["concern"]
    assert not Child.objects.exists()
