"""The rules as data: nothing lost, nothing laxer, and old records keep the rule of their day."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from timescales.rulebook import (
    HERE,
    NoNumberError,
    RuleBook,
    UnknownRuleError,
    read_local_defaults,
    read_rules,
    rulebook,
)

# Ids stand in other programs and in old records: one may be added here, none may ever go.
KEPT_FOR_GOOD = (Path(__file__).parent / "rule_ids.txt").read_text().split()


def test_every_id_is_kept_for_good():
    assert set(KEPT_FOR_GOOD) <= set(rulebook().ids)


@pytest.mark.parametrize(
    ("rule_id", "length"),
    [
        ("referral.decision", "1 working day"),
        ("assessment", "45 working days"),
        ("icpc", "15 working days"),
        ("coregroup.first", "10 working days"),
        ("rcpc.first", "3 months"),
        ("rcpc.next", "6 months"),
        ("police_protection", "72 hours"),
        ("epo", "8 calendar days"),
        ("lac.review.first", "20 working days"),
        ("lac.review.second", "3 months"),
        ("lac.visit.first", "1 week"),
        ("lac.visit.year1", "6 weeks"),
        ("lac.visit.reg19.later", "6 weeks"),
        ("lac.visit.reg24.later", "4 weeks"),
        ("proceedings", "26 weeks"),
        ("cp.twoyears", "2 years"),
    ],
)
def test_numbers_of_law_and_guidance(rule_id, length):
    rule = rulebook().countable(rule_id)
    assert rule.length == length
    assert not rule.local


@pytest.mark.parametrize(
    ("rule_id", "variant", "length"),
    [
        ("mash.check", "red", "4 hours"),
        ("mash.check", "blue", "72 hours"),
        ("cp.visit", "", "10 working days"),
        ("cin.visit", "", "4 weeks"),
        ("earlyhelp.review", "", "3 months"),
    ],
)
def test_numbers_that_the_law_leaves_open_are_marked_as_local(rule_id, variant, length):
    rule = rulebook().countable(rule_id, variant)
    assert rule.length == length
    assert rule.local
    assert rule.source.startswith("Local default, not a national number")


def test_each_rule_has_what_its_page_shows():
    for rule in rulebook():
        assert rule.title, rule.id
        assert rule.source, rule.id
        assert rule.evidence in ("primary", "secondary", "none"), rule.id
        assert rule.kind in ("deadline", "limit", "measure", "wait"), rule.id
        assert bool(rule.calendar) == (rule.unit == "working_days"), rule.id


def test_a_clock_never_starts_for_section_20():
    with pytest.raises(NoNumberError, match="72 hours belong to police protection"):
        rulebook().countable("lac.s20")


def test_a_rule_that_needs_a_variant_says_which():
    with pytest.raises(NoNumberError, match="one of: red, amber, green, blue"):
        rulebook().countable("mash.check")


@pytest.mark.parametrize("rule_id", ["lac.pep.term", "lac.pep.school_place", "lac.permanence"])
def test_terms_and_events_give_no_date_by_themselves(rule_id):
    with pytest.raises(NoNumberError, match="cannot be counted from a date alone"):
        rulebook().countable(rule_id)


def test_an_unknown_rule_suggests_near_ones():
    with pytest.raises(UnknownRuleError, match="Did you mean assessment"):
        rulebook().find("assesment")


def test_an_unknown_variant_names_those_there_are():
    with pytest.raises(UnknownRuleError, match="It has: extended"):
        rulebook().find("complaint.1", "very long")


def changed_law() -> RuleBook:
    old = rulebook().find("assessment")
    return RuleBook([replace(old, duration=35, holds_from=date(2028, 4, 1)), old])


@pytest.mark.parametrize(
    ("on", "duration"),
    [
        (date(2026, 3, 2), 45),
        (date(2028, 3, 31), 45),
        (date(2028, 4, 1), 35),
        # Before the first row began, that row: something must be counted.
        (date(2001, 1, 1), 45),
    ],
)
def test_a_record_keeps_the_rule_of_its_day(on, duration):
    assert changed_law().find("assessment", on=on).duration == duration


def test_without_a_day_the_latest_row_is_meant():
    assert changed_law().find("assessment").duration == 35


def test_rows_from_a_day_on_are_the_one_that_holds_and_those_after():
    rows = changed_law().rows_from("assessment", "", date(2027, 1, 1))
    assert [rule.duration for rule in rows] == [45, 35]


def written(path: Path, **changes: str) -> Path:
    with (HERE / "rules.csv").open(newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == "assessment")
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row | changes)
    return path


@pytest.mark.parametrize(
    "changes", [{"duration": "forty"}, {"unit": "fortnights"}, {"calendar": "mars"}, {"holds_from": "1.4.2028"}]
)
def test_a_row_that_cannot_be_meant_is_refused_by_name(tmp_path, changes):
    with pytest.raises(ValueError, match="assessment"):
        read_rules(written(tmp_path / "rules.csv", **changes))


def test_a_local_default_never_stands_over_a_national_number(tmp_path):
    path = tmp_path / "local.csv"
    path.write_text("id,variant,duration,unit,note\nassessment,,60,working_days,\n")
    with pytest.raises(ValueError, match="has a national number"):
        read_local_defaults(path, read_rules(HERE / "rules.csv"))
