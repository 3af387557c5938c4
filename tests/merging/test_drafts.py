"""Nothing typed is lost when the record of the page goes on under another number."""

import pytest

from people.merging import merge_people
from tests.factories.people import CLERK, child
from ui.drafts import open_draft, save_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(department):
    return child("Maisie"), child("Maisy")


def typed(user, key, pk, text):
    save_draft(user=user, key=key, data={"text": [text]}, url=f"/children/{pk}/notes/new/")


def merged(pair):
    merge_people(survivor=pair[0], absorbed=pair[1], reason="One girl", by=CLERK)


def test_unsent_words_wait_on_the_page_of_the_one_that_goes_on(pair, anna):
    maisie, maisy = pair
    typed(anna, f"case-note:{maisy.pk}", maisy.pk, "Rang her nan")
    typed(anna, f"child:{maisy.pk}:address", maisy.pk, "Mill Lane")
    typed(anna, f"plan:{maisy.pk}", maisy.pk, "The plan of that number, not the child")
    merged(pair)
    note = open_draft(anna, f"case-note:{maisie.pk}")
    assert (note.data, note.url) == ({"text": ["Rang her nan"]}, f"/children/{maisie.pk}/notes/new/")
    assert open_draft(anna, f"child:{maisie.pk}:address").data == {"text": ["Mill Lane"]}
    assert open_draft(anna, f"plan:{maisy.pk}").url == f"/children/{maisie.pk}/notes/new/"


def test_words_on_both_pages_are_both_kept(pair, anna):
    maisie, maisy = pair
    typed(anna, f"case-note:{maisie.pk}", maisie.pk, "Rang her mother")
    typed(anna, f"case-note:{maisy.pk}", maisy.pk, "Rang her nan")
    merged(pair)
    kept = open_draft(anna, f"case-note:{maisie.pk}")
    assert kept.data == {"text": ["Rang her mother"]}
    assert [one["data"] for one in kept.earlier] == [{"text": ["Rang her nan"]}]
    assert open_draft(anna, f"case-note:{maisy.pk}") is None
