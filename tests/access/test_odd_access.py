"""What looks odd among the openings, and what an auditor says of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from access.models import OddAccess
from access.odd.thresholds import Thresholds
from access.services import answer_odd_access, find_odd_access, keep_home
from audit.models import Event, RecordOpening
from audit.services import record_event
from staff.models import Alert, WorkerHome
from staff.openings import answer_opening, open_with_reason
from tests.access.conftest import restrict
from tests.factories.pages import count_queries, page, signed_in
from tests.factories.people import adult, child, home, lives, parent_of
from tests.factories.referrals import on_contact
from tests.factories.staff import held, user

pytestmark = pytest.mark.django_db
# A Wednesday that is no bank holiday.
NOW = datetime(2026, 5, 13, 15, tzinfo=ZoneInfo("Europe/London"))


def opened(who, subject, at: datetime = NOW, page: str = "record") -> None:
    RecordOpening.objects.create(
        user_id=who.pk, user_name=str(who), child_id=subject.pk, page=page, opened_at=at - timedelta(hours=1)
    )


def found(*kinds: str) -> list[tuple[str, str, int]]:
    find_odd_access(now=NOW)
    rows = OddAccess.objects.filter(kind__in=kinds) if kinds else OddAccess.objects.all()
    return sorted((row.kind, row.user.username, row.child_id) for row in rows)


@pytest.fixture
def maisie(department):
    subject = child()
    held(subject, department.anna)
    return subject


class TestNoWork:
    def test_somebody_who_sees_everybody_and_has_no_work_with_the_child(self, department, maisie):
        opened(department.mo, maisie)
        assert found("no_work") == [("no_work", "mo", maisie.pk)]

    @pytest.mark.parametrize("who", ["anna", "ben", "tariq", "sara"])
    def test_the_worker_the_team_and_its_managers_have_work(self, department, maisie, who):
        opened(getattr(department, who), maisie)
        assert found("no_work") == []

    def test_at_the_front_door_a_contact_is_work_also_with_a_brother_or_sister(self, department, maisie):
        leo = child("Leo")
        kelly = adult()
        parent_of(kelly, maisie)
        parent_of(kelly, leo)
        on_contact(department.mo, leo, received_at=NOW - timedelta(days=3), at=NOW - timedelta(days=3))
        opened(department.mo, maisie)
        opened(department.mo, leo)
        assert found() == []

    def test_long_after_the_decision_it_is_no_work_any_more(self, department, maisie):
        from referrals.services import decide_contact

        long_ago = NOW - timedelta(days=30)
        subject = child("Fay", "Door")
        row = on_contact(department.mo, subject, received_at=long_ago, at=long_ago)
        decide_contact(contact_child=row, outcome="nfa", reason="Nothing.", by=department.maya, at=long_ago)
        opened(department.mo, subject)
        assert found("no_work") == [("no_work", "mo", subject.pk)]

    def test_an_opening_that_a_manager_says_was_right_is_not_listed(self, department, maisie):
        before = NOW - timedelta(hours=3)
        grant = open_with_reason(child_id=maisie.pk, by=department.lena, reason="Her cousin is here.", at=before)
        answer_opening(grant=grant, answer="right", by=department.tariq, at=before)
        opened(department.lena, maisie)
        assert found("no_work") == []


class TestOwnFamily:
    def test_the_own_surname_also_when_it_only_sounds_alike(self, department):
        for name, where in (("Example", "same"), ("Exampel", "sounds")):
            subject = child("Ann", name)
            opened(department.mo, subject)
            assert ("own_surname", "mo", subject.pk) in found("own_surname"), where

    def test_a_parents_surname(self, department, maisie):
        parent_of(adult("Kim", "Example"), maisie)
        opened(department.ben, maisie)
        assert found("own_surname") == [("own_surname", "ben", maisie.pk)]

    def test_not_for_whoever_holds_the_case_nor_for_a_contact(self, department):
        mine, came = child("Ann", "Example"), child("Bea", "Example")
        held(mine, department.anna)
        on_contact(department.mo, came, received_at=NOW - timedelta(days=1), at=NOW - timedelta(days=1))
        opened(department.anna, mine)
        opened(department.mo, came)
        assert found("own_surname") == []

    def test_the_own_address_whatever_the_work(self, department, maisie):
        lives(maisie, home("12 High Street", "LS1 4AP"), date(2024, 1, 1))
        keep_home(user=department.anna, house="12", postcode="ls1 4ap", by=department.anna)
        opened(department.anna, maisie)
        assert found("own_address") == [("own_address", "anna", maisie.pk)]

    def test_the_house_beside_it_is_not_the_own_address(self, department, maisie):
        lives(maisie, home("14 High Street", "LS1 4AP"), date(2024, 1, 1))
        keep_home(user=department.anna, house="12", postcode="LS1 4AP", by=department.anna)
        opened(department.anna, maisie)
        assert found("own_address") == []

    def test_nothing_of_an_address_can_be_read_again(self, department):
        row = keep_home(user=department.anna, house="12", postcode="LS1 4AP", by=department.anna)
        stored = str(WorkerHome.objects.filter(pk=row.pk).values().get())
        assert "LS1" not in stored
        assert len(row.fingerprint) == 64
        assert not Event.objects.filter(actor_id=department.anna.pk).exists()

    def test_only_the_worker_or_the_administrator_gives_it(self, department):
        with pytest.raises(PermissionDenied):
            keep_home(user=department.anna, house="12", postcode="LS1 4AP", by=department.tariq)
        keep_home(user=department.anna, house="12", postcode="LS1 4AP", by=user("adam", "administrator"))


class TestHowMuchAndWhen:
    def test_many_records_in_a_day_against_the_own_usual(self, department):
        few = Thresholds(many_least=6)
        subjects = [child(f"Child{number}") for number in range(7)]
        for one in subjects:
            held(one, department.anna)
            opened(department.anna, one)
        find_odd_access(now=NOW, thresholds=few)
        (row,) = OddAccess.objects.filter(kind="many")
        assert (row.user, row.facts) == (department.anna, {"children": 7, "usual": 0})

    def test_who_always_opens_many_is_not_listed_for_it(self, department):
        subjects = [child(f"Child{number}") for number in range(7)]
        for one in subjects:
            held(one, department.anna)
            for day in (0, 7, 8):
                opened(department.anna, one, NOW - timedelta(days=day))
        find_odd_access(now=NOW, thresholds=Thresholds(many_least=6))
        assert not OddAccess.objects.filter(kind="many").exists()

    def test_three_openings_at_night(self, department, maisie):
        for minute in range(3):
            opened(department.anna, maisie, NOW.replace(day=12, hour=23, minute=minute))
        assert found() == [("hours", "anna", 0)]
        assert OddAccess.objects.get().facts["first"] == "22:00"

    def test_on_a_bank_holiday_the_whole_day_is_outside_working_hours(self, department, maisie):
        """4 May 2026 is the early May bank holiday."""
        monday = NOW.replace(day=4)
        for _ in range(3):
            opened(department.anna, maisie, monday)
        find_odd_access(now=monday)
        assert OddAccess.objects.get().facts["free"] is True

    def test_after_the_case_was_closed(self, department, maisie):
        maisie.allocations.update(to_on=NOW.date() - timedelta(days=60))
        opened(department.anna, maisie)
        assert found() == [("after_closing", "anna", maisie.pk)]

    def test_its_papers_may_be_finished_for_four_weeks(self, department, maisie):
        maisie.allocations.update(to_on=NOW.date() - timedelta(days=20))
        opened(department.anna, maisie)
        assert found() == []

    def test_looked_on_five_days_and_wrote_nothing(self, department, maisie):
        for day in range(5):
            opened(department.ben, maisie, NOW - timedelta(days=day))
        assert found() == [("repeated", "ben", maisie.pk)]

    def test_whoever_wrote_something_is_not_listed(self, department, maisie):
        for day in range(5):
            opened(department.ben, maisie, NOW - timedelta(days=day))
        record_event(kind="case_note", summary="x", by=department.ben, child_id=maisie.pk, at=NOW - timedelta(days=2))
        assert found() == []


def test_what_was_found_is_found_once_and_the_auditors_are_told_once(department, maisie):
    helen = user("helen", "auditor")
    opened(department.mo, maisie)
    assert sum(find_odd_access(now=NOW).values()) == 1
    opened(department.mo, maisie, NOW + timedelta(minutes=5))
    assert sum(find_odd_access(now=NOW + timedelta(days=1)).values()) == 0
    assert Alert.objects.filter(user=helen, kind="odd_access").count() == 1


class TestTheAuditor:
    @pytest.fixture
    def helen(self, department):
        return user("helen", "auditor")

    def test_reads_who_whom_and_why_and_marks_it_with_words(self, department, maisie, helen):
        opened(department.mo, maisie)
        find_odd_access(now=NOW)
        row = OddAccess.objects.get()
        said = page(helen, "/access/odd/")
        assert "Mo Example" in said
        assert "Maisie Clarke" in said
        assert "Never allocated" in said
        client = signed_in(helen)
        assert client.post(f"/access/odd/{row.pk}/", {"answer": "explained", "words": ""}).status_code == 422
        answers = {"answer": "explained", "words": "Called by the hospital, logged later."}
        assert client.post(f"/access/odd/{row.pk}/", answers).status_code == 302
        assert "Nothing waits for you." in page(helen, "/access/odd/")
        assert "Called by the hospital" in page(helen, "/access/odd/", answered="yes")
        assert not Event.objects.filter(kind="odd_access_answered", child_id__isnull=False).exists()

    def test_a_restricted_child_is_there_only_for_an_auditor_on_its_list(self, department, family, helen):
        """Ben of the team opened it before it was restricted."""
        named = user("nora", "auditor")
        opened(department.mo, family.maisie)
        find_odd_access(now=NOW)
        assert "Maisie Clarke" in page(helen, "/access/odd/")
        restrict(family, department, named=[department.sara, named])
        assert "Nothing waits for you." in page(helen, "/access/odd/")
        assert signed_in(helen).get("/access/odd.csv").content.decode().count("\n") == 1
        row = OddAccess.objects.get()
        assert signed_in(helen).get(f"/access/odd/{row.pk}/").status_code == 404
        assert "Maisie Clarke" in page(named, "/access/odd/")
        assert signed_in(named).get(f"/access/odd/{row.pk}/").status_code == 200

    def test_nobody_marks_their_own(self, department, maisie, helen):
        row = OddAccess.objects.create(kind="many", user=helen, day=NOW.date(), facts={"children": 90, "usual": 5})
        with pytest.raises(PermissionDenied):
            answer_odd_access(found=row, answer="explained", words="It was me.", by=helen)
        with pytest.raises(ValidationError):
            answer_odd_access(found=row, answer="explained", words=" ", by=user("nora", "auditor"))

    def test_looks_at_today_at_once_and_takes_the_list_along(self, department, maisie, helen):
        RecordOpening.objects.create(user_id=department.mo.pk, user_name="Mo", child_id=maisie.pk, page="record")
        client = signed_in(helen)
        assert "1 new." in client.post("/access/odd/look/", follow=True).content.decode()
        lines = client.get("/access/odd.csv").content.decode().splitlines()
        assert lines[0] == "Day,Who,Whom,What,Why,Answer,Words"
        assert any("Mo Example,Maisie Clarke,No work with the child" in line for line in lines)

    def test_a_list_of_forty_asks_as_much_as_one_of_one(self, department, maisie, helen):
        client = signed_in(helen)
        opened(department.mo, maisie)
        find_odd_access(now=NOW)
        client.get("/access/odd/")
        one = count_queries(lambda: client.get("/access/odd/"))
        for number in range(39):
            opened(department.mo, child(f"Child{number}"))
        find_odd_access(now=NOW)
        assert OddAccess.objects.filter(kind="no_work").count() == 40
        assert count_queries(lambda: client.get("/access/odd/")) == one


def test_looking_asks_as_much_for_a_hundred_openings_as_for_one(department, maisie):
    opened(department.mo, maisie)
    find_odd_access(now=NOW)
    one = count_queries(lambda: find_odd_access(now=NOW))
    for number in range(20):
        opened(department.lena, maisie, NOW - timedelta(minutes=number))
    find_odd_access(now=NOW)
    assert count_queries(lambda: find_odd_access(now=NOW)) == one


def test_the_administrators_page_says_who_gave_an_address_and_never_which(department):
    keep_home(user=department.anna, house="12", postcode="LS1 4AP", by=department.anna)
    adam = user("adam", "administrator")
    said = page(adam, "/access/homes/")
    assert "Anna Example" in said
    assert "LS1" not in said
    response = signed_in(adam).post(f"/access/homes/{department.ben.pk}/", {"house": "3", "postcode": "nonsense"})
    assert response.status_code == 422
    answers = {"house": "3", "postcode": "LS1 4AP"}
    assert signed_in(adam).post(f"/access/homes/{department.ben.pk}/", answers).status_code == 302
