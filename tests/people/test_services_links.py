"""Telephone numbers, vehicles, relationships and adults to identify."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.models import Event
from people import services
from people.models import Relationship
from tests.factories.people import CLERK, adult, child, parent_of, related

pytestmark = pytest.mark.django_db
MARCH = date(2025, 3, 3)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def test_one_number_is_one_row_whoever_uses_it():
    first = services.use_phone(person=child(), number="07700 900123", by=CLERK)
    second = services.use_phone(person=adult(), number="+44 7700 900 123", by=CLERK)
    assert first.phone == second.phone
    assert first.phone.number == "+447700900123"


def test_using_a_number_again_changes_nothing():
    maisie = child()
    use = services.use_phone(person=maisie, number="07700 900123", by=CLERK)
    assert services.use_phone(person=maisie, phone=use.phone, by=CLERK) == use
    services.stop_phone(use=use, on=timezone.localdate(), by=CLERK)
    assert services.use_phone(person=maisie, phone=use.phone, by=CLERK) != use


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValidationError) as refused:
        services.use_phone(person=child(), number="ring mum", by=CLERK)
    assert "area code" in refused.value.message_dict["number"][0]


def test_one_car_is_one_row_whoever_drives_it():
    first = services.use_vehicle(person=child(), registration="AB12 CDE", by=CLERK)
    second = services.use_vehicle(person=adult(), registration="ab12cde", description="Silver Astra", by=CLERK)
    assert first.vehicle == second.vehicle
    assert second.vehicle.description == "Silver Astra"
    assert services.use_vehicle(person=first.person, vehicle=second.vehicle, by=CLERK) == first
    assert services.stop_vehicle(use=first, on=timezone.localdate(), by=CLERK).to_on == timezone.localdate()


@pytest.mark.parametrize("service", [services.use_phone, services.use_vehicle])
def test_nobody_uses_anything_from_tomorrow(service):
    given = {"number": "07700 900123"} if service is services.use_phone else {"registration": "AB12 CDE"}
    with pytest.raises(ValidationError) as refused:
        service(person=child(), from_on=tomorrow(), by=CLERK, **given)
    assert "from_on" in refused.value.message_dict


@pytest.mark.parametrize("kind", ["sibling", "half_sibling", "partner"])
def test_a_tie_that_reads_the_same_both_ways_is_stored_once(kind):
    maisie, jude = child(), child("Jude")
    assert related(kind, jude, maisie) == related(kind, maisie, jude)
    assert Relationship.objects.count() == 1


def test_a_tie_between_two_children_stands_in_both_chronologies():
    maisie, jude = child(), child("Jude")
    related("sibling", maisie, jude)
    told = Event.objects.filter(kind="relationship_changed")
    assert set(told.values_list("child_id", flat=True)) == {maisie.pk, jude.pk}
    assert told[0].summary == "Maisie Clarke is brother or sister of Jude Clarke"


def test_a_parent_is_older_than_the_child():
    maisie, kelly = child(), adult()
    with pytest.raises(ValidationError) as refused:
        parent_of(maisie, kelly)
    assert "Maisie Clarke is not older than Kelly Clarke" in refused.value.message_dict["from_person"][0]


def test_nobody_is_both_parent_and_child_of_another():
    one, other = adult(date_of_birth=None), adult("Sam", date_of_birth=None)
    parent_of(one, other)
    with pytest.raises(ValidationError) as refused:
        parent_of(other, one)
    assert "Kelly Clarke is already recorded as the parent of Sam Clarke" in str(refused.value)


def test_two_adults_may_care_for_each_other():
    one, other = adult(), adult("Sam")
    assert related("carer", one, other) != related("carer", other, one)


def test_what_is_given_anew_is_added_and_what_is_left_out_stays():
    maisie, kelly = child(), adult()
    first = parent_of(kelly, maisie, pr=True)
    same = related("parent", kelly, maisie, safe_to_contact=False, note="Only by telephone")
    assert same == first
    same.refresh_from_db()
    assert (same.parental_responsibility, same.safe_to_contact, same.note) == (True, False, "Only by telephone")
    assert parent_of(kelly, maisie) == first
    assert Event.objects.filter(kind="relationship_changed").count() == 2


def test_relating_takes_few_queries(django_assert_num_queries):
    maisie, kelly = child(), adult()
    with django_assert_num_queries(5):  # savepoint, look, write, event, release
        parent_of(kelly, maisie)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "enemy"}, "kind"),
        ({"from_on": date(2999, 1, 1)}, "from_on"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_a_tie_that_cannot_be_is_refused(facts, field):
    with pytest.raises(ValidationError) as refused:
        services.relate(**{"from_person": adult(), "to_person": child(), "kind": "parent", "by": CLERK, **facts})
    assert field in refused.value.message_dict


def test_nobody_is_related_to_themselves():
    maisie = child()
    with pytest.raises(ValidationError):
        related("sibling", maisie, maisie)


def test_a_tie_ends_once_and_may_begin_again():
    maisie, dan = child(), adult("Dan", sex="M")
    first = related("step_parent", dan, maisie, from_on=MARCH)
    services.end_relationship(relationship=first, on=date(2025, 9, 1), by=CLERK)
    services.end_relationship(relationship=first, on=date(2025, 9, 1), by=CLERK)
    assert Event.objects.filter(summary__startswith="Ended:").count() == 1
    assert related("step_parent", dan, maisie) != first
    with pytest.raises(ValidationError):
        services.end_relationship(
            relationship=related("carer", dan, maisie, from_on=MARCH), on=date(2025, 1, 1), by=CLERK
        )


def test_an_unknown_father_is_a_question_asked_once():
    maisie = child()
    first = services.raise_adult_to_identify(child=maisie, role="father", by=CLERK)
    told = services.raise_adult_to_identify(child=maisie, role="father", what_is_known="Called Dan", by=CLERK)
    assert told == first
    first.refresh_from_db()
    assert first.what_is_known == "Called Dan"


def test_several_adults_in_the_home_are_several_questions():
    maisie = child()
    asked = {services.raise_adult_to_identify(child=maisie, role="adult_in_home", by=CLERK).pk for _ in range(2)}
    assert len(asked) == 2


def test_a_father_is_identified_as_somebody_new():
    maisie = child()
    adult_row = services.raise_adult_to_identify(child=maisie, role="father", on=MARCH, by=CLERK)
    dan = services.identify_adult(adult=adult_row, forename="Dan", surname="Reed", on=date(2025, 3, 10), by=CLERK)
    assert (dan.sex, dan.is_child) == ("M", False)
    assert Relationship.objects.get(to_person=maisie).from_person == dan
    adult_row.refresh_from_db()
    assert (adult_row.person, adult_row.closed_on) == (dan, date(2025, 3, 10))
    assert Event.objects.latest("id").summary == "Maisie Clarke: father identified as Dan Reed"


def test_an_adult_in_the_home_is_identified_as_somebody_known():
    maisie, dan = child(), adult("Dan", sex="M")
    adult_row = services.raise_adult_to_identify(child=maisie, role="adult_in_home", by=CLERK)
    assert services.identify_adult(adult=adult_row, person=dan, by=CLERK) == dan
    tie = Relationship.objects.get(to_person=maisie)
    assert (tie.kind, tie.note) == ("other", "Other adult in the home")


def test_a_settled_question_is_not_settled_again():
    adult_row = services.raise_adult_to_identify(child=child(), role="partner", by=CLERK)
    services.close_adult_to_identify(adult=adult_row, because="The relationship ended in May.", by=CLERK)
    with pytest.raises(ValidationError):
        services.identify_adult(adult=adult_row, forename="Dan", by=CLERK)
    with pytest.raises(ValidationError):
        services.close_adult_to_identify(adult=adult_row, because="Again", by=CLERK)


def test_a_question_is_closed_with_a_reason():
    adult_row = services.raise_adult_to_identify(child=child(), role="partner", by=CLERK)
    with pytest.raises(ValidationError) as refused:
        services.close_adult_to_identify(adult=adult_row, because=" ", by=CLERK)
    assert "because" in refused.value.message_dict


@pytest.mark.parametrize(
    ("facts", "field"), [({"role": "uncle"}, "role"), ({"what_is_known": "x" * 501}, "what_is_known")]
)
def test_a_question_that_cannot_be_is_refused(facts, field):
    with pytest.raises(ValidationError) as refused:
        services.raise_adult_to_identify(**{"child": child(), "role": "father", "by": CLERK, **facts})
    assert field in refused.value.message_dict


def test_a_service_can_play_the_past():
    at = datetime(2024, 5, 1, 9, tzinfo=UTC)
    services.raise_adult_to_identify(child=child(at=at), role="father", by=CLERK, at=at)
    assert set(Event.objects.values_list("occurred_at", flat=True)) == {at}
