"""In a real browser: nothing typed is lost, whatever happens to the line or the log-in."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import sign_in, sign_out
from tests.ui.pages import Note
from ui import drafts

pytestmark = pytest.mark.django_db(transaction=True)
OFFLINE = "Not saved: no connection. Keep this page open, we will keep trying."


def status(page: Page):
    return page.locator(".app-save-status")


def kept(user, box: str = "text") -> list[str] | None:
    draft = drafts.open_draft(user, "note:new")
    return draft.data.get(box) if draft else None


def wait_until_kept(user, text: str) -> None:
    until = time.monotonic() + 10
    while kept(user) != [text]:
        assert time.monotonic() < until, f"kept {kept(user)}"
        time.sleep(0.05)


def test_what_is_typed_is_saved_without_a_button_and_found_again_on_another_computer(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    page.get_by_label("What happened").fill("Amy showed me her room.")
    page.get_by_label("School").check()
    page.get_by_role("group", name="Was the child seen alone?").get_by_label("Yes").check()
    expect(status(page)).to_contain_text("Saved ", timeout=8000)

    elsewhere = open_as(anna)
    elsewhere.goto("/notes/new")
    expect(elsewhere.get_by_text("We kept what you typed on")).to_be_visible()
    expect(elsewhere.get_by_label("What happened")).to_have_value("Amy showed me her room.")
    expect(elsewhere.get_by_label("School")).to_be_checked()
    expect(elsewhere.get_by_role("group", name="Was the child seen alone?").get_by_label("Yes")).to_be_checked()


def test_somebody_who_types_without_a_pause_is_saved_within_five_seconds(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    box = page.get_by_label("What happened")
    box.focus()
    begun = time.monotonic()
    while kept(anna) is None:
        assert time.monotonic() - begun < 8, "nothing saved while typing"
        box.press_sequentially("word ", delay=80)


def test_without_a_connection_the_page_says_so_and_saves_when_it_is_back(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    page.context.set_offline(True)
    page.get_by_label("What happened").fill("Typed on a train")
    expect(status(page)).to_have_text(OFFLINE, timeout=8000)
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("Saved ", timeout=8000)
    assert kept(anna) == ["Typed on a train"]


def test_without_a_connection_the_button_sends_nothing_into_the_void(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    page.context.set_offline(True)
    page.get_by_label("What happened").fill("Typed on a train")
    page.get_by_role("button", name="Save note").click()
    expect(status(page)).to_have_text(OFFLINE, timeout=8000)
    expect(page.get_by_label("What happened")).to_have_value("Typed on a train")
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("Saved ", timeout=8000)
    page.wait_for_timeout(1100)  # a second press within a second counts as a double click
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Note saved.")).to_be_visible()
    assert Note.objects.get().text == "Typed on a train"


def test_somebody_signed_out_is_told_and_carries_on_after_signing_in_elsewhere(open_as, anna, live_server):
    page = open_as(anna)
    page.goto("/notes/new")
    sign_out(page.context)
    page.get_by_label("What happened").fill("A long assessment")
    expect(status(page)).to_contain_text("You have been signed out. Your words are still on this page.", timeout=8000)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.get_by_label("User name").fill("anna")
    tab.get_by_label("Password", exact=True).fill("a-password-for-tests")
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("button", name="Sign out")).to_be_visible()

    expect(status(page)).to_contain_text("Saved ", timeout=15000)
    assert kept(anna) == ["A long assessment"]
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Note saved.")).to_be_visible()
    assert Note.objects.get().text == "A long assessment"


def test_words_are_not_saved_for_somebody_else_who_signed_in_on_the_same_browser(open_as, anna, tariq, live_server):
    page = open_as(anna)
    page.goto("/notes/new")
    sign_in(page.context, tariq, live_server.url)
    page.get_by_label("What happened").fill("Anna’s words")
    expect(status(page)).to_contain_text("Somebody else has signed in here.", timeout=8000)
    assert kept(tariq) is None


def test_words_typed_in_the_last_second_are_saved_when_the_page_is_left(open_as, anna):
    page = open_as(anna)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/notes/new")
    page.get_by_label("What happened").press_sequentially("Just typed")
    page.close(run_before_unload=True)
    wait_until_kept(anna, "Just typed")


def test_leaving_is_questioned_only_with_unsaved_words(open_as, anna):
    page = open_as(anna)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/notes/new")
    page.get_by_label("What happened").press_sequentially("Saved words")
    expect(status(page)).to_contain_text("Saved ", timeout=8000)
    page.goto("/log-in/")
    assert asked == []
    page.goto("/notes/new")
    page.get_by_label("What happened").press_sequentially("x")
    page.goto("/log-in/")
    assert asked == ["beforeunload"]


def test_the_other_person_on_the_same_page_is_named(open_as, anna, tariq):
    page, other = open_as(anna), open_as(tariq)
    page.goto("/notes/new")
    other.goto("/notes/new")
    other.get_by_label("What happened").fill("Tariq’s words")
    expect(status(other)).to_contain_text("Saved ", timeout=8000)
    page.get_by_label("What happened").fill("Anna’s words")
    expect(page.locator("[data-draft-others]")).to_contain_text(
        "Tariq Example is also writing this. Last saved", timeout=8000
    )
    assert kept(anna) == ["Anna’s words"]
    assert kept(tariq) == ["Tariq’s words"]


def test_a_saved_form_leaves_no_draft_behind(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    page.get_by_label("What happened").press_sequentially("Quickly sent")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Note saved.")).to_be_visible()
    time.sleep(1.5)
    assert kept(anna) is None


def test_what_is_typed_after_going_back_to_a_saved_form_is_kept_as_new_words(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    page.get_by_label("What happened").fill("First")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Note saved.")).to_be_visible()
    page.go_back()
    page.get_by_label("What happened").fill("Second")
    wait_until_kept(anna, "Second")


def test_a_second_window_of_the_same_person_overwrites_nothing(open_as, anna):
    first = open_as(anna)
    first.goto("/notes/new")
    second = first.context.new_page()
    second.goto("/notes/new")
    first.get_by_label("What happened").fill("A long assessment")
    expect(status(first)).to_contain_text("Saved ", timeout=8000)
    second.get_by_label("What happened").fill("x")
    expect(status(second)).to_contain_text("Saved ", timeout=8000)
    second.get_by_label("What happened").fill("xy")
    wait_until_kept(anna, "xy")
    first.close()
    second.get_by_role("button", name="Save note").click()
    expect(second.get_by_text("Note saved.")).to_be_visible()
    second.goto("/notes/new")
    expect(second.get_by_label("What happened")).to_have_value("A long assessment")


def test_discarding_needs_no_script(open_as, anna):
    drafts.save_draft(user=anna, key="note:new", data={"text": ["Not wanted"]})
    page = open_as(anna, java_script_enabled=False)
    page.goto("/notes/new")
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_label("What happened")).to_have_value("")
