"""A brother is born, or somebody moves in, after the family was restricted or a worker was kept from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from access.models import NewInFamily
from access.services import find_newcomers
from people import services as people
from staff.bars import bar_worker, declare_own_family
from staff.models import Alert
from staff.policies import children_visible_to, people_visible_to
from tests.access.conftest import restrict
from tests.factories.pages import page, signed_in
from tests.factories.people import CLERK, adult, child, home, lives, parent_of, related
from tests.factories.staff import held

pytestmark = pytest.mark.django_db


def born(family, name="Baby"):
    baby = child(name, date_of_birth=timezone.localdate())
    people.relate(from_person=family.kelly, to_person=baby, kind="parent", by=CLERK)
    return baby


def answer(user, subject, page_name, *rows):
    data = {"chosen": [str(row.pk) for row in rows]}
    return signed_in(user).post(f"/children/{subject.pk}/{page_name}/family/", data)


def test_the_keeper_is_told_of_a_new_brother_once_and_hides_him_with_the_family(department, family, restriction):
    assert find_newcomers() == 0
    baby = born(family)
    assert (find_newcomers(), find_newcomers()) == (1, 0)
    (told,) = Alert.objects.filter(kind="new_in_family")
    assert (told.user, told.child_id) == (department.sara, family.maisie.pk)
    assert "Baby Clarke" in page(department.sara, f"/children/{family.maisie.pk}/restriction/")
    assert "Baby Clarke" in page(department.sara, told.url)
    assert signed_in(department.anna).get(told.url).status_code == 403
    assert people_visible_to(department.ben).filter(pk=baby.pk).exists()
    assert answer(department.sara, family.maisie, "restriction", NewInFamily.objects.get()).status_code == 302
    assert not people_visible_to(department.ben).filter(pk=baby.pk).exists()
    assert signed_in(department.sara).get(told.url).status_code == 302


def test_whoever_is_left_is_not_asked_about_again_nor_who_was_left_out_at_first(department, family):
    restrict(family, department, others=[family.kelly])
    assert find_newcomers(back=timedelta(days=14)) == 0
    baby = born(family)
    find_newcomers()
    answer(department.sara, family.maisie, "restriction")
    assert people_visible_to(department.ben).filter(pk=baby.pk).exists()
    people.relate(from_person=family.leo, to_person=baby, kind="sibling", by=CLERK)
    assert find_newcomers() == 0


def test_somebody_who_moves_into_the_home_is_asked_about(department, family, restriction):
    dave = adult("Dave", "Smith")
    people.move_home(person=dave, address=home(), from_on=timezone.localdate(), by=CLERK)
    find_newcomers()
    assert NewInFamily.objects.get().person_id == dave.pk


def test_a_manager_keeps_the_worker_from_a_sister_born_later(department, family):
    declare_own_family(child_id=family.maisie.pk, by=department.ben, reason="My niece")
    baby = born(family)
    assert find_newcomers() == 1
    (told,) = Alert.objects.filter(kind="new_in_family")
    assert told.user == department.tariq
    assert "Ben Example is kept from Baby Clarke" in page(department.tariq, told.url)
    assert "New in the family: Baby Clarke" in page(department.tariq, told.url.replace("family/", ""))
    held(baby, department.ben)
    answer(department.tariq, NewInFamily.objects.get().bar.person, "conflicts", NewInFamily.objects.get())
    assert not children_visible_to(department.ben).filter(pk=baby.pk).exists()
    assert baby.allocations.get(to_on=None).worker is None
    assert "My niece" in page(department.tariq, f"/children/{baby.pk}/conflicts/")


def test_the_worker_concerned_is_neither_told_nor_asked(department, family):
    bar_worker(child=family.leo, worker=department.ben, people=[family.maisie], reason="Nephew", by=department.sara)
    born(family)
    find_newcomers()
    assert not Alert.objects.filter(user=department.ben).exists()
    assert signed_in(department.ben).get(f"/children/{family.leo.pk}/conflicts/family/").status_code == 404


def test_a_stranger_s_new_brother_asks_nobody(department, family, restriction):
    ruby, kim = child("Ruby", "Stone"), adult("Kim", "Stone")
    parent_of(kim, ruby)
    related("sibling", child("Rex", "Stone"), ruby)
    lives(ruby, home("2 Elsewhere Road"))
    assert find_newcomers() == 0


def test_what_was_written_a_week_ago_is_found_at_night(department, family, restriction):
    born(family)
    later = timezone.now() + timedelta(days=7)
    assert find_newcomers(later) == 0
    assert find_newcomers(later, back=timedelta(days=14)) == 1
