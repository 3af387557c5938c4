"""The council's own API: children, what is due, what waits. Nobody sees more than on the pages."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from audit.models import RecordOpening
from casework.services import open_episode
from tests.factories.partners import NHS, UPN, restricted, with_token
from tests.factories.people import child
from tests.factories.referrals import contact
from tests.factories.staff import PASSWORD, held

pytestmark = pytest.mark.django_db
CHILDREN, CLOCKS, QUEUE = "/api/v1/children/", "/api/v1/clocks/", "/api/v1/contacts/queue/"


@pytest.fixture(autouse=True)
def not_counted():
    cache.clear()


@pytest.fixture
def maisie(anna):
    """Anna holds her case."""
    row = child(nhs_number=NHS, upn=UPN)
    held(row, anna)
    return row


def ids(user, url=CHILDREN, **asked):
    answer = with_token(user).get(url, asked)
    assert answer.status_code == 200, answer.json()
    return [one["id"] for one in answer.json()["results"]]


def test_list_holds_what_the_person_may_see_and_nothing_else(maisie, department):
    other = child("Ella")
    held(other, department.lena)
    assert ids(department.anna) == [maisie.pk]
    assert ids(department.tariq) == [maisie.pk]
    assert ids(department.lena) == [other.pk]
    assert ids(department.mo) == [maisie.pk, other.pk]


def test_restricted_child_is_in_no_list(maisie, department):
    restricted(maisie)
    assert ids(department.mo) == []


def test_child_in_brief(maisie, department):
    open_episode(child=maisie, referral_date=date(2026, 3, 2), source="6", primary_need="N1", by=department.tariq)
    (row,) = with_token(department.anna).get(CHILDREN).json()["results"]
    assert (row["forename"], row["surname"], row["date_of_birth"], row["sex"]) == (
        "Maisie",
        "Clarke",
        "2019-04-03",
        "F",
    )
    assert (row["team"], row["worker"], row["case_open_since"]) == ("North", "Anna Example", "2026-03-02")
    assert "nhs_number" not in row


@pytest.mark.parametrize(
    "asked",
    [
        {"surname": "CLARKE"},
        {"forename": "maisie", "surname": "clarke"},
        {"date_of_birth": "2019-04-03"},
        {"nhs_number": "999 000 0018"},
        {"upn": UPN},
    ],
)
def test_filters_find_her(maisie, mo, asked):
    child("Ella", "O'Neill", date_of_birth=date(2020, 1, 1))
    assert ids(mo, **asked) == [maisie.pk]


@pytest.mark.parametrize("asked", [{"surname": "Clark"}, {"surname": "!!!"}, {"date_of_birth": "2019-04-04"}])
def test_filters_that_find_nobody(maisie, mo, asked):
    assert ids(mo, **asked) == []


def test_apostrophe_makes_no_difference(mo):
    row = child("Ella", "O'Neill")
    assert ids(mo, surname="oneill") == [row.pk]


@pytest.mark.parametrize(
    ("url", "asked", "field"),
    [
        (CHILDREN, {"date_of_birth": "yesterday"}, "date_of_birth"),
        (CHILDREN, {"nhs_number": "1"}, "nhs_number"),
        (CHILDREN, {"surname": "\x00"}, "surname"),
        (CLOCKS, {"due_before": "soon"}, "due_before"),
        (CLOCKS, {"child": "Maisie"}, "child"),
    ],
)
def test_filter_that_cannot_be_read(mo, url, asked, field):
    answer = with_token(mo).get(url, asked)
    assert answer.status_code == 400
    assert list(answer.json()) == [field]


def test_one_child_is_opened_through_the_policy_and_written_down(maisie, department):
    answer = with_token(department.anna).get(f"{CHILDREN}{maisie.pk}/")
    assert answer.status_code == 200
    assert answer.json()["nhs_number"] == NHS
    assert RecordOpening.objects.filter(child_id=maisie.pk, user_id=department.anna.pk).count() == 1


def test_child_of_another_team_is_not_there_and_no_opening_is_written(maisie, lena):
    assert with_token(lena).get(f"{CHILDREN}{maisie.pk}/").status_code == 404
    assert not RecordOpening.objects.exists()


def test_partner_sees_no_child_no_clock_and_no_queue(maisie, api):
    answers = [api.get(url) for url in (CHILDREN, CLOCKS, QUEUE, f"{CHILDREN}{maisie.pk}/")]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 404]
    assert all(answer.json()["detail"] for answer in answers)


def test_person_who_is_signed_in_needs_no_token(maisie, anna):
    browser = Client()
    browser.login(username="anna", password=PASSWORD)
    assert [one["id"] for one in browser.get(CHILDREN).json()["results"]] == [maisie.pk]


def test_nobody_gets_in_without_signing_in(client):
    assert [client.get(url).status_code for url in (CHILDREN, CLOCKS, QUEUE)] == [401, 401, 401]


def test_clock_says_when_and_why(department, maisie):
    contact(department.mo, maisie)
    (clock,) = with_token(department.anna).get(CLOCKS).json()["results"]
    assert (clock["rule"], clock["child_id"], clock["child"]) == ("referral.decision", maisie.pk, "Maisie Clarke")
    assert clock["state"] in ("green", "amber")
    assert clock["explanation"].startswith("1 working day from ")


def test_clocks_are_narrowed_like_the_children(department, maisie):
    contact(department.mo, maisie)
    assert len(ids(department.tariq, CLOCKS)) == 1
    assert ids(department.lena, CLOCKS) == []


def test_due_before_leaves_the_day_itself_out(department, maisie):
    contact(department.mo, maisie)
    (clock,) = with_token(department.anna).get(CLOCKS).json()["results"]
    due = date.fromisoformat(clock["due_on"])
    assert ids(department.anna, CLOCKS, due_before=due) == []
    assert ids(department.anna, CLOCKS, due_before=due + timedelta(days=1)) == [clock["id"]]


def test_overdue_rule_and_child_filters(department, maisie):
    contact(department.mo, maisie, received_at=timezone.now() - timedelta(days=10))
    (number,) = ids(department.anna, CLOCKS, overdue="true")
    assert ids(department.anna, CLOCKS, overdue="false") == []
    assert ids(department.anna, CLOCKS, rule="referral.decision", child=maisie.pk) == [number]
    assert ids(department.anna, CLOCKS, rule="assessment") == []


def test_queue_is_for_those_who_see_the_front_door(department, maisie):
    row = contact(department.mo, maisie).children.get()
    (waiting,) = with_token(department.mo).get(QUEUE).json()["results"]
    assert (waiting["id"], waiting["child"], waiting["urgency"]) == (row.pk, "Maisie Clarke", "amber")
    assert waiting["due_at"]
    assert with_token(department.anna).get(QUEUE).status_code == 403


def test_queue_in_pages_is_the_longest_waiting_first(department):
    now = timezone.now()
    rows = [
        contact(department.mo, child(f"Child{n}"), received_at=now - timedelta(hours=n)).children.get().pk
        for n in range(5)
    ]
    client, seen, url = with_token(department.mo), [], f"{QUEUE}?page_size=2"
    while url:
        page = client.get(url).json()
        seen += [one["id"] for one in page["results"]]
        url = page["next"]
    assert seen == rows[::-1]


@pytest.mark.parametrize("url", [CHILDREN, CLOCKS, QUEUE])
def test_forty_rows_take_as_many_queries_as_two(department, url, django_assert_max_num_queries):
    def add(number):
        row = child(f"Child{number}")
        held(row, department.anna)
        contact(department.mo, row)

    for number in range(2):
        add(number)
    client = with_token(department.maya)
    with django_assert_max_num_queries(50) as few:
        assert len(client.get(url).json()["results"]) == 2
        as_many = len(few)
    for number in range(2, 40):
        add(number)
    with django_assert_max_num_queries(as_many):
        assert len(client.get(url).json()["results"]) == 40
