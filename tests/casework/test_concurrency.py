"""Two at once, on real connections."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from casework import services
from casework.models import AssessmentDecision, CaseNote, NeedEpisode, VisitChild
from casework.services import ChildResult
from tests.factories.casework import a_case, a_child, an_assessment, moment, submitted, written
from tests.factories.staff import department as make_department
from tests.factories.staff import held

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run all at the same moment; answers what each came to: "done", or the sentence that refused it."""
    barrier, outcomes = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
            outcomes.append("done")
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_managers_authorise_at_once():
    people = make_department()
    assessment = submitted(people.anna)
    acts = [
        lambda by=by: services.authorise_assessment(assessment=assessment, by=by, at=moment(2026, 4, 22))
        for by in (people.tariq, people.sara)
    ]
    assert at_once(*acts) == ["This assessment has already been authorised.", "done"]
    assert AssessmentDecision.objects.filter(kind="authorised").count() == 1


def test_one_authorises_while_the_other_sends_back():
    people = make_department()
    assessment = submitted(people.anna)
    outcomes = at_once(
        lambda: services.authorise_assessment(assessment=assessment, by=people.tariq, at=moment(2026, 4, 22)),
        lambda: services.return_assessment(assessment=assessment, by=people.sara, reason="Once more."),
    )
    assert outcomes.count("done") == 1
    assert AssessmentDecision.objects.exclude(kind="submitted").count() == 1


def test_double_submission_is_one():
    people = make_department()
    assessment = written(an_assessment(people.anna))
    act = lambda: services.submit_assessment(assessment=assessment, by=people.anna, note="Abroad.")  # noqa: E731
    assert at_once(act, act) == ["This assessment has already been submitted.", "done"]
    assert AssessmentDecision.objects.count() == 1


def test_two_open_a_case_at_once():
    people = make_department()
    child = a_child()
    held(child, people.anna)
    acts = [
        lambda by=by: services.open_episode(
            child=child, referral_date=moment(2026, 3, 2).date(), source="6", primary_need="N1", by=by
        )
        for by in (people.anna, people.tariq)
    ]
    outcomes = at_once(*acts)
    assert outcomes[1] == "done"
    assert "already has an open case" in outcomes[0]
    assert NeedEpisode.objects.count() == 1


def test_two_start_an_assessment_at_once():
    people = make_department()
    episode = a_case(people.anna)
    act = lambda: an_assessment(people.anna, episode)  # noqa: E731
    outcomes = at_once(act, act)
    assert outcomes[1] == "done"
    assert "already has an open assessment" in outcomes[0]


def test_two_save_with_one_version_and_the_later_is_told():
    people = make_department()
    assessment = an_assessment(people.anna)
    acts = [
        lambda by=by: services.save_assessment(assessment=assessment, by=by, version=1, analysis=f"By {by}")
        for by in (people.anna, people.ben)
    ]
    outcomes = at_once(*acts)
    assert outcomes[1] == "done"
    assert outcomes[0].startswith("Somebody saved this assessment")


def test_two_visits_and_a_note_for_one_family_at_once_wait_for_each_other_without_a_ring():
    people = make_department()
    maisie, jack = a_case(people.anna).child, a_case(people.anna, a_child("Jack")).child

    def visit(first, second):
        services.record_visit(
            children=[ChildResult(first, seen=True), ChildResult(second, seen=True)],
            purpose="assessment",
            took_place_at=moment(2026, 3, 9),
            by=people.anna,
        )

    def note():
        services.write_case_note(
            children=[jack, maisie], kind="other", happened_at=moment(2026, 3, 9), text="x", by=people.ben
        )

    assert at_once(lambda: visit(maisie, jack), lambda: visit(jack, maisie), note) == ["done"] * 3
    assert (VisitChild.objects.count(), CaseNote.objects.count()) == (4, 1)
