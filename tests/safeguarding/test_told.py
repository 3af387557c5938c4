"""Who is told, what waits for whom, and what goes out on paper."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from people.merging import merge_people, unmerge_people
from safeguarding import services
from safeguarding.minutes import minutes
from safeguarding.models import ChildProtectionPlan
from safeguarding.rules.diary import BEGINS, LASTS, Taken, free_sittings
from staff.models import Alert, Restriction
from tests.casework.pages import as_user, text_of
from tests.factories.casework import a_case, a_child, moment
from tests.factories.people import adult, home, lives, parent_of
from tests.factories.safeguarding import a_chair, a_plan_for, an_enquiry, booked, concluded, held, on_a_plan

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def episode(anna):
    return a_case(anna)


@pytest.fixture
def cora(department):
    return a_chair()


def told(user) -> list[str]:
    return list(Alert.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db
class TestAlerts:
    def test_worker_manager_and_chair_are_told_once_each(self, department, episode, cora):
        enquiry = an_enquiry(department.tariq, episode)
        concluded(department.anna, department.tariq, enquiry, moment(2026, 4, 9))
        booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora)
        assert told(department.anna) == ["section47", "section47_authorised"]
        assert told(department.tariq) == ["section47_submitted"]
        assert told(cora) == ["conference"]

    def test_nobody_hears_of_a_restricted_child(self, department, episode):
        Restriction.objects.create(child=episode.child, reason="A colleague", from_on=date(2026, 1, 5))
        with pytest.raises(Exception, match="not open to you"):
            an_enquiry(department.tariq, episode)
        assert told(department.anna) == []


@pytest.mark.django_db
def test_an_enquiry_waits_on_the_managers_page_until_it_is_decided(department, anna):
    episode = a_case(anna, referred_on=timezone.localdate() - timedelta(days=30))
    enquiry = an_enquiry(department.tariq, episode, held_at=timezone.now() - timedelta(days=6))
    services.save_section47_enquiry(
        enquiry=enquiry, by=anna, why_not_seen="In hospital", findings="A belt.", outcome="not_substantiated"
    )
    services.submit_section47_enquiry(enquiry=enquiry, by=anna)
    assert "Section 47 enquiries to decide on" in text_of(as_user(department.tariq).get("/"))
    assert "Section 47 enquiries" not in text_of(as_user(department.omar).get("/"))
    services.conclude_section47_enquiry(enquiry=enquiry, by=department.tariq)
    assert "Section 47 enquiries" not in text_of(as_user(department.tariq).get("/"))


@pytest.mark.django_db
class TestOnPaper:
    @pytest.fixture
    def conference(self, department, episode, cora):
        an_enquiry(department.tariq, episode)
        conference = booked(department.anna, episode.child, on=date(2026, 4, 20), chair=cora)
        reason = "He is not fed. They hide at 7 Larch Way, LS9 9ZZ."
        return held(conference, a_plan_for(episode.child, reason=reason))

    def test_the_record_is_a_pdf(self, department, episode, conference):
        page = f"/children/{episode.child_id}/protection/conferences/{conference.pk}/minutes/"
        answer = as_user(department.anna).get(page)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")

    def test_a_confidential_address_stays_out(self, episode, conference, monkeypatch):
        kelly = adult()
        parent_of(kelly, episode.child)
        lives(kelly, home("7 Larch Way", "LS9 9ZZ"), confidential=True)
        seen = {}
        monkeypatch.setattr("safeguarding.minutes.paper", lambda template, names: seen.update(names) or b"")
        minutes(conference, [episode.child])
        [(row, plan)] = seen["rows"]
        assert "Larch" not in row.reason
        assert plan.category == "NEG"

    def test_to_whom_and_when_it_was_sent_is_kept(self, department, conference):
        first = conference.invitations.first()
        with pytest.raises(ValidationError):
            services.record_minutes_sent(conference=conference, to=[first], on=date(2026, 4, 19), by=department.anna)
        services.record_minutes_sent(conference=conference, to=[first], on=date(2026, 4, 24), by=department.anna)
        first.refresh_from_db()
        assert first.minutes_sent_on == date(2026, 4, 24)


@pytest.mark.django_db
def test_two_records_on_plans_become_one_with_one_plan_and_two_again(department, cora):
    plans = {}
    for number, name in enumerate(("Maisie", "Maisy")):
        case = a_case(department.anna, a_child(name))
        plans[name] = on_a_plan(department.anna, department.tariq, case, date(2026, 4, 20 + number), cora)
    stays, goes = plans["Maisie"].child, plans["Maisy"].child
    merge = merge_people(survivor=stays, absorbed=goes, reason="One girl", by=department.sara, choices={})
    [plan] = ChildProtectionPlan.objects.open()
    assert plan == plans["Maisie"]
    assert ChildProtectionPlan.objects.get(pk=plans["Maisy"].pk).end_reason == "recorded_twice"
    unmerge_people(merge=merge, reason="Two girls", by=department.sara)
    assert {plan.child_id for plan in ChildProtectionPlan.objects.open()} == {stays.pk, goes.pk}


DAY = date(2026, 4, 20)
TAKEN = st.builds(
    lambda begins, minutes, room, chair: Taken(
        datetime.combine(DAY, begins, LONDON),
        datetime.combine(DAY, begins, LONDON) + timedelta(minutes=minutes),
        room,
        chair,
    ),
    st.times(time(8), time(17)),
    st.integers(15, 240),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([7, 8]),
)


@given(st.lists(TAKEN, max_size=8))
def test_a_free_sitting_meets_no_other_and_none_is_left_out(taken):
    found = {one.starts_at: one for one in free_sittings([DAY], [1, 2], [7, 8], taken, LONDON)}
    for begins in BEGINS:
        start = datetime.combine(DAY, begins, LONDON)
        meets = [one for one in taken if max(one.starts_at, start) < min(one.ends_at, start + LASTS)]
        rooms, chairs = {1, 2} - {one.room for one in meets}, {7, 8} - {one.chair for one in meets}
        assert (start in found) == bool(rooms and chairs)
        if start in found:
            assert found[start].room in rooms
            assert found[start].chair in chairs
