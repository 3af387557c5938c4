"""Two people change the same record."""

import pytest

from tests.ui.conftest import hidden
from tests.ui.pages import Note
from tests.ui.test_form_page import words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def note() -> Note:
    return Note.objects.create(text="First words", people=["Amy", "Ben"])


def typed(page, text: str) -> dict[str, str]:
    """What a browser would send from this page with another text."""
    return {
        "text": text,
        "people-count": "2",
        "people-0-name": "Amy",
        "people-1-name": "Ben",
        "version": hidden(page, "version"),
        "submit_token": hidden(page, "submit_token"),
    }


def test_the_later_one_sees_what_the_earlier_one_saved_and_keeps_her_words(as_anna, as_tariq, note):
    address = f"/notes/{note.pk}/change"
    hers, his = as_anna.get(address), as_tariq.get(address)
    assert as_tariq.post(address, typed(his, "Tariq’s words")).status_code == 302

    answer = as_anna.post(address, typed(hers, "Anna’s words"))
    assert answer.status_code == 409
    assert "Somebody saved this while you were writing" in words_in(answer)
    assert "What happened Tariq’s words Anna’s words" in words_in(answer)
    assert ">\nAnna’s words</textarea>" in answer.content.decode()
    note.refresh_from_db()
    assert note.text == "Tariq’s words"

    assert as_anna.post(address, typed(answer, "Both our words")).status_code == 302
    note.refresh_from_db()
    assert (note.text, note.version) == ("Both our words", 3)


def test_a_draft_of_an_older_version_is_noticed_when_it_is_sent(as_anna, as_tariq, anna, note):
    address = f"/notes/{note.pk}/change"
    as_anna.post(address, {**typed(as_anna.get(address), ""), "submit_token": ""})
    as_tariq.post(address, typed(as_tariq.get(address), "Tariq’s words"))
    page = as_anna.get(address)
    assert hidden(page, "version") == "1"
    assert as_anna.post(address, typed(page, "Mine")).status_code == 409


def test_a_form_that_nobody_overtook_goes_through(as_anna, note):
    address = f"/notes/{note.pk}/change"
    assert as_anna.post(address, typed(as_anna.get(address), "New words")).status_code == 302
