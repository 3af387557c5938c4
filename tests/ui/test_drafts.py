"""The keeping of unsent words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ui import drafts
from ui.models import Draft
from ui.services import claim_token

pytestmark = pytest.mark.django_db
KEY = "assessment:12"


def test_a_draft_is_one_persons_and_is_replaced_as_she_types(anna, tariq):
    drafts.save_draft(user=anna, key=KEY, data={"text": ["Hal"]})
    drafts.save_draft(user=anna, key=KEY, data={"text": ["Half"], "topics": ["a", "b"], "none": []}, base_version=3)
    kept = drafts.open_draft(anna, KEY)
    assert (kept.data, kept.base_version) == ({"text": ["Half"], "topics": ["a", "b"], "none": []}, 3)
    assert drafts.open_draft(tariq, KEY) is None
    assert Draft.objects.count() == 1


def test_secrets_of_the_page_are_not_kept(anna):
    drafts.save_draft(user=anna, key=KEY, data={"csrfmiddlewaretoken": ["x"], "submit_token": ["y"], "text": ["z"]})
    assert drafts.open_draft(anna, KEY).data == {"text": ["z"]}


@pytest.mark.parametrize("key", ["", "a b", "../x", "x" * 201, "ключ"])
def test_a_key_that_no_page_uses_is_refused(anna, key):
    with pytest.raises(ValidationError):
        drafts.save_draft(user=anna, key=key, data={})


def test_more_than_a_page_can_hold_is_refused(anna):
    with pytest.raises(ValidationError, match="too much text"):
        drafts.save_draft(user=anna, key=KEY, data={"text": ["x" * 3_000_001]})


def test_words_that_arrive_after_their_form_was_handled_do_not_come_back_to_life(anna):
    claim_token(user=anna, token="the form's token")
    assert drafts.save_draft(user=anna, key=KEY, data={"text": ["late"]}, token="the form's token") is None
    assert drafts.open_draft(anna, KEY) is None


def test_others_are_named_for_twelve_hours(anna, tariq, mo):
    now = timezone.now()
    drafts.save_draft(user=tariq, key=KEY, data={"text": ["x"]}, at=now - timedelta(hours=11))
    drafts.save_draft(user=mo, key=KEY, data={"text": ["x"]}, at=now - timedelta(hours=13))
    drafts.save_draft(user=anna, key=KEY, data={"text": ["x"]}, at=now)
    assert [one.name for one in drafts.others_writing(anna, KEY, at=now)] == ["Tariq Example"]
    assert drafts.others_writing(anna, "assessment:13") == []


def test_unfinished_work_is_listed_latest_first(anna, tariq):
    morning = datetime(2026, 5, 7, 8, tzinfo=UTC)
    drafts.save_draft(user=anna, key="visit:1", data={}, title="Record a visit", url="/children/1/visit", at=morning)
    drafts.save_draft(user=anna, key="visit:2", data={}, at=morning + timedelta(hours=1))
    drafts.save_draft(user=tariq, key="visit:3", data={})
    assert [(one.key, one.title) for one in drafts.drafts_of(anna)] == [("visit:2", ""), ("visit:1", "Record a visit")]


def test_what_another_window_wrote_is_put_aside_and_not_overwritten(anna):
    first = drafts.save_draft(user=anna, key=KEY, data={"text": ["Long words"]}, page="window one")
    drafts.save_draft(user=anna, key=KEY, data={"text": ["x"]}, page="window two")
    assert drafts.open_draft(anna, KEY).data == {"text": ["x"]}
    drafts.swap_draft(user=anna, key=KEY)
    assert drafts.open_draft(anna, KEY).data == {"text": ["Long words"]}
    assert drafts.open_draft(anna, KEY).saved_at == first.saved_at
    drafts.swap_draft(user=anna, key=KEY)
    assert drafts.open_draft(anna, KEY).data == {"text": ["x"]}


def test_a_window_that_goes_on_from_the_draft_replaces_it(anna):
    first = drafts.save_draft(user=anna, key=KEY, data={"text": ["Begun"]}, page="window one")
    drafts.save_draft(user=anna, key=KEY, data={"text": ["Begun and more"]}, page="window two", seen_at=first.saved_at)
    assert drafts.open_draft(anna, KEY).earlier == []


def test_sending_one_window_keeps_what_the_other_wrote(anna):
    drafts.save_draft(user=anna, key=KEY, data={"text": ["Long words"]}, page="window one")
    second = drafts.save_draft(user=anna, key=KEY, data={"text": ["x"]}, page="window two")
    drafts.discard_draft(user=anna, key=KEY, page="window two", seen_at=second.saved_at)
    assert drafts.open_draft(anna, KEY).data == {"text": ["Long words"]}
    assert not drafts.discard_draft(user=anna, key=KEY, page="window three") or drafts.open_draft(anna, KEY) is None


def test_sending_a_window_that_never_saw_the_draft_leaves_the_draft(anna):
    drafts.save_draft(user=anna, key=KEY, data={"text": ["Long words"]}, page="window one")
    assert not drafts.discard_draft(user=anna, key=KEY, page="window two")
    assert drafts.open_draft(anna, KEY).data == {"text": ["Long words"]}
