"""The rules alone: no database, every day named."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from casework.codes import AssessmentFactor
from casework.rules.assessment import AboutChild, factor_problems, missing_for_submission, stops, tidy_factors
from casework.rules.closure import Case, check_closure, reason_for_step_down
from casework.rules.cycles import runs
from casework.rules.document import kept_name, kind_of, shown_name
from casework.rules.states import ALREADY, REFUSALS, TRANSITIONS, WORDS, State, Step, check_step, state_of
from casework.rules.visit import Result, check_took_place
from casework.rules.withholding import LEFT_OUT, address_secrets, name_secrets, withhold

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ON = date(2026, 4, 20)


@dataclass
class Text:
    child_words: str = "I like it at my nan's."
    developmental_needs: str = "x"
    parenting_capacity: str = "x"
    family_and_environment: str = "x"
    family_views: str = "x"
    analysis: str = "x"
    outcome: str = "child_in_need"
    factors: list[str] = field(default_factory=lambda: ["20"])


def about(**changes) -> AboutChild:
    facts = {
        "name": "Maisie Clarke",
        "called": "Maisie",
        "born_on": date(2017, 6, 1),
        "unborn": False,
        "seen_on": date(2026, 3, 9),
        "seen_alone_on": date(2026, 3, 9),
    }
    return AboutChild(**{**facts, **changes})


def fields(text: Text, **changes) -> list[str]:
    return [gap.field for gap in missing_for_submission(text, about(**changes), ON)]


# States


def test_every_state_has_words_and_a_place_in_the_table():
    after = set(TRANSITIONS.values())
    assert set(WORDS) == set(State)
    assert after | {State.DRAFT} == set(State)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_each_step_from_each_state_is_in_the_table_or_refused_with_a_sentence(state, step):
    if (state, step) in TRANSITIONS:
        assert check_step(state, step) == TRANSITIONS[state, step]
        return
    with pytest.raises(ValidationError) as refusal:
        check_step(state, step)
    assert refusal.value.messages[0] in {*REFUSALS.values(), *ALREADY.values()}


def test_nothing_follows_authorisation():
    assert not [step for (state, step) in TRANSITIONS if state == State.AUTHORISED]


@pytest.mark.parametrize(
    ("submitted", "returned", "authorised", "state"),
    [
        (None, None, None, State.DRAFT),
        (NOON, None, None, State.SUBMITTED),
        (None, NOON, None, State.RETURNED),
        (NOON, NOON, None, State.SUBMITTED),
        (NOON, NOON, NOON, State.AUTHORISED),
    ],
)
def test_state_follows_from_the_dates(submitted, returned, authorised, state):
    assert state_of(submitted, returned, authorised) == state


# What is missing


def test_whole_assessment_of_a_child_seen_alone_lacks_nothing():
    assert fields(Text()) == []


def test_analysis_factors_and_outcome_stop_a_submission():
    gaps = missing_for_submission(Text(analysis=" ", outcome="", factors=[]), about(), ON)
    assert [gap.field for gap in stops(gaps)] == ["analysis", "factors", "outcome"]


def test_child_not_seen_is_a_caution_and_says_nothing_of_being_alone():
    assert fields(Text(), seen_on=None, seen_alone_on=None) == ["seen"]


def test_child_of_eight_not_seen_alone_is_a_caution():
    assert fields(Text(), seen_alone_on=None) == ["seen_alone"]


@pytest.mark.parametrize(("born_on", "asked"), [(date(2022, 4, 20), True), (date(2022, 4, 21), False), (None, True)])
def test_seen_alone_is_asked_from_the_fourth_birthday(born_on, asked):
    assert ("seen_alone" in fields(Text(), seen_alone_on=None, born_on=born_on)) is asked


def test_unborn_child_is_neither_seen_nor_heard():
    assert fields(Text(child_words=""), unborn=True, born_on=None, seen_on=None, seen_alone_on=None) == []


def test_empty_words_of_the_child_are_a_caution():
    gaps = missing_for_submission(Text(child_words=""), about(), ON)
    assert [(gap.sentence, gap.must) for gap in gaps] == [("Nothing is written under “In Maisie’s own words”", False)]


# Factors


@pytest.mark.parametrize(
    ("factors", "outcome", "problems"),
    [
        (["21"], "nfa", 0),
        (["21"], "", 0),
        (["21"], "child_in_need", 1),
        (["21", "20"], "nfa", 1),
        (["21", "20"], "early_help", 2),
        (["3A", "16A"], "child_in_need", 0),
    ],
)
def test_no_factors_stands_alone_and_only_with_no_further_action(factors, outcome, problems):
    assert len(factor_problems(factors, outcome)) == problems


@given(st.lists(st.sampled_from(AssessmentFactor.values)))
def test_factors_come_out_once_each_in_the_departments_order(chosen):
    tidy = tidy_factors(chosen)
    assert tidy == [code for code in AssessmentFactor.values if code in chosen]
    assert tidy_factors(tidy) == tidy


@pytest.mark.parametrize("retired", ["18A", "19A", "x"])
def test_retired_factor_is_refused(retired):
    with pytest.raises(ValidationError):
        tidy_factors([retired])


# Runs of a clock


def at(day: int, hour: int = 0) -> datetime:
    return NOON + timedelta(days=day, hours=hour)


def test_each_visit_ends_a_run_and_begins_the_next():
    assert [(run.started, run.stopped, run.lapsed) for run in runs(at(0), [at(20), at(45)], None)] == [
        (at(0), at(20), False),
        (at(20), at(45), False),
        (at(45), None, False),
    ]


def test_what_lies_before_the_start_counts_for_nothing():
    assert runs(at(10), [at(3)], None) == runs(at(10), [], None)


def test_end_of_the_plan_lets_the_last_run_lapse():
    assert runs(at(0), [at(20)], at(30))[-1] == (at(20), at(30), True)


@given(st.lists(st.integers(-50, 300)), st.one_of(st.none(), st.integers(0, 300)))
def test_runs_join_without_a_gap_and_only_the_last_is_open_or_lapsed(days, end):
    found = runs(at(0), [at(day) for day in days], None if end is None else at(end))
    assert found[0].started == at(0)
    for one, following in pairwise(found):
        assert one.stopped == following.started
        assert not one.lapsed
    assert found[-1].lapsed is (end is not None)
    assert (found[-1].stopped is None) is (end is None)


# Closing


def case(**changes) -> Case:
    facts = {
        "child_name": "Maisie Clarke",
        "referral_date": date(2026, 3, 2),
        "died_on": None,
        "assessment_open": False,
        "authorised_on": [date(2026, 4, 22)],
        "plans": 0,
        "latest_date": date(2026, 4, 22),
    }
    return Case(**{**facts, **changes})


CLOSED_ON, TODAY = date(2026, 5, 1), date(2026, 5, 5)


def refused(a_case: Case, closed_on=CLOSED_ON, reason="RC7") -> set[str]:
    try:
        check_closure(a_case, closed_on, reason, TODAY)
    except ValidationError as refusal:
        return set(refusal.message_dict)
    return set()


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({}, "RC7", set()),
        ({}, "RC8", set()),
        ({}, "RC9", set()),
        ({"authorised_on": []}, "RC7", set()),
        ({"authorised_on": []}, "RC8", {"reason"}),
        ({"authorised_on": []}, "RC9", {"reason"}),
        ({"plans": 1}, "RC8", {"reason"}),
        ({"plans": 1}, "RC7", set()),
        ({}, "RC2", {"reason"}),
        ({"died_on": date(2026, 4, 30)}, "RC2", set()),
        ({"died_on": date(2026, 5, 2)}, "RC2", {"reason"}),
        ({}, "", {"reason"}),
        ({"assessment_open": True}, "RC7", {"__all__"}),
        ({"obstacles": ["An enquiry is open."]}, "RC7", {"__all__"}),
    ],
)
def test_reasons_for_closing(changes, reason, field):
    assert refused(case(**changes), reason=reason) == field


@pytest.mark.parametrize("closed_on", [date(2026, 5, 6), date(2026, 3, 1), date(2026, 4, 21)])
def test_closing_day_is_not_in_the_future_nor_before_the_work(closed_on):
    assert refused(case(), closed_on=closed_on) == {"closed_on"}


def test_every_problem_is_told_at_once():
    assert refused(case(assessment_open=True), date(2026, 5, 6), "RC2") == {"closed_on", "reason", "__all__"}


def test_stepping_down_after_a_plan_is_no_closure_after_assessment():
    assert reason_for_step_down(case()) == "RC9"
    assert reason_for_step_down(case(plans=1)) == "RC7"
    assert reason_for_step_down(case(authorised_on=[])) == "RC7"


# Visits


def result(**changes) -> Result:
    facts = {"name": "Maisie", "born_on": date(2017, 6, 1), "died_on": None, "seen": True, "seen_alone": True}
    return Result(**{**facts, "why_not_seen": "", **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"born_on": date(2026, 3, 3)}, "was born on 3 March 2026"),
        ({"died_on": date(2026, 3, 1)}, "died on 1 March 2026"),
        ({"seen": False, "seen_alone": True, "why_not_seen": "Out"}, "seen alone without being seen"),
        ({"seen": False, "seen_alone": None}, "Say why Maisie was not seen"),
    ],
)
def test_visit_that_cannot_have_been(changes, words):
    with pytest.raises(ValidationError, match=words):
        check_took_place(NOON, NOON, [result(**changes)])


def test_visit_on_the_day_of_birth_is_possible():
    check_took_place(NOON, NOON, [result(born_on=date(2026, 3, 2))])


def test_visit_in_the_future_has_not_taken_place():
    with pytest.raises(ValidationError) as refusal:
        check_took_place(NOON + timedelta(minutes=1), NOON, [result()])
    assert "took_place_at" in refusal.value.message_dict


# Documents


@pytest.mark.parametrize(
    ("name", "content_type", "kept"),
    [
        ("letter.pdf", "application/pdf", "letter.pdf"),
        ("letter.exe", "application/pdf", "letter.pdf"),
        ("C:\\Users\\anna\\photo.JPEG", "image/jpeg", "photo.jpeg"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ('a"b\r\n.txt', "text/plain", "ab.txt"),
        ("notes.csv", "text/csv", "notes.csv"),
    ],
)
def test_file_gets_a_name_that_tells_the_truth(name, content_type, kept):
    assert kept_name(name, kind_of(content_type, name)) == kept


@pytest.mark.parametrize("content_type", ["application/x-dosexec", "text/html", "image/svg+xml", "application/zip"])
def test_kinds_of_file_that_are_refused_by_name(content_type):
    with pytest.raises(ValidationError, match=r"“report\.pdf” is not a kind of file"):
        kind_of(content_type, "report.pdf")


@given(st.text(max_size=300))
def test_shown_name_can_stand_in_a_header(name):
    shown = shown_name(name)
    assert shown
    assert shown.isprintable()
    assert not set(shown) & set('/\\"<>|?*:')


# What the family's copy leaves out


def test_address_is_left_out_however_it_is_written():
    secrets = address_secrets("14 Refuge Lane", "LS9 7XY")
    text = "She stays at 14  refuge lane, ls97xy. Not at 114 Refuge Lane."
    assert withhold(text, secrets) == f"She stays at {LEFT_OUT}, {LEFT_OUT}. Not at 114 Refuge Lane."


def test_referrer_is_left_out_by_whole_name_and_surname_but_the_childs_own_name_stays():
    assert withhold("Ann Green rang. Mrs Green lives next door.", name_secrets("Ann Green")) == (
        f"{LEFT_OUT} rang. Mrs {LEFT_OUT} lives next door."
    )
    secrets = name_secrets("Joan Clarke", but_not=["Maisie Clarke"])
    assert withhold("Joan Clarke worries for Maisie Clarke.", secrets) == f"{LEFT_OUT} worries for Maisie Clarke."


def test_short_or_empty_secrets_hide_nothing():
    assert withhold("A to Z", ["", "A", "to"]) == "A to Z"


@given(st.text(), st.text(alphabet="abc XYZ123", min_size=3))
def test_what_is_withheld_is_gone(text, secret):
    left = withhold(f"{text} {secret} {text}", [secret])
    assert len(secret.strip()) < 3 or LEFT_OUT in left
