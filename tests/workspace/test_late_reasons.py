"""What was done late is asked about once, on the page of whoever did it; nothing is blocked by it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.services import decide_contact
from tests.factories import people
from tests.factories.pages import page, signed_in, words
from tests.factories.referrals import on_contact
from timescales.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(department) -> Clock:
    """A contact of nine days ago, decided only now."""
    row = on_contact(department.mo, people.child("Maisie"), at=timezone.now() - timedelta(days=9))
    decide_contact(contact_child=row, outcome="nfa", reason="The school has it in hand.", by=department.maya)
    return Clock.objects.get(subject_kind="contact_child")


def test_the_front_door_is_asked_why_a_decision_was_late_until_it_says_so(department, clock):
    assert "Done late: why?" in page(department.maya, "/")
    address = reverse("late-reason", args=[clock.child_id, clock.pk])
    answer = signed_in(department.maya).post(address, {"reason": "Three sick on Monday."})
    assert answer.status_code == 302
    clock.refresh_from_db()
    assert (clock.late_reason, clock.late_reason_by) == ("Three sick on Monday.", department.maya)
    assert "Done late: why?" not in page(department.maya, "/")


def test_an_empty_reason_is_asked_for_again(department, clock):
    answer = signed_in(department.maya).post(reverse("late-reason", args=[clock.child_id, clock.pk]), {"reason": " "})
    assert answer.status_code == 422
    assert "Enter why it was late" in words(answer)


def test_another_team_learns_nothing_of_it(department, clock):
    assert "Done late" not in page(department.lena, "/")
    assert signed_in(department.lena).get(reverse("late-reason", args=[clock.child_id, clock.pk])).status_code == 404
