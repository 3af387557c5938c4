"""The department after it was played: everything in it is as the services leave it."""

import re

import nhs_number
import pytest
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from audit.models import Event
from casework.models import Assessment, NeedEpisode, Visit
from people.models import Address, Child, Person, Phone, Vehicle
from referrals.models import Contact, Referral, ThresholdDecision
from staff.codes import AllocationRole
from staff.models import Alert, Allocation, User
from staff.roles import ROLES, Permission
from timescales.models import Clock
from timescales.services import reconcile

DRAMA = re.compile(r"\+44(7700900|1632960|1[1-6]\d4960|1914980|2079460)\d{3}")


def test_about_as_many_children_as_were_asked_for(played):
    assert 31 <= Child.objects.count() <= 39


def test_every_clock_follows_from_the_record(played):
    assert Clock.objects.count() > 50
    assert reconcile() == []


def test_every_open_case_is_held_by_one_team(played):
    open_cases = NeedEpisode.objects.open()
    assert open_cases.count() >= 10
    for case in open_cases:
        assert Allocation.objects.open().lead().filter(child=case.child).count() == 1, case


def test_nobody_holds_a_child_without_an_open_case_or_a_waiting_referral(played):
    held = set(Allocation.objects.open().lead().values_list("child", flat=True))
    cases = set(NeedEpisode.objects.open().values_list("child", flat=True))
    waiting = set(Referral.objects.waiting().values_list("child", flat=True))
    assert held == cases | waiting


def test_leads_hold_cases_in_their_own_team(played):
    strays = Allocation.objects.open().filter(worker__isnull=False).exclude(team=F("worker__team"))
    assert not strays.exists()


def test_some_contacts_end_at_the_front_door_and_some_go_on(played):
    outcomes = dict(ThresholdDecision.objects.values_list("outcome").annotate(Count("pk")))
    assert outcomes["referral"] >= 10
    assert outcomes.get("nfa", 0) + outcomes.get("advice", 0) >= 1


@pytest.mark.parametrize(
    ("rows", "who", "permission"),
    [
        (ThresholdDecision, "decided_by", Permission.DECIDE_CONTACT),
        (Referral, "decided_by", Permission.ALLOCATE),
        (Assessment, "authorised_by", Permission.AUTHORISE),
        (Assessment, "author", Permission.WRITE_ASSESSMENT),
        (NeedEpisode, "closed_by", Permission.CLOSE_CASE),
    ],
)
def test_everything_was_done_by_somebody_whose_role_does_it(played, rows, who, permission):
    able = [key for key, role in ROLES.items() if permission in role.permissions]
    done = rows.objects.filter(**{f"{who}__isnull": False})
    assert done.exists() or who == "closed_by"
    assert not done.exclude(**{f"{who}__role__in": able}).exists()


def test_contacts_were_logged_by_the_front_door_or_sent_by_a_partner(played):
    able = [key for key, role in ROLES.items() if {Permission.LOG_CONTACT, Permission.SEND_CONTACT} & role.permissions]
    assert not Contact.objects.exclude(logged_by__role__in=able).exists()


def test_nobody_authorised_an_assessment_of_their_own(played):
    assert not Assessment.objects.filter(authorised_by=F("author")).exists()


def test_nothing_lies_in_the_future(played):
    # A key of the API is made on the real day: one of the played past would have ended.
    events = Event.objects.exclude(kind="token_made")
    assert not events.filter(Q(occurred_at__gt=played.end) | Q(recorded_at__gt=played.end)).exists()
    assert not Contact.objects.filter(logged_at__gt=played.end).exists()
    assert not Visit.objects.filter(took_place_at__gt=played.end).exists()
    assert not Alert.objects.filter(Q(raised_at__gt=played.end) | Q(read_at__gt=played.end)).exists()


def test_events_were_written_down_when_they_happened(played):
    told_late = Event.objects.annotate(day=TruncDate("occurred_at"), written=TruncDate("recorded_at"))
    # A booked visit or a call may be written up the next working morning.
    assert told_late.exclude(day=F("written")).count() < Event.objects.count() / 20


def test_every_event_has_a_person_of_the_department(played):
    people = set(User.objects.values_list("pk", flat=True))
    assert set(Event.objects.values_list("actor_id", flat=True)) <= people


def test_nobody_gets_an_email_about_days_that_were_only_played(played):
    assert Alert.objects.exists()
    assert not Alert.objects.filter(emailed_at__isnull=True).exists()


def test_alerts_of_the_last_days_wait_to_be_read(played):
    assert Alert.objects.filter(read_at__isnull=True).exists()
    assert Alert.objects.filter(read_at__isnull=False).exists()


def test_numbers_belong_to_nobody(played):
    for number in Person.objects.filter(nhs_number__isnull=False).values_list("nhs_number", flat=True):
        assert number.startswith("999")
        assert nhs_number.is_valid(number)
    assert all(upn[1:4] == "997" for upn in Person.objects.filter(upn__isnull=False).values_list("upn", flat=True))
    assert all(DRAMA.fullmatch(number) for number in Phone.objects.values_list("number", flat=True))
    assert all(code[:2] in {"ZX", ""} for code in Address.objects.values_list("postcode", flat=True))
    assert all(mark.startswith("ZX") for mark in Vehicle.objects.values_list("registration", flat=True))
    assert all(email.endswith(".example") for email in User.objects.values_list("email", flat=True))


def test_demo_logins_are_marked_and_nobody_else_can_log_in(played):
    for user in User.objects.all():
        assert user.has_usable_password() == user.is_demo
    assert User.objects.filter(is_demo=True, username__in=["mash", "worker", "manager", "police"]).count() == 4


def test_joint_roles_are_held_by_people_of_that_kind(played):
    roles = {AllocationRole.REVIEWING: "reviewing_officer", AllocationRole.ADVISER: "personal_adviser"}
    for row in Allocation.objects.filter(role__in=roles).select_related("worker"):
        assert row.worker.role == roles[AllocationRole(row.role)]
