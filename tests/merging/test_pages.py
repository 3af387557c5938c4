"""The pages on which two records become one, and two again."""

from datetime import date

import pytest

from people import duplicates
from people.merged import survivor_of
from people.models import DuplicatePair, PersonMerge
from staff.models import Alert, Allocation
from staff.restrictions import restrict_record
from tests.factories import casework as cases
from tests.factories.pages import count_queries, page, signed_in, words
from tests.factories.people import CLERK, adult, child, home, lives, parent_of
from tests.factories.staff import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(department):
    """Maisie, whom Anna holds, and Maisy with the NHS number, whom Ben holds: both of North."""
    maisie, maisy = child("Maisie", "Clarke"), child("Maisy", "Clark", nhs_number="9990000018")
    cases.a_case(department.anna, maisie)
    cases.a_case(department.ben, maisy, referred_on=date(2026, 5, 4))
    return maisie, maisy


def hidden(response, name):
    return response.context["form"][name].value()


def merge_form(client, address, **answers):
    shown = client.get(address)
    assert shown.status_code == 200, shown.status_code
    form = shown.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    token = shown.content.decode().split('name="submit_token" value="')[1].split('"')[0]
    return {**sent, "submit_token": token, "reason": "Same mother, same school", **answers}


def address(pair):
    return f"/children/{pair[0].pk}/same-person/{pair[1].pk}/"


def test_from_the_record_to_the_merge_and_back(pair, department):
    maisie, maisy = pair
    client = signed_in(department.tariq)
    assert "Is there another record of Maisie Clarke?" in page(department.tariq, f"/children/{maisie.pk}/")
    found = words(client.get(f"/children/{maisie.pk}/same-person/"))
    assert "Compare with Maisy Clark" in found
    assert "Born on the same day" in found or "Same date of birth" in found
    shown = words(client.get(address(pair)))
    assert "Both records have an open case. Which one goes on?" in shown
    assert "Who leads from today?" in shown
    assert "999 000 0018" in shown
    done = client.post(address(pair), merge_form(client, address(pair)), follow=True)
    assert done.redirect_chain == [(f"/children/{maisie.pk}/", 302)]
    assert "The two records are one" in words(done)
    assert survivor_of(maisy.pk) == maisie.pk
    back = f"/children/{maisie.pk}/merges/{PersonMerge.objects.get().pk}/undo/"
    assert back in client.get(f"/children/{maisie.pk}/same-person/").content.decode()
    assert "cases (" not in words(client.get(back))
    sent = merge_form(client, back, reason="They are cousins")
    done = client.post(back, sent, follow=True)
    assert "They are two records again." in words(done)
    assert survivor_of(maisy.pk) is None
    again = client.get(back, follow=True)
    assert "has taken this merge apart already" in words(again)


def test_what_was_written_since_is_asked_about(pair, department):
    maisie, maisy = pair
    client = signed_in(department.tariq)
    client.post(address(pair), merge_form(client, address(pair)))
    maisie.refresh_from_db()
    visit = cases.a_visit(department.anna, maisie, cases.moment(2026, 6, 8))
    back = f"/children/{maisie.pk}/merges/{PersonMerge.objects.get().pk}/undo/"
    assert "by Anna Example, 8 June 2026" in words(client.get(back))
    assert client.post(back, merge_form(client, back, row_0="absorbed")).status_code == 302
    assert visit.children.get().child_id == maisy.pk


def test_double_click_merges_once_and_leads_to_the_record(pair, department):
    client = signed_in(department.tariq)
    sent = merge_form(client, address(pair))
    assert client.post(address(pair), sent).status_code == 302
    again = client.post(address(pair), sent, follow=True)
    assert again.status_code == 200
    assert "one record already" in words(again)
    assert PersonMerge.objects.count() == 1


def test_a_page_out_of_date_is_shown_afresh_and_goes_through_then(pair, department):
    client = signed_in(department.tariq)
    sent = merge_form(client, address(pair))
    cases.a_visit(department.ben, pair[1], cases.moment(2026, 6, 8))
    refused = client.post(address(pair), sent)
    assert refused.status_code == 422
    assert "has changed since you opened this page" in words(refused)
    assert PersonMerge.objects.count() == 0
    assert client.post(address(pair), sent | {"mark": hidden(refused, "mark")}).status_code == 302


def test_without_a_reason_nothing_is_done_and_nothing_is_lost(pair, department):
    client = signed_in(department.tariq)
    refused = client.post(address(pair), merge_form(client, address(pair), reason="", name="absorbed"))
    assert refused.status_code == 422
    assert hidden(refused, "name") == "absorbed"
    assert PersonMerge.objects.count() == 0


