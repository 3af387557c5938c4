"""What a partner's message may say: the rules, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from referrals.sent import SentAdult, SentHome, outcome_for_referrer, problems_of
from tests.factories.partners import NHS, maisie, message

# A Thursday.
AT = datetime(2026, 5, 7, 12, 0, tzinfo=UTC)


def problems(*children, **fields):
    return problems_of(message(*children, **fields), AT)


def test_message_in_order_has_no_problem():
    assert problems() == {}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"concern": "  "}, ["concern"]),
        ({"received_at": AT + timedelta(hours=1)}, ["received_at"]),
        ({"received_at": AT - timedelta(days=366)}, ["received_at"]),
        ({"consent": "refused"}, ["consent_reason"]),
        ({"consent": "not_sought_risk"}, ["consent_reason"]),
        ({"consent": "refused", "consent_reason": "She said no."}, []),
        ({"home": SentHome(line1="--")}, ["household.line1"]),
        ({"home": SentHome(postcode="LEEDS")}, ["household.postcode"]),
        ({"adults": [SentAdult("Kelly"), SentAdult()]}, ["adults.1.surname"]),
        ({"adults": [SentAdult("Kelly", phone="999")]}, ["adults.0.phone"]),
        ({"adults": [SentAdult("Kelly", relationship="lodger")]}, ["adults.0.relationship"]),
    ],
)
def test_each_problem_is_named_by_its_place(fields, named):
    assert list(problems(**fields)) == named


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"date_of_birth": date(2026, 5, 8)}, "date_of_birth"),
        ({"forename": "", "surname": ""}, "surname"),
        ({"nhs_number": "943 476 5918"}, "nhs_number"),
        ({"upn": "A1"}, "upn"),
        ({"sex": "X"}, "sex"),
        ({"expected_date_of_birth": date(2026, 7, 1)}, "expected_date_of_birth"),
    ],
)
def test_each_childs_problem_is_named_by_its_place(facts, named):
    assert list(problems(maisie(), maisie(**{"forename": "Ella", **facts}))) == [f"children.1.{named}"]


def test_child_born_after_the_contact():
    born_today = maisie(date_of_birth=date(2026, 5, 7))
    found = problems(born_today, received_at=AT - timedelta(days=1))
    assert list(found) == ["children.0.date_of_birth"]
    assert "born after this contact" in found["children.0.date_of_birth"][0]


def test_unborn_child_needs_no_date_of_birth():
    assert problems(maisie(date_of_birth=None, sex="U", expected_date_of_birth=date(2026, 7, 1))) == {}


def test_one_number_for_two_children_is_a_mistake():
    found = problems(maisie(nhs_number=NHS), maisie(forename="Ella", nhs_number="999 000 0018"))
    assert list(found) == ["children.1.nhs_number"]


def test_referrer_is_not_told_whether_there_was_a_case_already():
    assert outcome_for_referrer("open_case") == outcome_for_referrer("referral")
