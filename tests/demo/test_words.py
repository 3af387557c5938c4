"""Every text can be said of every family, and every code is one of the census's."""

from datetime import date
from itertools import chain
from random import Random

import pytest

from casework.codes import AssessmentFactor, AssessmentOutcome, PrimaryNeed, ReferralSource
from casework.rules.assessment import factor_problems
from demo.families import FamilyMaker, choose_schools
from demo.names import misspelt
from demo.voice import Voice
from demo.words import BEFORE_BIRTH, THEMES, Theme, common
from people.codes import Disability

DAY = date(2026, 5, 13)
ALL = (*THEMES, BEFORE_BIRTH)
PARTS = ("nothing", "referral", "needs", "parenting", "family", "views", "analysis", "said")
NOT_TEXTS = {"referrers", "check_answers", "steps", "told"}


def voice(theme: Theme, size: int = 2) -> Voice:
    family = FamilyMaker(1).family(3, theme=theme, size=1 if theme.unborn else size, on=DAY)
    choose_schools(family, DAY)
    return Voice(family, Random(1))


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.key)
def test_texts_of_a_matter_can_be_said(theme):
    speak = voice(theme)
    texts = [text for part in PARTS for text in getattr(theme, part)]
    texts += [words for _, words in theme.told] + [theme.plan]
    texts += [text for outcome, actions in theme.outcomes for text in (outcome, *chain(*actions))]
    for text in texts:
        said = speak.fill(text)
        assert said
        assert "{" not in said


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.key)
def test_codes_of_a_matter_are_the_censuss(theme):
    assert theme.need in PrimaryNeed.values
    assert all(source in ReferralSource.values for source, _ in theme.told)
    for factors in theme.factors:
        assert set(factors) <= set(AssessmentFactor.values)
        assert factor_problems(factors, AssessmentOutcome.CHILD_IN_NEED_PLAN) == []
    assert all(set(one) <= set(Disability.values) for one in theme.disabilities)


def test_texts_for_all_matters_can_be_said():
    speak = voice(THEMES[0])
    from demo.words.theme import _read

    for key in _read("common").keys() - NOT_TEXTS:
        assert "{" not in speak.common(key)
    for text in [*common("steps").values(), *chain(*common("check_answers").values(), *common("told").values())]:
        assert "{" not in speak.fill(text)


def test_plan_actions_fit_their_columns():
    assert all(len(text) < 400 for theme in ALL for text, _ in theme.outcomes)


def test_children_are_of_the_age_that_the_matter_is_about():
    for theme in THEMES:
        family = FamilyMaker(1).family(1, theme=theme, size=3, on=DAY)
        assert len(family.children) == 3
        assert theme.ages[0] <= family.eldest.age_on(DAY) <= max(theme.ages[1], 4)
        assert all(child.born < DAY for child in family.children)
        assert len({child.forename for child in family.children}) == 3


def test_unborn_baby_has_a_due_date_and_no_name():
    family = FamilyMaker(1).family(1, theme=BEFORE_BIRTH, size=1, on=DAY)
    assert family.child_fields(family.eldest, DAY).keys() == {"surname", "expected_date_of_birth", "ethnicity"}
    assert family.eldest.born > DAY


@pytest.mark.parametrize("name", ["Maisie", "Bo", "Al", "Nathan", "Christopher", "Ana"])
def test_misspelt_name_differs_and_is_still_a_name(name):
    for seed in range(20):
        wrong = misspelt(name, Random(seed))
        assert wrong
        assert wrong[0] == name[0]
        assert abs(len(wrong) - len(name)) <= 1


def test_family_does_not_depend_on_those_before_it():
    maker = FamilyMaker(1)
    maker.family(1, theme=THEMES[0], size=2, on=DAY)
    one, other = (
        maker.family(2, theme=THEMES[1], size=2, on=DAY),
        FamilyMaker(1).family(2, theme=THEMES[1], size=2, on=DAY),
    )
    assert [child.name for child in one.children] == [child.name for child in other.children]
    assert one.homes == other.homes