def test_each_who_works_with_either_is_told_once(pair, department):
    client = signed_in(department.sara)
    client.post(address(pair), merge_form(client, address(pair)))
    told = Alert.objects.filter(kind="records_merged")
    assert sorted(row.user.username for row in told) == ["anna", "ben", "tariq"]
    assert {row.url for row in told} == {f"/children/{pair[0].pk}/"}


@pytest.mark.parametrize(
    ("who", "status"),
    [("tariq", 200), ("sara", 200), ("mo", 200), ("maya", 200), ("anna", 403), ("lena", 404), ("omar", 404)],
)
def test_who_may(who, status, pair, department):
    assert signed_in(getattr(department, who)).get(address(pair)).status_code == status


def test_one_who_sees_only_one_of_them_cannot_compare(pair, department):
    away = child("Maisie", "Clarkson")
    held(away, department.lena)
    assert signed_in(department.tariq).get(f"/children/{pair[0].pk}/same-person/{away.pk}/").status_code == 404
    assert "Clarkson" not in page(department.tariq, f"/children/{pair[0].pk}/same-person/")


def test_a_restricted_record_is_never_offered(pair, department):
    duplicates.find_duplicates()
    assert "Maisy Clark" in page(department.tariq, "/duplicates/")
    restrict_record(child=pair[1], reason="A colleague's family", named=[department.sara], by=department.sara)
    assert "Maisy Clark" not in page(department.tariq, "/duplicates/")
    assert "Maisy Clark" not in page(department.tariq, f"/children/{pair[0].pk}/same-person/")
    assert signed_in(department.tariq).get(address(pair)).status_code == 404
    assert "The one that goes on" not in page(department.sara, "/duplicates/")
    assert "One of the two is restricted" in page(department.sara, address(pair))


def test_the_nightly_list_finds_the_pair_and_not_the_twin(pair, department):
    twin = child("Poppy", "Clarke")
    held(twin, department.anna)
    assert duplicates.find_duplicates() == 1
    assert (DuplicatePair.objects.get().one_id, DuplicatePair.objects.get().other_id) == (pair[0].pk, pair[1].pk)
    listed = page(department.tariq, "/duplicates/")
    assert "Maisie Clarke · Maisy Clark" in listed
    client = signed_in(department.tariq)
    aside = f"/duplicates/{DuplicatePair.objects.get().pk}/two-people/"
    assert client.post(aside, merge_form(client, aside, because="Cousins, says the school")).status_code == 302
    assert duplicates.find_duplicates() == 1
    assert "No pair is waiting" in page(department.tariq, "/duplicates/")


def test_two_records_of_a_mother_are_merged_by_one_who_sees_all_her_children(pair, department):
    one, other = adult("Kelly", "Clarke"), adult("Kelly", "Clark")
    parent_of(one, pair[0])
    parent_of(other, pair[1])
    here = f"/adults/{one.pk}/same-person/"
    client = signed_in(department.tariq)
    assert "Compare with Kelly Clark" in words(client.get(here))
    done = client.post(f"{here}{other.pk}/", merge_form(client, f"{here}{other.pk}/"))
    assert done.status_code == 302
    assert {row.to_person_id for row in one.relationships_from.all()} == {pair[0].pk, pair[1].pk}
    away = child("Zoe", "Clarke")
    held(away, department.lena)
    parent_of(one, away)
    assert signed_in(department.tariq).get(here).status_code == 404


def test_the_page_asks_no_more_of_the_database_for_a_long_record(pair, department):
    client = signed_in(department.tariq)
    client.get(address(pair))
    short = count_queries(lambda: client.get(address(pair)))
    lives(pair[0], home("12 High Street"))
    for day in range(1, 11):
        cases.a_visit(department.ben, pair[1], cases.moment(2026, 6, day))
        parent_of(adult("Relative", f"Number{day}", by=CLERK), pair[0])
    long = count_queries(lambda: client.get(address(pair)))
    assert long <= short + 1, (short, long)
    assert long < 60, long


def test_a_pair_held_by_one_worker_asks_nobody_who_leads(department):
    one, other = child("Maisie"), child("Maisy")
    held(one, department.anna)
    held(other, department.anna)
    assert "Who leads from today?" not in page(department.tariq, f"/children/{one.pk}/same-person/{other.pk}/")
    assert Allocation.objects.open().count() == 2
