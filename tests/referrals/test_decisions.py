"""One decision for each child on a contact, and what it opens."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from casework.models import NeedEpisode
from referrals.models import EarlyHelpAssessment, Referral, ThresholdDecision
from referrals.services import accept_referral, decide_contact, decline_referral
from staff.models import Alert
from tests.factories import people
from tests.factories.referrals import contact, london, on_contact, referral
from tests.factories.staff import agency
from timescales.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    return people.child(forename="Maisie", surname="Clarke", date_of_birth=date(2017, 4, 3))


def clock_of(row) -> Clock:
    return Clock.objects.get(subject_kind="contact_child", subject_id=row.pk)


def test_the_clock_stops_at_the_decision(department, child):
    row = on_contact(department.mo, child, at=london(2026, 3, 2, 9))
    decide_contact(
        contact_child=row,
        outcome="nfa",
        reason="The school has it in hand.",
        by=department.maya,
        at=london(2026, 3, 2, 16),
    )
    assert clock_of(row).stopped_at == london(2026, 3, 2, 16)


def test_brothers_and_sisters_on_one_contact_get_decisions_of_their_own(department, child):
    leo = people.child(forename="Leo", surname="Clarke")
    logged = contact(department.mo, child, leo)
    first, second = logged.children.order_by("pk")
    decide_contact(
        contact_child=first, outcome="referral", reason="Neglect.", team=department.north, by=department.maya
    )
    decide_contact(contact_child=second, outcome="nfa", reason="Lives with his father.", by=department.maya)
    assert [row.decision.outcome for row in logged.children.order_by("pk")] == ["referral", "nfa"]


def test_a_mash_officer_may_not_decide(department, child):
    row = on_contact(department.mo, child)
    with pytest.raises(PermissionDenied, match="MASH officer, may not decide on a contact"):
        decide_contact(contact_child=row, outcome="nfa", reason="Nothing.", by=department.mo)
    assert not ThresholdDecision.objects.exists()


def test_a_decision_is_taken_once_and_the_second_person_is_told_by_whom(department, child):
    row = on_contact(department.mo, child)
    decide_contact(contact_child=row, outcome="nfa", reason="Nothing.", by=department.maya)
    with pytest.raises(ValidationError, match="Maya Example has decided this already: No further action"):
        decide_contact(contact_child=row, outcome="advice", reason="Other.", by=department.sara)
    with pytest.raises(IntegrityError), transaction.atomic():
        ThresholdDecision.objects.create(contact_child=row, outcome="nfa", reason="x", decided_by=department.maya)


@pytest.mark.parametrize(
    ("outcome", "extra", "field"),
    [
        ("nfa", {"reason": " "}, "reason"),
        ("referral", {}, "team"),
        ("strategy_discussion", {}, "team"),
        ("early_help", {}, "agency"),
        ("open_case", {}, "outcome"),
    ],
)
def test_what_an_outcome_needs_is_asked_for_beside_the_field(department, child, outcome, extra, field):
    row = on_contact(department.mo, child)
    with pytest.raises(ValidationError) as refused:
        decide_contact(**{"contact_child": row, "outcome": outcome, "reason": "Why.", "by": department.maya, **extra})
    assert field in refused.value.message_dict


def test_a_referral_waits_with_its_team_whose_manager_is_told(department, child):
    waiting = referral(department.mo, department.maya, child, department.north, at=london(2026, 3, 2))
    assert waiting.received_on == date(2026, 3, 2)
    assert child.allocations.get().team == department.north
    assert child.allocations.get().worker is None
    assert Alert.objects.get(user=department.tariq).key == f"referral:{waiting.pk}"


def test_the_45_working_days_run_from_the_referral_while_it_waits_and_after_it_is_accepted(department, child):
    # 45 working days from Monday 2 March 2026, less Good Friday 3 April, Easter Monday 6 April and 4 May: 7 May.
    waiting = referral(department.mo, department.maya, child, department.north, at=london(2026, 3, 2))
    assert Clock.objects.get(rule_id="assessment").due_on == date(2026, 5, 7)
    accept_referral(
        referral=waiting, worker=department.anna, primary_need="N1", by=department.tariq, at=london(2026, 3, 10)
    )
    clock = Clock.objects.get(rule_id="assessment")
    assert clock.subject_kind == "assessment"
    assert clock.due_on == date(2026, 5, 7)


def test_accepting_opens_the_case_names_the_worker_and_starts_the_assessment(department, child):
    waiting = referral(department.mo, department.maya, child, department.north, at=london(2026, 3, 2))
    episode = accept_referral(
        referral=waiting, worker=department.anna, primary_need="N1", by=department.tariq, at=london(2026, 3, 3)
    )
    assert (episode.referral_date, episode.source, episode.primary_need) == (date(2026, 3, 2), "2A", "N1")
    assert child.allocations.get(to_on=None).worker == department.anna
    assessment = episode.assessments.get()
    assert assessment.author == department.anna
    assert assessment.why_now == waiting.threshold_decision.contact_child.contact.concern


def test_accepting_twice_does_it_once(department, child):
    waiting = referral(department.mo, department.maya, child, department.north)
    accept_referral(referral=waiting, worker=department.anna, primary_need="N1", by=department.tariq)
    with pytest.raises(ValidationError, match="Tariq Example decided this referral"):
        accept_referral(referral=waiting, worker=department.ben, primary_need="N1", by=department.tariq)
    assert NeedEpisode.objects.count() == 1


def test_a_second_referral_is_refused_while_a_case_is_open_and_the_contact_goes_to_its_worker(department, child):
    waiting = referral(department.mo, department.maya, child, department.north)
    accept_referral(referral=waiting, worker=department.anna, primary_need="N1", by=department.tariq)
    again = on_contact(department.mo, child)
    with pytest.raises(ValidationError, match="Passed to the worker of the open case"):
        decide_contact(
            contact_child=again, outcome="referral", reason="Again.", team=department.north, by=department.maya
        )
    decide_contact(contact_child=again, outcome="open_case", reason="Anna holds it.", by=department.maya)
    assert Alert.objects.filter(user=department.anna, kind="contact_on_open_case").count() == 1
    assert Referral.objects.count() == 1


def test_declining_ends_the_referral_with_a_reason_and_frees_the_team(department, child):
    waiting = referral(department.mo, department.maya, child, department.north)
    with pytest.raises(ValidationError):
        decline_referral(referral=waiting, reason="", by=department.tariq)
    decline_referral(referral=waiting, reason="The family has moved to another county.", by=department.tariq)
    waiting.refresh_from_db()
    assert waiting.decision == "nfa"
    assert not child.allocations.filter(to_on=None).exists()
    assert not Clock.objects.filter(rule_id="assessment", stopped_at=None).exists()


def test_straight_to_a_strategy_discussion_tells_the_manager_and_the_service_manager(department, child):
    row = on_contact(department.mo, child, urgency="red")
    decide_contact(
        contact_child=row, outcome="strategy_discussion", reason="A bruise.", team=department.north, by=department.maya
    )
    assert Referral.objects.get().strategy_discussion_wanted
    told = Alert.objects.filter(kind="referral").values_list("user__username", flat=True)
    assert set(told) == {"tariq", "sara"}


def test_early_help_starts_with_the_agency_and_with_what_was_said(department, child):
    row = on_contact(department.mo, child)
    nursery = agency("Bright Start Nursery", "education")
    decide_contact(
        contact_child=row, outcome="early_help", reason="They ask for help.", agency=nursery, by=department.maya
    )
    found = EarlyHelpAssessment.objects.get()
    assert (found.agency, found.needs) == (nursery, row.contact.concern)


def test_the_reading_of_the_history_is_kept_and_blocks_nothing(department, child):
    first = on_contact(department.mo, child, source="1A", at=london(2026, 1, 5))
    decide_contact(
        contact_child=first, outcome="nfa", reason="No evidence.", by=department.maya, at=london(2026, 1, 5, 15)
    )
    second = on_contact(department.mo, child, at=london(2026, 3, 2))
    decided = decide_contact(
        contact_child=second, outcome="advice", reason="Told the school.", by=department.maya, history_read=True
    )
    assert decided.history_read
    assert decided.history_shown["contacts"] == 1
    assert decided.history_shown["from_family"] == 1
    assert decided.history_shown["no_further_action"] == 1
    assert not ThresholdDecision.objects.get(contact_child=first).history_read


@pytest.mark.django_db(transaction=True)
def test_two_managers_accepting_at_once_open_one_case(department, child):
    waiting = referral(department.mo, department.maya, child, department.north)
    answers: list[str] = []

    def accept() -> None:
        try:
            accept_referral(referral=waiting, worker=department.anna, primary_need="N1", by=department.tariq)
            answers.append("accepted")
        except ValidationError:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["accepted", "told"]
    assert NeedEpisode.objects.count() == 1
