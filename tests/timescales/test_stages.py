"""Who is warned when, by hand."""

from datetime import date

import pytest

from tests.timescales.conftest import london
from timescales.calendars import england
from timescales.council import Council
from timescales.rulebook import rulebook
from timescales.stages import warning_moments
from timescales.timing import due_under


def warnings(rule_id, start, variant=""):
    rule = rulebook().countable(rule_id, variant)
    return warning_moments(rule, start, due_under(rule, start, Council()), england())


def test_an_assessment_warns_10_5_and_2_working_days_before():
    # Due Thursday 7 May 2026; Monday 4 May is a bank holiday. Back from the 7th: 6, 5 (2 days), 1 May, 30, 29 April
    # (5 days), 28, 27, 24, 23, 22 April (10 days).
    assert warnings("assessment", date(2026, 3, 2)) == (
        london(2026, 4, 22),
        london(2026, 4, 29),
        london(2026, 5, 5),
    )


def test_a_conference_warns_5_3_and_1_working_days_before():
    # Due Monday 27 April 2026: 24 (1), 23, 22 (3), 21, 20 April (5).
    assert warnings("icpc", date(2026, 4, 2)) == (london(2026, 4, 20), london(2026, 4, 22), london(2026, 4, 24))


def test_a_review_conference_warns_early_enough_to_be_booked():
    # From 2 March, due 2 June 2026; 25 May is a bank holiday. 20 working days before 2 June: 1 June, 29-26 May (5),
    # 22-18 (10), 15-11 (15), 8-5 May (19), then Friday 1 May, since the 4th is a bank holiday.
    assert warnings("rcpc.first", date(2026, 3, 2)).worker == london(2026, 5, 1)


def test_one_working_day_warns_at_half_three_quarters_and_nine_tenths():
    # From Monday noon to the last second of Tuesday: 36 hours less a second.
    worker, team, service = warnings("referral.decision", london(2026, 6, 1, 12))
    assert worker == london(2026, 6, 2, 6)
    assert team == london(2026, 6, 2, 14, 59, 59)
    assert service == london(2026, 6, 2, 20, 23, 59)


def test_hours_warn_by_their_share():
    # 4 hours from noon: 14:00, 15:00, 15:36.
    assert warnings("mash.check", london(2026, 6, 1, 12), "red") == (
        london(2026, 6, 1, 14),
        london(2026, 6, 1, 15),
        london(2026, 6, 1, 15, 36),
    )


def test_hours_warn_by_elapsed_time_when_the_clocks_change():
    # Noon on 24 October to eleven on the 27th: half of 72 elapsed hours is 23:00 on the 25th, in winter time.
    assert warnings("police_protection", london(2026, 10, 24, 12)).worker == london(2026, 10, 25, 23)


def test_a_rule_that_counts_back_warns_before_its_own_due_date():
    # Conference Wednesday 10 June, report due Friday 5 June: 4 (1), 3, 2 (3), 1 June, 29 May (5).
    assert warnings("icpc.report", date(2026, 6, 10), "initial") == (
        london(2026, 5, 29),
        london(2026, 6, 2),
        london(2026, 6, 4),
    )


@pytest.mark.parametrize(
    ("rule_id", "variant"),
    [(rule.id, rule.variant) for rule in rulebook() if rule.computable and not rule.backwards],
)
@pytest.mark.parametrize("start", [date(2026, 3, 2), date(2026, 12, 24), date(2027, 1, 2)])
def test_every_rule_warns_in_order_after_its_start_and_by_its_due_date(rule_id, variant, start):
    rule = rulebook().countable(rule_id, variant)
    due = due_under(rule, start, Council())
    worker, team, service = warning_moments(rule, start, due, england())
    assert london(start.year, start.month, start.day) <= worker <= team <= service <= due.due_at
    assert service < due.due_at
