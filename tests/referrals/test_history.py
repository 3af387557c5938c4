"""What stands on the decision page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.services import relate
from referrals.figures import figures_of
from referrals.history import history_of
from referrals.services import decide_contact
from tests.factories import people
from tests.factories.referrals import london, on_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    return people.child(forename="Maisie", surname="Clarke", date_of_birth=date(2017, 4, 3))


def test_gaps_earlier_ends_and_the_familys_own_concerns_are_counted(department, child):
    for day, source in ((5, "1A"), (15, "6")):
        row = on_contact(department.mo, child, source=source, at=london(2026, 1, day))
        decide_contact(
            contact_child=row, outcome="nfa", reason="No evidence.", by=department.maya, at=london(2026, 1, day, 12)
        )
    now = on_contact(department.mo, child, at=london(2026, 2, 4))
    history = history_of(child, seen_by=department.maya, before=london(2026, 2, 4, 12), leave_out=now.contact_id)
    # 15 January to 4 February is 20 days; 5 to 15 January is 10 days.
    assert [one.days_until_next for one in history.contacts] == [20, 10]
    assert len(history.ended_with_nothing) == 2
    assert [one.contact.source for one in history.from_family] == ["1A"]
    figures = figures_of(child, seen_by=department.maya, before=london(2026, 2, 4, 12), leave_out=now.contact_id)
    assert (figures["contacts"], figures["no_further_action"], figures["from_family"]) == (2, 2, 1)


def test_figures_are_those_of_the_story(department, child):
    sister, cousin = people.child(forename="Alice"), people.child(forename="Zara", surname="Khan")
    mother, home = people.adult(), people.home("12 High Street", "LS1 4AP")
    for one in (child, sister):
        people.parent_of(mother, one)
    for one in (child, sister, cousin, mother):
        people.lives(one, home, date(2020, 1, 1))
    on_contact(department.mo, child, at=london(2026, 1, 5))
    before = london(2026, 2, 4, 12)
    history = history_of(child, seen_by=department.maya, before=before)
    assert figures_of(child, seen_by=department.maya, before=before) == {
        "contacts": len(history.contacts),
        "no_further_action": len(history.ended_with_nothing),
        "from_family": len(history.from_family),
        "siblings": len(history.siblings),
        "children_at_address": len(history.at_the_address),
        "repeat_referrals": len(history.repeats),
    }
    assert [one.child.pk for one in history.siblings] == [sister.pk]
    assert [one.child.pk for one in history.at_the_address] == [cousin.pk]


def test_a_restricted_sister_is_neither_shown_nor_counted(department, child):
    sister = people.child(forename="Sealed", surname="Clarke")
    relate(from_person=child, to_person=sister, kind="sibling", by=department.mo)
    home = people.home("12 High Street", "LS1 4AP")
    for one in (child, sister):
        people.lives(one, home, date(2020, 1, 1))
    assert [one.child.pk for one in history_of(child, seen_by=department.maya).siblings] == [sister.pk]
    sister.restrictions.create(reason="A colleague's family", from_on=date(2026, 1, 1))
    history = history_of(child, seen_by=department.maya)
    assert history.siblings == []
    assert history.at_the_address == []
    figures = figures_of(child, seen_by=department.maya, before=timezone.now())
    assert (figures["siblings"], figures["children_at_address"]) == (0, 0)


def test_other_children_at_the_address_are_shown_apart_from_siblings(department, child):
    neighbour = people.child(forename="Zara", surname="Khan")
    home = people.home("12 High Street", "LS1 4AP")
    for one in (child, neighbour):
        people.lives(one, home, date(2020, 1, 1))
    history = history_of(child, seen_by=department.maya)
    assert [one.child.pk for one in history.at_the_address] == [neighbour.pk]
    assert history.siblings == []


def test_as_many_queries_for_a_long_story_as_for_a_short_one(department, child):
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            history_of(child, seen_by=department.maya)
        return len(seen)

    on_contact(department.mo, child)
    count()  # what a reader may see at all is asked once for each person
    short = count()
    for _ in range(15):
        on_contact(department.mo, child)
    assert count() == short
