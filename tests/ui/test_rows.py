"""Repeated questions, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.ui.pages import Note, NoteForm
from ui.posting import Kept
from ui.rows import after_button


def test_empty_rows_are_passed_over_and_half_filled_ones_are_not():
    form = NoteForm({"text": "x", "people-count": "3", "people-0-name": "Amy", "people-2-came": "yes"})
    assert not form.is_valid()
    assert list(form.problems()) == [("id_people-2-name", "Enter name")]
    form = NoteForm({"text": "x", "people-count": "3", "people-0-name": "Amy", "people-2-name": "Ben"})
    assert form.is_valid()
    assert [row["name"] for row in form.cleaned_data["people"]] == ["Amy", "Ben"]


def test_the_count_is_held_within_limits():
    form = NoteForm({"text": "x", "people-count": "100000"})
    assert len(form.row_sets["people"]) == 30


def test_rows_are_shown_from_the_record_and_from_a_draft():
    form = NoteForm(initial={"people": [{"name": "Amy"}, {"name": "Ben"}]})
    assert [row["name"].value() for row in form.row_sets["people"]] == ["Amy", "Ben"]
    draft = Kept({"people-count": ["2"], "people-0-name": ["Cat"], "people-1-name": ["Dan"], "people-1-came": ["no"]})
    form = NoteForm(draft=draft)
    assert [row["name"].value() for row in form.row_sets["people"]] == ["Cat", "Dan"]
    assert form.row_sets["people"].forms[1]["came"].value() == "no"


def test_add_another_adds_one_and_remove_closes_the_gap():
    names = {"people-0-name": ["A"], "people-1-name": ["B"], "people-2-name": ["C"]}
    data = {"people-count": ["3"], "text": ["t"], **names}
    assert after_button({**data, "people-add": ["1"]}, NoteForm.rows)["people-count"] == ["4"]
    left = after_button({**data, "people-remove": ["1"]}, NoteForm.rows)
    assert left["people-count"] == ["2"]
    assert (left["people-0-name"], left["people-1-name"], left["text"]) == (["A"], ["C"], ["t"])
    assert "people-2-name" not in left
    assert after_button(data, NoteForm.rows) is None


@pytest.mark.django_db
def test_the_add_button_needs_no_script_and_blames_nobody(as_anna):
    answer = as_anna.post("/notes/new", {"text": "", "people-count": "1", "people-0-name": "Amy", "people-add": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" not in page
    assert 'value="Amy"' in page
    assert 'name="people-1-name"' in page


@pytest.mark.django_db(transaction=True)
def test_rows_in_the_browser(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    page.get_by_label("What happened").fill("A meeting")
    page.get_by_label("Name").fill("Amy")
    page.get_by_role("button", name="Add another person").click()
    second = page.get_by_role("group", name="Person 2")
    expect(second.get_by_label("Name")).to_be_focused()
    second.get_by_label("Name").fill("Ben")
    second.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Add another person").click()
    page.get_by_role("group", name="Person 3").get_by_label("Name").fill("Cat")
    page.get_by_role("button", name="Remove person 1").click()
    expect(page.get_by_role("group", name="Person 1").get_by_label("Name")).to_have_value("Ben")
    expect(page.get_by_role("group", name="Person 1").get_by_label("No", exact=True)).to_be_checked()
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Note saved.")).to_be_visible()
    assert Note.objects.get().people == ["Ben", "Cat"]
