"""Somebody restricted is met at the front door: the officer sees nothing, the keeper is told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from access.models import BlindMatch
from access.services import answer_match, look_blindly, take_over
from audit.models import Event
from people.models import Child
from referrals.services import NewChild, receive_contact, record_contact
from referrals.services.contacts import NewAdult
from staff.models import Alert, ConflictOfInterest
from staff.policies import children_visible_to
from tests.access.conftest import restrict
from tests.factories.pages import page, signed_in, words
from tests.factories.partners import NHS, OTHER_NHS, message, partner
from tests.factories.partners import maisie as sent_maisie
from tests.factories.people import person
from tests.factories.referrals import contact
from tests.factories.staff import user
from timescales.models import Clock

pytestmark = pytest.mark.django_db
MAISIE = {"forename": "Maisie", "surname": "Clark", "date_of_birth": date(2019, 4, 3), "sex": "F"}


def logged(by, *children: dict, **fields):
    return contact(by, *(NewChild(dict(one)) for one in children or [MAISIE]), **fields)


def test_the_keeper_and_those_named_are_told_once_and_the_officer_is_not(department, family, restriction):
    row = logged(department.mo)
    assert look_blindly() == 1
    match = BlindMatch.objects.get()
    assert (match.person_id, match.contact) == (family.maisie.pk, row)
    assert {one.user for one in Alert.objects.filter(kind="blind_match")} == {department.sara, department.anna}
    assert look_blindly() == 0
    assert Alert.objects.filter(kind="blind_match").count() == 2
    assert "Clark" in page(department.mo, f"/contacts/{row.pk}/")
    assert signed_in(department.mo).get(f"/restricted/matches/{match.pk}/").status_code == 404


def test_nobody_alike_nobody_told(department, family, restriction):
    logged(department.mo, {"forename": "Oscar", "surname": "Pendleton", "date_of_birth": date(2015, 1, 9)})
    assert look_blindly() == 0


def test_an_adult_of_the_household_is_met_as_well(department, family, restriction):
    logged(
        department.mo,
        {"forename": "Newborn", "surname": "Clarke", "date_of_birth": date(2026, 3, 1)},
        adults=[NewAdult(fields={"forename": "Kelly", "surname": "Clarke", "date_of_birth": date(1990, 6, 11)})],
    )
    look_blindly()
    assert family.kelly.pk in set(BlindMatch.objects.values_list("person", flat=True))


def test_a_new_record_without_a_contact_is_compared_too(department, family, restriction):
    person("Maisie", "Clarke", date_of_birth=date(2019, 4, 3))
    assert look_blindly() == 1
    assert BlindMatch.objects.get().contact is None


def test_typing_a_restricted_childs_number_is_answered_as_any_other(department, family):
    """To refuse the number would say that somebody has it."""
    Child.objects.filter(pk=family.maisie.pk).update(nhs_number=NHS)
    restrict(family, department)
    row = logged(department.mo, {"forename": "Zed", "surname": "Quill", "nhs_number": NHS})
    child_row = row.children.get()
    assert child_row.child.nhs_number is None
    assert child_row.as_given.nhs_number == NHS
    look_blindly()
    assert BlindMatch.objects.get().reasons == ["Same NHS number"]


def test_a_partners_number_that_does_not_fit_says_nothing_to_the_front_door(department, family):
    Child.objects.filter(pk=family.maisie.pk).update(nhs_number=NHS)
    restrict(family, department)
    sent = sent_maisie(forename="Zed", surname="Quill", date_of_birth=date(2011, 9, 9), nhs_number=NHS)
    row = receive_contact(message=message(sent), by=partner()).contact
    assert row.children.get().as_sent.note == ""
    look_blindly()
    assert BlindMatch.objects.get().person_id == family.maisie.pk


def test_a_contact_about_a_restricted_child_hides_who_was_recorded_with_it(department, family):
    Child.objects.filter(pk=family.maisie.pk).update(nhs_number=NHS)
    restrict(family, department)
    baby = sent_maisie(forename="Baby", surname="Clarke", date_of_birth=date(2026, 2, 2), nhs_number=OTHER_NHS)
    row = receive_contact(message=message(sent_maisie(nhs_number=NHS), baby), by=partner()).contact
    look_blindly()
    born = row.children.exclude(child=family.maisie).get().child
    assert born not in children_visible_to(department.mo)
    assert born in children_visible_to(department.sara)


class TestSamePerson:
    @pytest.fixture
    def match(self, department, family, restriction):
        logged(department.mo, MAISIE, {"forename": "Newborn", "surname": "Clark", "date_of_birth": date(2026, 3, 1)})
        look_blindly()
        return BlindMatch.objects.get(person=family.maisie)

    def test_the_contact_belongs_to_the_restricted_record_and_is_gone_for_the_front_door(
        self, department, family, match
    ):
        answer_match(match=match, answer="same", by=department.sara)
        ids = set(match.contact.children.values_list("child", flat=True))
        assert family.maisie.pk in ids
        assert not Child.objects.filter(pk=match.recorded_id).exists()
        newborn = Child.objects.get(forename="Newborn")
        assert newborn not in children_visible_to(department.mo)
        assert newborn in children_visible_to(department.sara)
        assert "Clark" not in page(department.mo, "/contacts/")
        assert signed_in(department.maya).get(f"/contacts/{match.contact_id}/").status_code == 404
        assert Clock.objects.filter(child=family.maisie, rule_id="referral.decision").exists()
        assert Event.objects.filter(child_id=family.maisie.pk, kind="contact").exists()

    def test_whoever_logged_it_reads_that_it_was_passed_on_and_no_more(self, department, family, match):
        answer_match(match=match, answer="same", by=department.sara)
        said = page(department.mo, f"/contacts/{match.contact_id}/")
        assert "This contact has been passed on" in said
        for word in ("Maisie", "Clark", "Sara", "restricted"):
            assert word not in said

    def test_a_worker_who_never_sees_the_front_door_reads_the_same(self, department, family, restriction):
        row = logged(department.lena, {"forename": "Oscar", "surname": "Pendleton"})
        assert "This contact has been passed on" in page(department.lena, f"/contacts/{row.pk}/")

    def test_decided_already_the_new_record_is_hidden_with_the_family(self, department, family, match):
        from referrals.services import decide_contact

        row = match.contact.children.get(child=match.recorded_id)
        decide_contact(
            contact_child=row, outcome="referral", reason="Neglect.", team=department.north, by=department.maya
        )
        answer_match(match=match, answer="same", by=department.sara)
        assert Child.objects.get(pk=match.recorded_id) not in children_visible_to(department.tariq)
        assert Child.objects.get(pk=match.recorded_id) in children_visible_to(department.sara)

    def test_not_the_same_changes_nothing_for_the_front_door(self, department, family, match):
        answer_match(match=match, answer="not_same", by=department.anna)
        assert "Clark" in page(department.mo, f"/contacts/{match.contact_id}/")
        assert look_blindly() == 0

    def test_the_page_for_those_named(self, department, family, match):
        sara, address = signed_in(department.sara), f"/restricted/matches/{match.pk}/"
        said = page(department.sara, address)
        assert "came to school without a coat" in said
        assert "Maisie Clark" in said
        assert "Somebody restricted may have been met again" in page(department.sara, "/")
        response = sara.post(address, {"answer": "same"})
        assert response.headers["Location"] == f"/contacts/{match.contact_id}/"
        assert "Maisie Clarke" in page(department.sara, f"/contacts/{match.contact_id}/")


def test_the_officers_suggestions_are_the_same_words_with_and_without_a_restricted_match(department, family):
    typed = {"children-0-forename": "Maisie", "children-0-surname": "Clarke", "children-0-date_of_birth_day": "3"}
    typed |= {"children-0-date_of_birth_month": "4", "children-0-date_of_birth_year": "2019"}
    restrict(family, department)
    mo = signed_in(department.mo)
    met = mo.post("/contacts/matches/", typed).content
    nobody = {**typed, "children-0-forename": "Xavier", "children-0-surname": "Quillfeather"}
    assert mo.post("/contacts/matches/", nobody).content == met


def test_logging_asks_as_much_of_the_database_with_and_without_a_restricted_match(department, family):
    from tests.factories.pages import count_queries

    restrict(family, department)
    logged(department.mo, {"forename": "First", "surname": "Warm"})
    unknown = count_queries(lambda: logged(department.mo, {"forename": "Oscar", "surname": "Pendleton"}))
    assert count_queries(lambda: logged(department.mo)) == unknown


def test_somebody_named_who_logs_it_themself_picks_the_record_as_ever(department, family, restriction):
    row = record_contact(
        by=department.sara,
        source="2A",
        concern="Told by the school.",
        consent="given",
        urgency="amber",
        children=[family.maisie],
    )
    look_blindly()
    assert not BlindMatch.objects.filter(contact=row).exists()


def test_a_named_officer_who_does_not_write_in_records_is_told_and_answers(department, family):
    restrict(family, department, named=[department.sara, department.mo])
    row = logged(department.maya)
    look_blindly()
    assert {one.user for one in Alert.objects.filter(kind="blind_match")} == {department.sara, department.mo}
    match = BlindMatch.objects.get()
    assert "Say who it is" in page(department.mo, "/restricted/matches/")
    answer_match(match=match, answer="same", by=department.mo)
    assert row.children.get().child_id == family.maisie.pk


def test_where_nobody_named_can_answer_a_service_manager_takes_it_over_and_then_answers(department, family):
    helen, rita = user("helen", "auditor"), user("rita", "service_manager")
    restrict(family, department, named=[department.sara, helen])
    logged(department.mo)
    look_blindly()
    department.sara.is_active = False
    department.sara.save()
    look_blindly()
    (told,) = Alert.objects.filter(user=rita)
    assert "Maisie" not in told.text
    match = BlindMatch.objects.get()
    assert signed_in(rita).get(f"/restricted/matches/{match.pk}/").status_code == 404
    assert "Maisie" not in page(rita, told.url)
    assert "Enter why you take it over" in words(signed_in(rita).post(told.url, {"reason": ""}))
    answer = signed_in(rita).post(told.url, {"reason": "Sara has left."}, follow=True)
    assert "Maisie Clarke" in words(answer)
    event = Event.objects.get(kind="restriction_changed", child_id=family.maisie.pk)
    assert (event.summary, event.detail) == (f"{rita} answers for the restriction", "Sara has left.")
    answer_match(match=match, answer="not_same", by=rita)


def test_nobody_takes_over_while_somebody_named_can_answer_nor_their_own_family(department, family):
    rita = user("rita", "service_manager")
    restrict(family, department, named=[department.sara])
    logged(department.mo)
    look_blindly()
    match = BlindMatch.objects.get()
    assert signed_in(rita).get(f"/restricted/matches/{match.pk}/take-over/").status_code == 404
    with pytest.raises(PermissionDenied):
        take_over(match=match, reason="I am curious.", by=rita)
    ConflictOfInterest.objects.create(
        user=rita, person=family.maisie, reason="Niece", from_on=date(2026, 1, 1), set_by=rita
    )
    department.sara.is_active = False
    department.sara.save()
    assert signed_in(rita).get(f"/restricted/matches/{match.pk}/take-over/").status_code == 404
