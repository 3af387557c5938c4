"""The number of a merged record goes on working: each page leads to the same page of the one that goes on."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from audit.services import record_opening
from people.merging import merge_people
from people.models import Child
from staff.models import Restriction
from tests.architecture.access_table import RECORD
from tests.architecture.world import make_world
from tests.factories.pages import page, signed_in, words
from tests.factories.people import CLERK, child
from tests.factories.staff import held
from workspace.merged_addresses import PERSONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    own = world.places["own"]
    merge_people(survivor=own.child, absorbed=own.brother, reason="One boy", by=CLERK)
    return own, world.actors


def test_every_page_of_the_old_number_leads_to_the_same_page_of_the_new(place):
    own, actors = place
    client, surprises = signed_in(actors["tariq"]), []
    for row in RECORD:
        rest = row.args(own)[1:]
        old = reverse(row.name, args=[own.brother.pk, *rest])
        # Another number may be the same by chance: only what is called a person's is led on.
        names = list(resolve(old).kwargs)[1:]
        led = [
            own.child.pk if name in PERSONS and part == own.brother.pk else part
            for name, part in zip(names, rest, strict=True)
        ]
        new = reverse(row.name, args=[own.child.pk, *led])
        status = 307 if row.method == "post" else 302
        response = getattr(client, row.method)(old)
        if (response.status_code, response.headers.get("Location")) != (status, new):
            surprises.append(f"{row.method} {old}: {response.status_code} {response.headers.get('Location')}")
    assert not surprises, "\n".join(surprises)


def test_a_search_or_page_number_in_the_address_stays(place):
    own, actors = place
    response = signed_in(actors["tariq"]).get(f"/children/{own.brother.pk}/chronology/?group=visit")
    assert response.headers["Location"] == f"/children/{own.child.pk}/chronology/?group=visit"


def test_whoever_may_not_know_of_the_one_that_goes_on_learns_nothing(place):
    own, actors = place
    Restriction.objects.create(child=own.child, reason="A colleague's family", from_on="2026-01-05")
    for who in ("tariq", "mo", "lena", "perry", "pc"):
        assert signed_in(actors[who]).get(f"/children/{own.brother.pk}/").status_code == 404, who


def test_whoever_is_not_signed_in_is_asked_to_sign_in(place):
    own, _ = place
    assert Client().get(f"/children/{own.brother.pk}/").headers["Location"].startswith("/log-in/")


def test_a_number_that_nobody_has_is_still_not_found(place):
    _, actors = place
    assert signed_in(actors["tariq"]).get("/children/999999/").status_code == 404


def test_the_chronology_and_the_openings_are_read_under_both_numbers(department):
    maisie, maisy = child("Maisie"), child("Maisy")
    held(maisie, department.anna)
    record_opening(user=department.lena, child_id=maisy.pk, page="record")
    merge_people(survivor=maisie, absorbed=maisy, reason="One girl", by=CLERK)
    told = page(department.tariq, f"/children/{maisie.pk}/chronology/")
    assert "Child recorded: Maisie Clarke" in told
    assert "Child recorded: Maisy Clarke" in told
    assert "Lena Example" in page(department.tariq, f"/children/{maisie.pk}/history/?kind=opening")


def test_what_was_typed_on_a_page_of_the_old_number_is_saved_under_the_new(department):
    maisie, maisy = child("Maisie"), child("Maisy")
    held(maisie, department.anna)
    held(maisy, department.anna)
    client = signed_in(department.anna)
    merge_people(survivor=maisie, absorbed=maisy, reason="One girl", by=CLERK)
    typed = {
        "kind": "telephone",
        "happened_at_0": "8",
        "happened_at_1": "6",
        "happened_at_2": "2026",
        "happened_at_3": "10:00",
        "text": "Rang her mother",
    }
    response = client.post(f"/children/{maisy.pk}/notes/new/", typed, follow=True)
    assert response.redirect_chain[0] == (f"/children/{maisie.pk}/notes/new/", 307)
    assert "Rang her mother" in response.content.decode()


def test_a_page_that_was_being_saved_while_the_two_became_one_is_sent_again(department, monkeypatch):
    """The request read the child before the merge; the database refuses the row, and the browser is sent on."""
    maisie, maisy = child("Maisie"), child("Maisy")
    held(maisie, department.anna)
    held(maisy, department.anna)
    from casework.views import pages

    real = pages.child_for

    def merged_meanwhile(user, pk, **names):
        found = real(user, pk, **names)
        if Child.objects.filter(pk=maisy.pk).exists():
            merge_people(survivor=maisie, absorbed=maisy, reason="One girl", by=CLERK)
        return found

    monkeypatch.setattr(pages, "child_for", merged_meanwhile)
    response = signed_in(department.anna).post(
        f"/children/{maisy.pk}/names/add/", {"kind": "alias", "forename": "Mae", "surname": "Clarke"}
    )
    assert (response.status_code, response.headers["Location"]) == (307, f"/children/{maisie.pk}/names/add/")


def test_the_api_leads_on_as_well(department):
    maisie, maisy = child("Maisie"), child("Maisy")
    held(maisie, department.anna)
    merge_people(survivor=maisie, absorbed=maisy, reason="One girl", by=CLERK)
    client = signed_in(department.anna)
    response = client.get(f"/api/v1/children/{maisy.pk}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/api/v1/children/{maisie.pk}/")
    answer = client.get(f"/api/v1/children/{maisy.pk}/", follow=True).json()
    assert answer["id"] == maisie.pk
    assert maisy.pk not in [one["id"] for one in client.get("/api/v1/children/").json()["results"]]


def test_a_merged_record_is_nowhere_a_second_child(department):
    maisie, maisy = child("Maisie"), child("Maisy")
    held(maisie, department.anna)
    held(maisy, department.anna)
    merge_people(survivor=maisie, absorbed=maisy, reason="One girl", by=CLERK)
    assert "1 child found" in words(signed_in(department.anna).get("/search/?q=Mais+Clarke"))
    assert page(department.anna, "/my-children/").count("Maisie") == 1
    assert "Maisy" not in page(department.anna, "/my-children/")
