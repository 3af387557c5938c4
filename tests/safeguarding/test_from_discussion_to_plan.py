"""From the strategy discussion to the end of the plan, through the services; dates worked out by hand."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit.models import Event
from casework.models import ChildInNeedPlan
from safeguarding import services
from safeguarding.models import ChildProtectionPlan, Section47Enquiry
from safeguarding.services import Result
from staff.policies import children_visible_to
from tests.factories.casework import a_case, a_child, a_plan, a_visit, at_noon, moment
from tests.factories.safeguarding import (
    HELD_AT,
    a_chair,
    a_discussion,
    a_plan_for,
    an_enquiry,
    booked,
    concluded,
    goes_on,
    held,
    on_a_plan,
)
from timescales.models import Clock

pytestmark = pytest.mark.django_db
TWO = [("social_care", "Tariq", ""), ("health", "Nurse", "")]


@pytest.fixture
def episode(anna):
    return a_case(anna)


@pytest.fixture
def cora():
    return a_chair()


def clock(child, rule_id: str) -> Clock:
    return Clock.objects.get(child=child, rule_id=rule_id, stopped_at=None)


def test_conference_is_due_15_working_days_from_the_discussion(department, episode):
    """Thursday 2 April 2026; Good Friday 3 and Easter Monday 6 April are free: the fifteenth is Monday 27 April."""
    an_enquiry(department.tariq, episode)
    assert clock(episode.child, "icpc").due_on == date(2026, 4, 27)


def test_a_further_discussion_on_an_open_enquiry_moves_nothing(department, episode):
    an_enquiry(department.tariq, episode)
    a_discussion(department.tariq, episode.child, held_at=moment(2026, 4, 14))
    assert Section47Enquiry.objects.count() == 1
    assert clock(episode.child, "icpc").due_on == date(2026, 4, 27)


def test_a_corrected_discussion_moves_the_clock_and_the_old_day_stays_in_the_history(department, episode):
    """From Wednesday 1 April the fifteenth is Friday 24 April."""
    discussion = an_enquiry(department.tariq, episode).discussion
    services.correct_strategy_discussion(
        discussion=discussion, held_at=moment(2026, 4, 1), because="Typed a day late.", by=department.tariq
    )
    assert clock(episode.child, "icpc").due_on == date(2026, 4, 24)
    event = Event.objects.get(kind="strategy_discussion_corrected")
    assert event.data["before"].startswith("2026-04-02")


def test_discussion_without_the_police_stands_with_its_reason(department, episode):
    with pytest.raises(ValidationError) as refused:
        a_discussion(department.tariq, episode.child, attendances=TWO)
    assert refused.value.message_dict["why_missing"] == [
        "Nobody took part for police. Say why, and how they will be told."
    ]
    a_discussion(
        department.tariq,
        episode.child,
        attendances=TWO,
        why_missing="No officer could be reached by ten; told by telephone at noon.",
    )


def test_only_a_manager_or_an_experienced_worker_holds_one(department, episode):
    for who in (department.anna, department.mo, department.omar):
        with pytest.raises(PermissionDenied):
            a_discussion(who, episode.child)


def test_no_enquiry_leaves_no_clock(department, episode):
    a_discussion(department.tariq, episode.child, enquiry="none")
    assert not Section47Enquiry.objects.exists()
    assert not Clock.objects.filter(rule_id="icpc").exists()


def test_nobody_authorises_the_enquiry_that_they_handed_in(department, episode):
    enquiry = an_enquiry(department.tariq, episode)
    written = {"seen_at": moment(2026, 4, 2, 15), "findings": "A belt.", "outcome": "continuing_risk"}
    services.save_section47_enquiry(enquiry=enquiry, by=department.anna, at=moment(2026, 4, 9), **written)
    services.submit_section47_enquiry(enquiry=enquiry, by=department.anna, at=moment(2026, 4, 9))
    with pytest.raises(PermissionDenied):
        services.conclude_section47_enquiry(enquiry=enquiry, by=department.anna)
    with pytest.raises(PermissionDenied):
        services.conclude_section47_enquiry(enquiry=enquiry, by=department.omar)
    services.conclude_section47_enquiry(enquiry=enquiry, by=department.tariq)


def test_without_continuing_risk_the_conferences_clock_lapses(department, episode):
    enquiry = an_enquiry(department.tariq, episode)
    concluded(department.anna, department.tariq, enquiry, moment(2026, 4, 9), outcome="no_continuing_risk")
    found = Clock.objects.get(rule_id="icpc")
    assert (found.lapsed, found.stopped_at) == (True, moment(2026, 4, 9))


def test_continuing_risk_without_a_conference_says_why(department, episode):
    enquiry = an_enquiry(department.tariq, episode)
    with pytest.raises(ValidationError) as refused:
        concluded(department.anna, department.tariq, enquiry, moment(2026, 4, 9), conference_not_required=True)
    assert "why_no_conference" in refused.value.message_dict


class TestConference:
    @pytest.fixture
    def enquiry(self, department, episode):
        return an_enquiry(department.tariq, episode)

    def test_a_conference_before_its_enquiry_is_refused(self, department, episode, cora):
        with pytest.raises(ValidationError) as refused:
            booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora)
        assert "Hold a strategy discussion first" in refused.value.message_dict["children"][0]

    @pytest.mark.parametrize("who", ["tariq", "sara", "ben", "anna", "omar"])
    def test_nobody_chairs_from_the_cases_own_line_nor_without_the_role(self, department, episode, enquiry, who):
        with pytest.raises(ValidationError) as refused:
            booked(department.anna, episode.child, on=date(2026, 4, 20), chair=getattr(department, who))
        assert "chair" in refused.value.message_dict

    def test_a_chair_who_works_in_the_team_is_refused(self, department, episode, enquiry, cora):
        cora.team = department.north
        cora.save()
        with pytest.raises(ValidationError) as refused:
            booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora)
        assert "works in the team" in refused.value.message_dict["chair"][0]

    def test_never_on_a_weekend(self, department, episode, enquiry, cora):
        with pytest.raises(ValidationError) as refused:
            booked(department.anna, episode.child, on=date(2026, 4, 18), chair=cora)
        assert refused.value.message_dict["starts_at"] == [
            "18 April 2026 is a Saturday. A conference is never on a weekend."
        ]

    def test_a_room_and_a_chair_are_in_one_place_at_a_time(self, department, episode, enquiry, cora):
        other = a_case(department.ben, a_child("Jude"))
        an_enquiry(department.tariq, other)
        booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora)
        with pytest.raises(ValidationError) as refused:
            booked(department.anna, other.child, on=date(2026, 4, 20), chair=a_chair("cyril"))
        assert "room" in refused.value.message_dict
        with pytest.raises(ValidationError) as refused:
            booked(department.anna, other.child, on=date(2026, 4, 20), chair=cora, room=None, place="Town hall")
        assert "chair" in refused.value.message_dict

    def test_the_chair_sees_the_child_from_the_booking_on(self, department, episode, enquiry, cora):
        assert not children_visible_to(cora).filter(pk=episode.child_id).exists()
        booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora)
        assert children_visible_to(cora).filter(pk=episode.child_id).exists()

    def test_plan_starts_on_the_conferences_own_day_and_its_clocks_with_it(self, department, episode, enquiry, cora):
        """Held on Monday 20 April 2026. Ten working days: Tuesday 5 May, since Monday 4 May is a bank holiday."""
        concluded(department.anna, department.tariq, enquiry, moment(2026, 4, 9))
        held(booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora))
        plan = ChildProtectionPlan.objects.get()
        assert (plan.started_on, plan.initial_category, plan.category) == (date(2026, 4, 20), "NEG", "NEG")
        assert Clock.objects.get(rule_id="icpc").stopped_at == moment(2026, 4, 20, 0)
        assert clock(episode.child, "coregroup.first").due_on == date(2026, 5, 5)
        assert clock(episode.child, "cp.visit").due_on == date(2026, 5, 5)
        assert clock(episode.child, "rcpc.first").due_on == date(2026, 7, 20)

    def test_the_database_refuses_another_start_than_the_conferences_day(self, department, episode, enquiry, cora):
        held(booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora))
        with pytest.raises(IntegrityError), transaction.atomic():
            ChildProtectionPlan.objects.update(started_on=date(2026, 4, 21))

    def test_a_corrected_day_moves_the_plan_and_its_clocks(self, department, episode, enquiry, cora):
        """Held on Tuesday 21 April: the first core group is due on Wednesday 6 May."""
        conference = held(booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora))
        services.correct_conference_day(
            conference=conference, held_on=date(2026, 4, 21), because="It was put off by a day.", by=cora
        )
        assert ChildProtectionPlan.objects.get().started_on == date(2026, 4, 21)
        assert clock(episode.child, "coregroup.first").due_on == date(2026, 5, 6)

    def test_brothers_and_sisters_in_one_sitting_have_a_decision_each(self, department, episode, enquiry, cora):
        jude = a_case(department.anna, a_child("Jude"))
        an_enquiry(department.tariq, jude)
        conference = booked(department.anna, episode.child, jude.child, on=date(2026, 4, 20), chair=cora)
        with pytest.raises(ValidationError) as refused:
            held(conference, a_plan_for(episode.child))
        assert "Each child has a decision" in refused.value.message_dict["children"][0]
        held(conference, a_plan_for(episode.child), Result(jude.child, "no_plan", "He lives with his father."))
        assert [plan.child for plan in ChildProtectionPlan.objects.all()] == [episode.child]

    def test_without_a_quorum_the_reason_is_kept_and_nothing_is_stopped(self, department, episode, enquiry, cora):
        conference = booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora)
        with pytest.raises(ValidationError) as refused:
            held(conference, came=[])
        assert "why_not_quorate" in refused.value.message_dict
        conference = held(conference, came=[], why_not_quorate="A plan could not wait.")
        assert (conference.quorate, conference.why_not_quorate) == (False, "A plan could not wait.")

    def test_only_somebody_who_chairs_records_the_decision(self, department, episode, enquiry, cora):
        conference = booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora)
        with pytest.raises(PermissionDenied):
            held(conference, by=department.anna)

    def test_a_child_in_need_plan_ends_as_the_protection_plan_begins(self, department, episode, enquiry, cora):
        a_plan(department.anna, episode, started_on=date(2026, 4, 1))
        held(booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora))
        assert ChildInNeedPlan.objects.get().ended_on == date(2026, 4, 20)
        with pytest.raises(ValidationError) as refused:
            a_plan(department.anna, episode, started_on=date(2026, 4, 21))
        assert "on a child protection plan" in refused.value.messages[0]


class TestPlan:
    """Made at the conference of Monday 20 April 2026."""

    @pytest.fixture
    def plan(self, department, episode, cora):
        return on_a_plan(department.anna, department.tariq, episode, date(2026, 4, 20), cora)

    def test_only_a_visit_at_which_the_child_was_seen_begins_the_next(self, department, episode, plan):
        """Seen on Friday 24 April 2026: ten working days, with 4 May free, are Monday 11 May."""
        a_visit(department.anna, episode.child, moment(2026, 4, 23), seen=False)
        assert clock(episode.child, "cp.visit").due_on == date(2026, 5, 5)
        a_visit(department.anna, episode.child, moment(2026, 4, 24))
        assert clock(episode.child, "cp.visit").due_on == date(2026, 5, 11)

    def test_first_core_group_then_every_six_weeks(self, department, episode, plan):
        """Held on Thursday 30 April: six weeks are Thursday 11 June."""
        services.record_core_group(
            plans=[plan], held_on=date(2026, 4, 30), present="All", progress="Food in the house.", by=department.anna
        )
        assert not Clock.objects.filter(rule_id="coregroup.first", stopped_at=None).exists()
        assert clock(episode.child, "coregroup.next").due_on == date(2026, 6, 11)

    def test_first_review_within_three_months_then_six_from_the_day_it_was_held(self, department, episode, plan, cora):
        """Reviewed on Monday 13 July 2026, a week early: the next is due on 13 January 2027."""
        review = booked(department.anna, episode.child, on=date(2026, 7, 13), chair=cora, kind="review")
        held(review, goes_on(episode.child, "EMO"))
        assert clock(episode.child, "rcpc.next").due_on == date(2027, 1, 13)
        plan.refresh_from_db()
        assert (plan.initial_category, plan.category) == ("NEG", "EMO")

    def test_a_review_ends_it_and_its_clocks_lapse(self, department, episode, plan, cora):
        review = booked(department.anna, episode.child, on=date(2026, 7, 13), chair=cora, kind="review")
        held(review, Result(episode.child, "end", "He is fed and well.", end_reason="child_in_need"))
        plan.refresh_from_db()
        assert (plan.ended_on, plan.end_reason) == (date(2026, 7, 13), "child_in_need")
        assert not Clock.objects.open().filter(subject_kind="protection_plan").exists()

    def test_only_a_conference_ends_it_for_another_reason(self, department, plan):
        with pytest.raises(ValidationError) as refused:
            services.end_protection_plan(
                plan=plan, on=date(2026, 5, 1), reason="no_longer_needed", note="Better.", by=department.anna
            )
        assert "Only a conference" in refused.value.message_dict["reason"][0]

    def test_it_never_ends_on_its_first_day_or_before(self, department, plan):
        for day in (date(2026, 4, 19), date(2026, 4, 20)):
            with pytest.raises(ValidationError) as refused:
                services.end_protection_plan(plan=plan, on=day, reason="transferred", note="Leeds.", by=department.anna)
            assert "on" in refused.value.message_dict

    def test_the_database_refuses_a_second_open_plan(self, plan, department, cora):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChildProtectionPlan.objects.create(
                episode=plan.episode,
                child=plan.child,
                conference=plan.conference,
                started_on=plan.started_on,
                initial_category="NEG",
                category="NEG",
            )

    def test_a_case_does_not_close_over_it(self, department, episode, plan):
        from casework.services import close_case

        with pytest.raises(ValidationError) as refused:
            close_case(episode=episode, closed_on=date(2026, 5, 1), reason="RC7", by=department.tariq)
        assert any("child protection plan" in sentence for sentence in refused.value.messages)

    def test_a_second_plan_counts_the_first(self, department, episode, plan, cora):
        services.end_protection_plan(
            plan=plan, on=date(2026, 6, 1), reason="transferred", note="To Leeds.", by=department.anna
        )
        again = an_enquiry(department.tariq, episode, held_at=moment(2026, 6, 15))
        concluded(department.anna, department.tariq, again, moment(2026, 6, 18))
        held(booked(department.anna, episode.child, on=date(2026, 6, 29), chair=cora))
        assert ChildProtectionPlan.objects.open().get().previous_plans == 1


def test_transfer_in_counts_from_the_written_notice(department, episode, cora):
    """Received on Thursday 2 April 2026: due on Monday 27 April."""
    services.record_transfer_in(
        child=episode.child,
        notice_received_on=date(2026, 4, 2),
        from_authority="Leeds",
        by=department.anna,
        at=at_noon(date(2026, 4, 2)),
    )
    assert clock(episode.child, "icpc.transfer_in").due_on == date(2026, 4, 27)
    held(booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora, kind="transfer_in"))
    assert ChildProtectionPlan.objects.get().started_on == date(2026, 4, 20)


def test_police_protection_ends_after_72_hours_on_the_clock(department, episode):
    """From Friday 27 March 2026, 15:00, over the change to summer time: Monday 30 March, 16:00."""
    services.begin_immediate_protection(
        child=episode.child,
        power="police_protection",
        began_at=moment(2026, 3, 27, 15),
        by=department.anna,
        at=moment(2026, 3, 27, 16),
    )
    assert clock(episode.child, "police_protection").due_at == moment(2026, 3, 30, 16)


def test_emergency_order_runs_8_days_and_is_extended_once(department, episode):
    """Made on Friday 10 April 2026: Saturday 18 April, extended Saturday 25 April."""
    order = services.begin_immediate_protection(
        child=episode.child, power="epo", began_at=moment(2026, 4, 10), by=department.anna, at=moment(2026, 4, 10, 12)
    )
    assert clock(episode.child, "epo").due_on == date(2026, 4, 18)
    services.extend_emergency_protection(
        protection=order, on=date(2026, 4, 16), by=department.anna, at=moment(2026, 4, 16)
    )
    assert clock(episode.child, "epo").due_on == date(2026, 4, 25)
    with pytest.raises(ValidationError):
        services.extend_emergency_protection(protection=order, on=date(2026, 4, 17), by=department.anna)


def test_how_often_it_was_told_is_counted_over_the_whole_record(department, episode):
    child = episode.child
    services.record_interview(
        child=child, held_at=moment(2026, 3, 30), by_whom="Her teacher", child_words="It hurts.", by=department.anna
    )
    with pytest.raises(ValidationError) as refused:
        services.plan_interview(
            child=child, planned_for=moment(2026, 4, 3), joint=True, by_whom="DC Holt", by=department.anna
        )
    assert "has told it once already" in refused.value.message_dict["why_again"][0]
    planned = services.plan_interview(
        child=child,
        planned_for=moment(2026, 4, 3),
        joint=True,
        by_whom="DC Holt",
        why_again="For the court, so that she need not go there.",
        by=department.anna,
    )
    services.record_interview(
        child=child, held_at=moment(2026, 4, 3), by_whom="DC Holt", planned=planned, by=department.anna
    )
    assert services.times_told(child) == 2


def test_discussion_was_held_at_helds_day():
    assert HELD_AT.date() == date(2026, 4, 2)
