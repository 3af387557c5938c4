"""What visitors find on the day on which the department is shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from access.models import OddAccess
from casework.models import Assessment, Visit
from people.models import Child
from referrals.models import Contact, ContactChild, Referral
from referrals.queries import queue_for
from safeguarding.models import ChildProtectionPlan, ConferenceChild, Section47Enquiry
from staff.models import User
from staff.openings import openings_to_answer
from staff.policies import children_visible_to
from staff.queries import children_held_by, unallocated_for
from timescales.models import Clock
from ui.drafts import drafts_of

pytestmark = pytest.mark.usefixtures("played")


def login(name: str) -> User:
    return User.objects.select_related("team").get(username=name)


def own_children() -> list[int]:
    return list(children_held_by(login("worker")).values_list("child", flat=True))


def open_assessments():
    return Assessment.objects.open().filter(author=login("worker"))


def test_worker_holds_a_share_of_the_children():
    assert len(own_children()) >= 7


def test_worker_has_something_due_today_and_something_overdue(played):
    due = Clock.objects.open().filter(child__in=own_children(), rule_id="assessment")
    days = {clock.due_on for clock in due}
    assert played.until in days
    assert min(days) < played.until


def test_worker_has_begun_to_change_a_text_and_not_sent_it(played):
    draft = drafts_of(login("worker")).get()
    assert draft.key.startswith("assessment:")
    assert timezone.localdate(draft.saved_at) == played.until


def test_an_assessment_came_back_to_the_worker():
    assert any(one.state == "returned" for one in open_assessments())


def test_a_visit_is_booked_where_the_family_lived_before(played):
    booked = Visit.objects.booked().filter(worker=login("worker"))
    moved = [visit for visit in booked if _address_of(visit) != visit.address]
    assert moved
    assert all(visit.booked_for > played.end for visit in moved)


def _address_of(visit):
    residence = visit.children.first().child.current_address()
    return residence and residence.address


def test_manager_has_assessments_to_read_referrals_to_take_and_children_to_allocate():
    manager = login("manager")
    assert Assessment.objects.waiting_for_a_manager().filter(child__allocations__team__manager=manager).exists()
    assert Referral.objects.waiting().filter(team__manager=manager).exists()
    assert unallocated_for(manager).exists()


def test_front_door_has_a_queue_of_today_and_of_days_before(played):
    waiting = [row.contact.received_at for row in queue_for(login("mash"))]
    assert any(timezone.localdate(at) == played.until for at in waiting)
    assert any(timezone.localdate(at) < played.until for at in waiting)


def test_police_sent_a_message_about_a_child_who_may_be_known(played):
    contact = Contact.objects.get(logged_by=login("police"))
    newly_known = contact.children.get(newly_known=True).child
    same = Child.objects.filter(forename=newly_known.forename, surname=newly_known.surname)
    assert timezone.localdate(contact.received_at) == played.until
    assert same.exclude(pk=newly_known.pk).exists()


def test_a_partner_has_not_answered_in_time(played):
    late = Clock.objects.overdue(played.end).filter(rule_id="mash.check")
    assert late.exists()


def test_other_teams_see_none_of_the_workers_children():
    from staff.policies import children_visible_to

    seen = set(children_visible_to(login("worker2")).values_list("pk", flat=True))
    assert not seen & set(own_children())


def test_each_child_on_a_contact_has_a_decision_or_waits_a_few_days_at_most(played):
    waiting = ContactChild.objects.filter(decision__isnull=True).select_related("contact")
    assert all(row.contact.received_at > played.end - timedelta(days=9) for row in waiting)


def test_a_colleagues_family_is_restricted_and_looked_at_again_soon(played):
    clock = Clock.objects.open().filter(subject_kind="restriction").first()
    assert clock.due_on == played.until + timedelta(days=20)
    assert clock.child not in children_visible_to(login("worker2"))
    assert clock.child in children_visible_to(login("service"))


def test_a_manager_is_asked_whether_an_opening_was_right():
    assert openings_to_answer(login("manager")).filter(user=login("worker2")).exists()


def test_the_auditor_finds_a_record_read_at_night_without_work(played):
    if timezone.localtime(played.end).hour >= 5:
        kinds = set(OddAccess.objects.filter(user=login("mash")).values_list("kind", flat=True))
        assert {"no_work", "hours"} <= kinds


def test_children_of_the_worker_are_on_a_plan_and_in_an_enquiry():
    """One on a protection plan, another whose section 47 enquiry goes on and whose conference is booked."""
    assert ChildProtectionPlan.objects.open().filter(child__in=own_children()).exists()
    enquiry = Section47Enquiry.objects.open().filter(child__in=own_children()).get()
    assert ConferenceChild.objects.filter(enquiry=enquiry, conference__held_on=None).exists()
