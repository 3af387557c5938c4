"""What each field accepts, gives back and says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from ui import fields
from ui.forms import GovForm
from ui.rendering import component_of


class Colour(models.TextChoices):
    RED = "R", "Red"
    BLUE = "B", "Blue"


class AForm(GovForm):
    name = fields.TextField(label="Full name")
    nhs = fields.TextField(label="NHS number")
    born_on = fields.DateField(label="Date of birth", past=True)
    due_on = fields.DateField(label="When is it due?", noun="the due date", future=True, required=False)
    at = fields.DateTimeField(label="Time of the call", past=True)
    colour = fields.ChoiceField(label="Colour", choices=Colour)
    alone = fields.YesNoField(label="Was the child seen alone?", not_known=True)
    count = fields.WholeNumberField(label="Number of children", min_value=0, required=False)
    agreed = fields.TickField(label="The family agrees", noun="the family agrees")


GOOD = {
    "name": "Amy",
    "nhs": "1",
    "born_on_day": "2",
    "born_on_month": "3",
    "born_on_year": "2015",
    "at_day": "25",
    "at_month": "10",
    "at_year": "2025",
    "at_time": "1:30",
    "colour": "B",
    "alone": "not-known",
    "agreed": "on",
}


def errors_of(**changed) -> dict[str, list[str]]:
    return {name: list(found) for name, found in AForm({**GOOD, **changed}).errors.items()}


def test_good_answers_come_out_as_what_they_mean():
    form = AForm(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == date(2015, 3, 2)
    assert form.cleaned_data["colour"] == "B"
    assert form.cleaned_data["alone"] is None
    assert form.cleaned_data["due_on"] is None
    assert form.cleaned_data["agreed"] is True


def test_the_hour_that_comes_twice_in_october_means_the_first():
    form = AForm(GOOD)
    assert form.is_valid()
    assert form.cleaned_data["at"].astimezone(UTC) == datetime(2025, 10, 25, 0, 30, tzinfo=UTC)
    form = AForm({**GOOD, "at_day": "26"})
    assert form.is_valid()
    assert form.cleaned_data["at"].astimezone(UTC) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_the_hour_that_is_missing_in_march_is_no_time():
    said = errors_of(at_day="30", at_month="3", at_time="01:30")
    assert said == {"at": ["Time of the call must be a real time: the clocks went forward in that hour"]}


def test_every_missing_answer_is_named_in_plain_words():
    form = AForm({})
    assert {name: found[0] for name, found in form.errors.items()} == {
        "name": "Enter full name",
        "nhs": "Enter NHS number",
        "born_on": "Enter date of birth",
        "at": "Enter time of the call",
        "colour": "Select colour",
        "alone": "Answer “Was the child seen alone?”",
        "agreed": "Tick the box: the family agrees",
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"born_on_month": ""}, {"born_on": ["Date of birth must include a month"]}),
        ({"born_on_day": "32"}, {"born_on": ["Date of birth must be a real date"]}),
        ({"at_time": ""}, {"at": ["Time of the call must include a time"]}),
        (
            {"at_day": "", "at_month": "", "at_year": ""},
            {"at": ["Time of the call must include a day, month and year"]},
        ),
        ({"colour": "green"}, {"colour": ["Colour must be one of the answers in the list"]}),
        ({"count": "two"}, {"count": ["Number of children must be a whole number, like 3"]}),
    ],
)
def test_a_wrong_answer_is_named_in_plain_words(changed, said):
    assert errors_of(**changed) == said


def test_tomorrow_is_not_in_the_past_and_yesterday_not_in_the_future():
    tomorrow, yesterday = (timezone.localdate() + timedelta(days=n) for n in (1, -1))
    said = errors_of(
        born_on_day=str(tomorrow.day),
        born_on_month=str(tomorrow.month),
        born_on_year=str(tomorrow.year),
        due_on_day=str(yesterday.day),
        due_on_month=str(yesterday.month),
        due_on_year=str(yesterday.year),
    )
    assert said == {
        "born_on": ["Date of birth must be today or in the past"],
        "due_on": ["The due date must be today or in the future"],
    }


def test_today_is_londons_and_not_greenwichs(monkeypatch):
    just_after_midnight_in_london = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("ui.fields.timezone.now", lambda: just_after_midnight_in_london)
    monkeypatch.setattr("django.utils.timezone.now", lambda: just_after_midnight_in_london)
    assert fields.DateField(label="Day", past=True).clean(["1", "7", "2026"]) == date(2026, 7, 1)


def test_now_is_offered_and_shown_on_londons_clock():
    form = AForm()
    shown = fields.DateTimeField.widget().decompress(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert shown == ["1", "7", "2026", "00:30"]
    assert form["at"].value() <= timezone.now()


def test_seven_answers_are_a_list_and_six_are_radios():
    assert component_of(fields.ChoiceField(label="x", choices=[(n, n) for n in range(6)])) == "radios"
    assert component_of(fields.ChoiceField(label="x", choices=[(n, n) for n in range(7)])) == "select"


def test_a_file_that_is_too_big_is_refused():
    field = fields.FileField(label="Report", max_bytes=10)
    with pytest.raises(ValidationError, match="Report must be smaller than 10"):
        field.clean(SimpleUploadedFile("report.pdf", b"x" * 11))


class Dependent(GovForm):
    alone = fields.YesNoField(label="Was the child seen alone?", reveals={"no": ["why_not"]})
    why_not = fields.TextField(label="Why not?", noun="why not")


def test_a_question_under_an_answer_is_asked_only_when_that_answer_is_given():
    assert Dependent({"alone": "no"}).errors == {"why_not": ["Enter why not"]}
    form = Dependent({"alone": "yes", "why_not": "typed before the answer changed"})
    assert form.is_valid()
    assert form.cleaned_data == {"alone": True, "why_not": ""}
