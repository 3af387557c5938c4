"""A number that a hidden person has is typed on another record: the writer learns nothing, the keeper is asked."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from access.models import BlindMatch
from access.services import answer_match, look_blindly
from people import services as people
from people.models import Child, Person
from staff.models import Alert
from staff.policies import people_hidden_from
from tests.access.conftest import restrict
from tests.factories.pages import page, signed_in, words
from tests.factories.partners import NHS, OTHER_NHS
from tests.factories.people import CLERK, child
from tests.factories.staff import held
from tests.workspace.test_record_edits import DETAILS

pytestmark = pytest.mark.django_db
UPN = "Y997200020008"


@pytest.fixture
def ruby(department):
    found = child("Ruby", "Stone")
    held(found, department.ben)
    return found


@pytest.fixture
def hidden(family, department):
    """Maisie has the number, and Ben may not know of her."""
    Child.objects.filter(pk=family.maisie.pk).update(nhs_number=NHS, upn=UPN)
    restrict(family, department, named=[department.sara])
    return family.maisie


def typed(user, record, **more):
    names = {"forename": record.forename, "surname": record.surname}
    answer = signed_in(user).post(f"/children/{record.pk}/details/", {**DETAILS, **names, **more})
    record.refresh_from_db()
    return answer


def test_the_answer_and_the_record_are_as_for_a_number_that_nobody_has(department, ruby, hidden):
    opal = child("Opal", "Stone")
    held(opal, department.ben)
    free, taken = typed(department.ben, opal, nhs_number=OTHER_NHS), typed(department.ben, ruby, nhs_number=NHS)
    assert (free.status_code, taken.status_code) == (302, 302)
    for address in ("", "details/", "history/", "chronology/"):
        said = page(department.ben, f"/children/{ruby.pk}/{address}")
        as_for_opal = page(department.ben, f"/children/{opal.pk}/{address}")
        for mine, hers in (("9990000018", "9990000026"), ("999 000 0018", "999 000 0026"), ("Ruby", "Opal")):
            said = said.replace(mine, hers)
        assert said == as_for_opal
    assert (ruby.nhs_number, ruby.nhs_number_in_question) == (NHS, True)
    assert "Ruby" in page(department.ben, "/search/", q=NHS)


def test_a_pupil_number_and_a_number_given_at_the_birth_are_no_different(department, ruby, hidden):
    assert typed(department.ben, ruby, upn=UPN).status_code == 302
    assert ruby.upn_in_question
    baby = Child.objects.create(surname="Stone", is_child=True, expected_date_of_birth="2026-11-01")
    held(baby, department.ben)
    born = {"date_of_birth_day": "2", "date_of_birth_month": "11", "date_of_birth_year": "2026", "sex": "F"}
    answer = signed_in(department.ben).post(f"/children/{baby.pk}/birth/", {**born, "nhs_number": NHS})
    assert answer.status_code == 302, words(answer)
    baby.refresh_from_db()
    assert baby.nhs_number_in_question


def test_whoever_may_know_of_the_other_record_is_refused_as_ever(department, ruby, hidden):
    child("Leo", "Stone", nhs_number=OTHER_NHS)
    answer = typed(department.ben, ruby, nhs_number=OTHER_NHS)
    assert answer.status_code == 422
    assert "This NHS number is on another record" in words(answer)
    # Sara is named, so she is told of Maisie's as of anybody's.
    assert typed(department.sara, ruby, nhs_number=NHS).status_code == 422


def test_a_third_record_is_refused_where_the_second_may_be_known(department, ruby, hidden):
    typed(department.ben, ruby, nhs_number=NHS)
    third = child("Opal", "Marsh")
    held(third, department.ben)
    assert typed(department.ben, third, nhs_number=NHS).status_code == 422


def test_a_number_of_a_record_that_was_merged_into_a_hidden_one_tells_nothing_either(department, ruby, hidden):
    Child.objects.filter(pk=hidden.pk).update(nhs_number=None)
    Person.with_merged.create(forename="M", surname="C", nhs_number=NHS, merged_into_id=hidden.pk, is_child=True)
    assert typed(department.ben, ruby, nhs_number=NHS).status_code == 302
    assert look_blindly() == 1


def test_the_keeper_is_asked_once_and_hides_it_with_the_family_if_it_is_the_same(department, ruby, hidden):
    assert look_blindly() == 0
    typed(department.ben, ruby, nhs_number=NHS)
    assert (look_blindly(), look_blindly()) == (1, 0)
    match = BlindMatch.objects.get()
    assert (match.person_id, match.recorded_id, match.reasons) == (hidden.pk, ruby.pk, ["Same NHS number"])
    assert [one.user for one in Alert.objects.filter(kind="blind_match")] == [department.sara]
    said = page(department.sara, f"/restricted/matches/{match.pk}/")
    assert "Ruby Stone" in said
    assert "one of the two numbers is wrong" in said
    answer_match(match=match, answer="same", by=department.sara)
    assert signed_in(department.ben).get(f"/children/{ruby.pk}/").status_code == 404


def test_the_number_put_right_is_in_question_no_more(department, ruby, hidden):
    typed(department.ben, ruby, nhs_number=NHS)
    typed(department.ben, ruby, nhs_number=OTHER_NHS)
    assert not ruby.nhs_number_in_question
    assert look_blindly() == 0


def test_without_a_question_the_database_refuses_a_second(ruby, hidden):
    with pytest.raises(IntegrityError), transaction.atomic():
        Child.objects.filter(pk=ruby.pk).update(nhs_number=NHS)
    with pytest.raises(ValidationError, match="on another record"):
        people.correct_person(person=ruby, by=CLERK, nhs_number=NHS)


def test_one_s_own_family_s_number_is_kept_as_well(department, ruby, family):
    from staff.bars import bar_worker

    Child.objects.filter(pk=family.maisie.pk).update(nhs_number=NHS)
    bar_worker(child=family.maisie, worker=department.ben, people=[], reason="His niece", by=department.tariq)
    assert people_hidden_from(department.ben).filter(pk=family.maisie.pk).exists()
    assert typed(department.ben, ruby, nhs_number=NHS).status_code == 302
