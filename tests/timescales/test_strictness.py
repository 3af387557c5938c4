"""A council may be stricter than the law, never laxer: over every start there is."""

from datetime import date

import pytest

from timescales.rulebook import rulebook
from timescales.strictness import why_laxer

NEAR = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("rule_id", "duration", "unit"),
    [
        ("assessment", 45, "working_days"),
        ("assessment", 40, "working_days"),
        ("assessment", 8, "weeks"),
        ("assessment", 61, "calendar_days"),
        ("referral.decision", 24, "hours"),
        ("referral.decision", 0, "working_days"),
        ("icpc", 15, "working_days"),
        ("icpc", 14, "calendar_days"),
        ("lac.visit.year1", 4, "weeks"),
        ("lac.visit.year1", 42, "calendar_days"),
        # 28 days are never longer than a month.
        ("sar", 28, "calendar_days"),
        ("police_protection", 48, "hours"),
        # Notice 8 weeks before is stricter than 6: it counts back.
        ("pf.notice", 8, "weeks"),
    ],
)
def test_stricter_or_the_same_is_never_later(rule_id, duration, unit):
    assert why_laxer((duration, unit), rulebook().countable(rule_id), NEAR) is None


@pytest.mark.parametrize(
    ("rule_id", "duration", "unit"),
    [
        ("assessment", 46, "working_days"),
        # The same from a Monday; from a Saturday, nine weeks end a day after 45 working days.
        ("assessment", 9, "weeks"),
        ("referral.decision", 25, "hours"),
        # Five working days pass as fast as a week, but for Christmas.
        ("lac.visit.first", 5, "working_days"),
        # 30 days are later than a month in February.
        ("sar", 30, "calendar_days"),
        ("police_protection", 3, "calendar_days"),
        ("police_protection", 73, "hours"),
        ("pf.notice", 5, "weeks"),
    ],
)
def test_what_could_ever_be_later_is_found(rule_id, duration, unit):
    assert why_laxer((duration, unit), rulebook().countable(rule_id), NEAR) is not None


def test_the_sentence_gives_a_start_that_shows_it():
    # 45 working days from 24 November are 29 January 2027, a Friday; the 46th is Monday 1 February.
    sentence = why_laxer((46, "working_days"), rulebook().countable("assessment"), NEAR)
    assert sentence == (
        "A council may be stricter than the law, never laxer. 46 working days could end later than "
        "45 working days: from Tuesday 24 November 2026 that is 1 February 2027, not 29 January 2027."
    )
