"""A manager, a worker and a chair take a child from the discussion to the plan, page by page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.queries import open_episode_for
from safeguarding.models import ChildProtectionPlan, Conference, Section47Enquiry, StrategyDiscussion
from tests.casework.pages import as_user, day, moment_of, text_of
from tests.factories.casework import a_case, a_child
from tests.factories.safeguarding import a_chair, a_room, booked, on_a_plan

pytestmark = pytest.mark.django_db


def weekday(days_ago: int):
    """That many days ago, or the Friday before it."""
    found = timezone.localdate() - timedelta(days=days_ago)
    return found - timedelta(days=max(found.isoweekday() - 5, 0))


def noon(on):
    return timezone.make_aware(timezone.datetime(on.year, on.month, on.day, 12))


@pytest.fixture
def episode(anna):
    return a_case(anna, referred_on=timezone.localdate() - timedelta(days=60))


@pytest.fixture
def cora(department):
    return a_chair()


def strategy_typed(child, **changes):
    return {
        **moment_of("held_at", noon(weekday(20))),
        "concern": "A bruise on the left arm.",
        "attendances-count": "3",
        "attendances-0-agency": "social_care",
        "attendances-0-name": "Tariq Example",
        "attendances-1-agency": "police",
        "attendances-1-name": "Sergeant Lee",
        "attendances-2-agency": "health",
        "attendances-2-name": "Nurse Okafor",
        f"enquiry_{child.pk}": "joint",
        f"reason_{child.pk}": "Nobody can explain it.",
        **changes,
    }


def test_from_the_discussion_to_the_plan(department, episode, cora):
    child, room = episode.child, a_room()
    base = f"/children/{child.pk}/protection/"
    manager, worker, chair = as_user(department.tariq), as_user(department.anna), as_user(cora)
    assert "No strategy discussion has been held about Maisie." in text_of(manager.get(base))

    assert manager.post(f"{base}strategy-discussion/", strategy_typed(child)).url == base
    enquiry = Section47Enquiry.objects.get()
    said = text_of(worker.get(base))
    assert "Initial child protection conference" in said
    assert "Sergeant Lee (police)" in said

    page = f"{base}enquiries/{enquiry.pk}/"
    written = {
        "kind": "joint",
        **moment_of("seen_at", noon(weekday(19))),
        "seen_alone": "yes",
        "findings": "The mark is from a belt.",
        "outcome": "continuing_risk",
        "version": enquiry.version,
    }
    assert worker.post(f"{page}edit/", written).url == page
    assert worker.post(f"{page}submit/").url == page
    assert manager.post(f"{page}decide/", {"answer": "authorise"}).url == page
    assert "Authorised by Tariq Example" in text_of(worker.get(page))

    slot = {**moment_of("starts_at", noon(weekday(5))), "length": "120", "room": room.pk, "chair": cora.pk}
    answer = worker.post(f"{base}conferences/book/", {"kind": "initial", **slot})
    conference = Conference.objects.get()
    sitting = f"{base}conferences/{conference.pk}/"
    assert answer.url == sitting
    for name, agency in (("Anna", "social_care"), ("Sergeant Lee", "police"), ("Ms Hart", "education")):
        invited = {"name": name, "agency": agency, "what": "Worker", "report_wanted": "on"}
        assert worker.post(f"{sitting}invite/", invited).url == sitting
    first = conference.invitations.first()
    assert worker.post(f"{sitting}reports/{first.pk}/", day("received_on", weekday(7))).url == sitting
    decided = {
        **day("held_on", weekday(5)),
        "came": [one.pk for one in conference.invitations.all()],
        f"participation_{child.pk}": "PN1",
        f"decision_{child.pk}": "plan",
        f"category_{child.pk}": "NEG",
        f"reason_{child.pk}": "He is not fed.",
        f"concerns_{child.pk}": "Food every day.",
    }
    assert worker.post(f"{sitting}hold/", decided).status_code == 403
    assert chair.post(f"{sitting}hold/", decided).url == sitting
    assert "A child protection plan" in text_of(chair.get(sitting))
    plan = ChildProtectionPlan.objects.get()
    assert (plan.started_on, plan.concerns) == (weekday(5), "Food every day.")

    on_plan = f"{base}plan/"
    said = text_of(worker.get(on_plan))
    assert "Up to date" in said
    assert "Child protection plan: neglect" in text_of(worker.get(f"/children/{child.pk}/"))
    outcome = {
        "outcome": "Three meals a day",
        "actions-count": "1",
        "actions-0-action": "Breakfast club",
        "actions-0-owner": "Ms Hart",
    }
    assert worker.post(f"{on_plan}outcomes/new/", outcome).url == on_plan
    action = plan.outcomes.get().actions.get()
    assert worker.post(f"{on_plan}actions/{action.pk}/done/", day("on", timezone.localdate())).url == on_plan
    met = {**day("held_on", timezone.localdate()), "present": "All", "progress": "Food in the house."}
    assert worker.post(f"{on_plan}core-group/", met).url == on_plan
    assert "Food in the house." in text_of(worker.get(on_plan))


def test_a_refused_discussion_gives_back_what_was_typed(department, episode):
    typed = strategy_typed(episode.child, **{"attendances-count": "1"})
    answer = as_user(department.tariq).post(f"/children/{episode.child_id}/protection/strategy-discussion/", typed)
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Nobody took part for police or health. Say why, and how they will be told." in said
    assert "Nobody can explain it.</textarea>" in said
    assert not StrategyDiscussion.objects.exists()


def test_diary_shows_what_is_due_and_names_nobody_whom_the_reader_may_not_see(department, episode, cora):
    other = a_case(department.lena, a_child("Jude", "Hill"), referred_on=timezone.localdate() - timedelta(days=60))
    manager = as_user(department.tariq)
    manager.post(f"/children/{episode.child_id}/protection/strategy-discussion/", strategy_typed(episode.child))
    as_user(department.omar).post(
        f"/children/{other.child_id}/protection/strategy-discussion/", strategy_typed(other.child)
    )
    said = text_of(manager.get("/conferences/"))
    assert "Maisie Clarke" in said
    assert "Jude" not in said
    assert as_user(department.mo).get("/conferences/").status_code == 403


def test_diary_takes_as_many_queries_for_many_conferences_as_for_one(department, cora, django_assert_max_num_queries):
    tomorrow = weekday(-4)
    for number in range(12):
        episode = a_case(
            department.anna, a_child(f"Child{number}"), referred_on=timezone.localdate() - timedelta(days=60)
        )
        as_user(department.tariq).post(
            f"/children/{episode.child_id}/protection/strategy-discussion/", strategy_typed(episode.child)
        )
        if number % 2:
            chair = a_chair(f"chair{number}")
            booked(department.anna, episode.child, on=tomorrow, chair=chair, room=a_room(f"Room {number}"))
    client = as_user(department.tariq)
    client.get("/conferences/")
    with django_assert_max_num_queries(15):
        said = text_of(client.get("/conferences/"))
    assert said.count("Chair: ") == 6


def test_a_long_plan_and_a_second_one_stand_out(department, episode, cora):
    start = weekday(800)
    old = a_case(department.anna, a_child("Jude"), referred_on=start - timedelta(days=30))
    on_a_plan(department.anna, department.tariq, old, start, cora)
    assert open_episode_for(old.child) is not None
    said = text_of(as_user(department.anna).get(f"/children/{old.child_id}/protection/plan/"))
    assert "Over 2 years" in said
    assert "Not up to date" in said
