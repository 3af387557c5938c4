"""The tags and filters of every template."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.utils import timezone

from tests.ui.pages import NoteForm


def drawn(source: str, rf, **names) -> str:
    request = rf.get("/list", {"team": "north", "page": "2"})
    return " ".join(Template(source).render(RequestContext(request, names)).split())


def test_dates_as_people_read_them(rf):
    at = datetime(2026, 6, 30, 23, 5, tzinfo=UTC)
    assert drawn("{{ d|day }} {{ at|moment }} {{ at|clock_time }}|{{ none|day }}", rf, d=date(2026, 5, 7), at=at) == (
        "7 May 2026 1 July 2026, 00:05 00:05|"
    )


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (185, "3 hours left"),
        (61, "1 hour left"),
        (20, "20 minutes left"),
        (-130, "2 hours over"),
        (60 * 24 * 5 + 5, "5 days left"),
    ],
)
def test_how_long_is_left(rf, minutes, said):
    due = timezone.now() + timedelta(minutes=minutes, seconds=30)
    assert drawn("{{ due|hours_left }}", rf, due=due) == said


@pytest.mark.parametrize(
    ("born", "said"),
    [((2015, 5, 8), "10"), ((2015, 5, 7), "11"), ((2025, 4, 8), "12 months"), ((2026, 8, 1), "unborn")],
)
def test_age_on_a_day(rf, born, said):
    assert drawn("{{ born|age:on }}", rf, born=date(*born), on=date(2026, 5, 7)) == said


def test_a_button_guards_against_a_double_click(rf):
    assert 'data-prevent-double-click="true">Save</button>' in drawn('{% button "Save" %}', rf)
    assert 'class="govuk-button govuk-button--warning"' in drawn('{% button "End plan" "warning" %}', rf)
    assert drawn('{% button "Back" "secondary" href="/x" %}', rf).startswith('<a href="/x"')


def test_what_is_typed_is_never_taken_for_markup(rf):
    rows = [("Name", "<script>alert(1)</script>")]
    page = drawn('{% summary_list rows %}{% tag text "red" %}{% button text %}', rf, rows=rows, text="<b>")
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_summary_list_says_what_is_not_recorded_and_names_its_links(rf):
    rows = [("Date of birth", date(2015, 3, 2), "/change", "Amy’s date of birth"), ("School", None)]
    page = drawn("{% summary_list rows %}", rf, rows=rows)
    assert "2 March 2015" in page
    assert "Not recorded" in page
    assert 'Change<span class="govuk-visually-hidden"> Amy’s date of birth</span>' in page


def test_pages_keep_the_rest_of_the_address(rf):
    page = Paginator(range(100), 10).page(2)
    html = drawn("{% pagination page_obj %}", rf, page_obj=page)
    assert 'href="?team=north&amp;page=3"' in html
    assert 'aria-current="page">2</a>' in html


def test_details_hold_what_is_not_needed_at_once(rf):
    page = drawn('{% details "Why this date" %}<p>45 working days</p>{% enddetails %}', rf)
    assert "Why this date</span></summary>" in page
    assert "<p>45 working days</p>" in page


def test_the_error_summary_leads_to_the_wrong_part_of_a_date(rf):
    form = NoteForm({"text": "x", "seen_on_day": "7", "seen_on_year": "2026"})
    page = drawn("{% error_summary form %}", rf, form=form)
    assert '<a href="#id_seen_on_month">Date seen must include a month</a>' in page
    assert drawn("{% error_summary form %}", rf, form=NoteForm()) == ""
