"""Whether a child on a contact waits for a decision is kept as a column, so that it can be indexed. It cannot lie."""

import pytest
from django.db import connection

from referrals.models import ContactChild, ThresholdDecision
from tests.factories import people
from tests.factories.referrals import contact
from tests.factories.staff import Department

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(department: Department) -> list[ContactChild]:
    """Two children on one contact."""
    return list(contact(department.mo, people.child(), people.child()).children.order_by("pk"))


def decide(row: ContactChild, department: Department) -> ThresholdDecision:
    return ThresholdDecision.objects.create(
        contact_child=row, outcome="nfa", reason="Nothing needed.", decided_by=department.maya
    )


def said(rows: list[ContactChild]) -> list[bool]:
    return [ContactChild.objects.values_list("undecided", flat=True).get(pk=row.pk) for row in rows]


def test_a_decision_is_seen_on_its_own_child_alone(department, rows):
    assert said(rows) == [True, True]
    decide(rows[0], department)
    assert said(rows) == [False, True]


def test_a_decision_that_is_taken_away_or_moved_is_seen(department, rows):
    decision = decide(rows[0], department)
    ThresholdDecision.objects.filter(pk=decision.pk).update(contact_child=rows[1])
    assert said(rows) == [True, False]
    decision.delete()
    assert said(rows) == [True, True]


def test_whatever_is_written_into_the_column_is_put_right(department, rows):
    decide(rows[0], department)
    rows[0].save()  # read before the decision, it still says that it is undecided
    ContactChild.objects.filter(pk=rows[1].pk).update(undecided=False)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_contactchild SET undecided = NOT undecided")
    assert said(rows) == [False, True]
    other = contact(department.mo, people.child()).children.get()
    again = ContactChild.objects.create(contact=other.contact, child=people.child(), undecided=False)
    assert said([again]) == [True]


def test_the_column_leaves_no_trace_in_the_history_of_the_row(department, rows):
    history = ContactChild.pgh_event_model.objects.filter(pgh_obj_id=rows[0].pk)
    before = history.count()
    decide(rows[0], department)
    assert history.count() == before
    ContactChild.objects.filter(pk=rows[0].pk).update(newly_known=True)
    assert history.count() == before + 1
