"""What must never be false is refused by the database itself, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.models import (
    Assessment,
    AssessmentDecision,
    CaseNote,
    ChildInNeedPlan,
    NeedEpisode,
    PlanReview,
    Visit,
    VisitChild,
)
from tests.factories.casework import a_case, a_plan, a_visit, an_assessment

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def refused(make) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make()
    return str(refusal.value)


def test_second_open_case(anna):
    child = a_case(anna).child
    second = lambda: NeedEpisode.objects.create(child=child, referral_date=date(2026, 9, 1), source="6")  # noqa: E731
    assert "needepisode_" in refused(second)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"closed_on": date(2026, 3, 1), "closure_reason": "RC7"}, "needepisode_closed_after_referral"),
        ({"closed_on": date(2026, 3, 9)}, "needepisode_closed_with_a_reason"),
        ({"closure_reason": "RC7"}, "needepisode_closed_with_a_reason"),
    ],
)
def test_closure_without_reason_or_before_the_referral(anna, changes, name):
    episode = a_case(anna)
    assert name in refused(lambda: NeedEpisode.objects.filter(pk=episode.pk).update(**changes))


def test_second_open_assessment(anna):
    one = an_assessment(anna)
    fields = {"counts_from": one.counts_from, "started_on": one.started_on}
    second = lambda: Assessment.objects.create(episode=one.episode, child=one.child, **fields)  # noqa: E731
    assert "assessment_one_open" in refused(second)


def test_assessment_authorised_by_its_author(anna):
    rows = Assessment.objects.filter(pk=an_assessment(anna).pk)
    change = lambda: rows.update(submitted_at=NOW, authorised_at=NOW, authorised_by=anna)  # noqa: E731
    assert "assessment_not_authorised_by_author" in refused(change)


def test_assessment_authorised_by_nobody_or_never_submitted(anna, tariq):
    rows = Assessment.objects.filter(pk=an_assessment(anna).pk)
    name = "assessment_authorised_by_somebody"
    assert name in refused(lambda: rows.update(submitted_at=NOW, authorised_at=NOW))
    assert name in refused(lambda: rows.update(authorised_at=NOW, authorised_by=tariq))


def test_assessment_sent_back_without_a_reason(anna, tariq):
    assessment = an_assessment(anna)
    make = lambda: AssessmentDecision.objects.create(assessment=assessment, kind="returned", by=tariq)  # noqa: E731
    assert "assessmentdecision_sent_back_with_a_reason" in refused(make)


def test_assessment_authorised_twice(anna, tariq):
    assessment = an_assessment(anna)
    make = lambda: AssessmentDecision.objects.create(assessment=assessment, kind="authorised", by=tariq)  # noqa: E731
    make()
    assert "assessmentdecision_authorised_once" in refused(make)


def test_visit_done_and_called_off(anna):
    visit = a_visit(anna, a_case(anna).child)
    rows = Visit.objects.filter(pk=visit.pk)
    assert "visit_not_both_done_and_called_off" in refused(lambda: rows.update(cancelled_at=NOW))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"seen": False, "seen_alone": True, "seen_at": None}, "visitchild_alone_only_when_seen"),
        ({"seen": True, "seen_at": None}, "visitchild_seen_has_a_time"),
        ({"seen": None, "seen_alone": None}, "visitchild_seen_has_a_time"),
    ],
)
def test_child_seen_alone_and_not_seen_or_seen_at_no_time(anna, changes, name):
    a_visit(anna, a_case(anna).child)
    assert name in refused(lambda: VisitChild.objects.update(**changes))


def test_second_open_plan_and_one_that_ends_before_it_starts(anna):
    plan = a_plan(anna)
    fields = {"episode": plan.episode, "child": plan.child, "started_on": date(2026, 6, 1), "written_by": anna}
    assert "childinneedplan_one_open" in refused(lambda: ChildInNeedPlan.objects.create(**fields))
    rows = ChildInNeedPlan.objects.filter(pk=plan.pk)
    assert "childinneedplan_ends_after_start" in refused(lambda: rows.update(ended_on=date(2026, 5, 1)))


def test_two_reviews_on_one_day(anna):
    plan = a_plan(anna)
    fields = {"plan": plan, "held_on": date(2026, 7, 1), "progress": "x", "decision": "continue", "recorded_by": anna}
    PlanReview.objects.create(**fields)
    assert "planreview_one_a_day" in refused(lambda: PlanReview.objects.create(**fields))


def test_note_that_says_nothing(anna):
    fields = {"kind": "other", "happened_at": NOW, "text": "", "written_by": anna}
    assert "casenote_says_something" in refused(lambda: CaseNote.objects.create(**fields))
