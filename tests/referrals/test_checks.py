"""Asking partners."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from referrals.services import answer_check, ask_check, change_urgency
from tests.factories import people
from tests.factories.referrals import contact, london
from tests.factories.staff import agency
from timescales.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(mo):
    return contact(mo, people.child(), urgency="red", at=london(2026, 3, 2, 9))


def test_a_red_check_is_due_in_four_hours_and_a_later_colour_does_not_move_it(mo, logged):
    check = ask_check(contact=logged, agency=agency(), lawful_basis="public_task", by=mo, at=london(2026, 3, 2, 10))
    assert check.due_at == london(2026, 3, 2, 14)
    change_urgency(contact=logged, urgency="green", reason="Seen and well.", by=mo, at=london(2026, 3, 2, 11))
    answer_check(check=check, answer_kind="nothing_known", shared_by="PC 1234", by=mo, at=london(2026, 3, 2, 12))
    clock = Clock.objects.get(rule_id="mash.check")
    assert clock.due_at == london(2026, 3, 2, 14)
    assert clock.stopped_at == london(2026, 3, 2, 12)


def test_an_answer_names_who_shared_it_and_what(mo, logged):
    check = ask_check(contact=logged, agency=agency(), lawful_basis="public_task", by=mo)
    with pytest.raises(ValidationError) as refused:
        answer_check(check=check, answer_kind="information", answer=" ", shared_by="", by=mo)
    assert set(refused.value.message_dict) == {"answer", "shared_by"}


def test_a_partner_is_asked_once_while_the_answer_is_open(mo, logged):
    check = ask_check(contact=logged, agency=agency(), lawful_basis="public_task", by=mo)
    with pytest.raises(ValidationError, match="has been asked already"):
        ask_check(contact=logged, agency=agency(), lawful_basis="public_task", by=mo)
    answer_check(check=check, answer_kind="nothing_known", shared_by="PC 1234", by=mo)
    with pytest.raises(ValidationError, match="answered this already"):
        answer_check(check=check, answer_kind="nothing_known", shared_by="PC 1234", by=mo)
    assert ask_check(contact=logged, agency=agency(), lawful_basis="public_task", by=mo).pk != check.pk


def test_a_social_worker_does_not_ask_on_the_front_doors_behalf(logged, anna):
    with pytest.raises(PermissionDenied):
        ask_check(contact=logged, agency=agency(), lawful_basis="public_task", by=anna)
