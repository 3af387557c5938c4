"""Recording people and putting their records right."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from people import services
from people.models import Child, Person
from tests.factories.people import CLERK, adult, child, person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def problems(**facts) -> dict[str, list[str]]:
    facts = {"forename": "Maisie", "surname": "Clarke", "is_child": True, "at": NOON, **facts}
    with pytest.raises(ValidationError) as refused:
        services.record_person(by=CLERK, **facts)
    return refused.value.message_dict


def names_of(someone) -> set[tuple[str, str]]:
    return {(name.kind, str(name)) for name in someone.names.all()}


def test_a_child_is_recorded_with_a_name_and_an_event():
    maisie = child(known_as="Mais", at=NOON)
    assert type(maisie) is Child
    assert names_of(maisie) == {("current", "Maisie Clarke"), ("known_as", "Mais Clarke")}
    event = Event.objects.get()
    assert (event.kind, event.child_id, event.occurred_at) == ("person_recorded", maisie.pk, NOON)
    assert event.summary == "Child recorded: Maisie Clarke"


def test_an_adults_event_stands_in_no_childs_chronology():
    kelly = adult()
    assert Event.objects.get().child_id is None
    assert not Child.objects.filter(pk=kelly.pk).exists()


def test_recording_takes_four_queries(django_assert_num_queries):
    with django_assert_num_queries(5):  # savepoint, person, name, event, release
        child()


def test_what_was_typed_is_kept_tidy():
    maisie = child(forename="  Maisie  Rose ", nhs_number="999 000 0018", upn="b801200005001")
    assert (maisie.forename, maisie.nhs_number, maisie.upn) == ("Maisie Rose", "9990000018", "B801200005001")


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"forename": "", "surname": " "}, "surname", "Enter a first name or a surname"),
        ({"date_of_birth": date(2026, 3, 3)}, "date_of_birth", "today or earlier"),
        ({"date_of_birth": date(2000, 3, 2)}, "date_of_birth", "record them as an adult"),
        ({"date_of_birth": date(1826, 1, 1), "is_child": False}, "date_of_birth", "200 years old"),
        ({"date_of_birth_estimated": True}, "date_of_birth", "Enter the estimated date"),
        ({"nhs_number": "9990000019"}, "nhs_number", "last digit"),
        ({"nhs_number_verified": True}, "nhs_number", "Enter the NHS number"),
        ({"upn": "A801200005001"}, "upn", "first letter"),
        ({"upn": "B801200005001", "upn_unknown": "UN1"}, "upn_unknown", "not both"),
        ({"disabilities": ["NONE", "AUT"]}, "disabilities", "not both"),
        ({"disabilities": ["XX"]}, "disabilities", "from the list"),
        ({"ethnicity": "XXXX"}, "ethnicity", "from the list"),
        ({"sex": "X"}, "sex", "Choose"),
        ({"surname": "x" * 101}, "surname", "100 characters"),
        (
            {"date_of_birth": date(2026, 1, 1), "expected_date_of_birth": date(2026, 4, 1)},
            "expected_date_of_birth",
            "not both",
        ),
        ({"expected_date_of_birth": date(2027, 4, 1)}, "expected_date_of_birth", "too far ahead"),
        ({"expected_date_of_birth": date(2026, 1, 1)}, "expected_date_of_birth", "long past"),
        ({"expected_date_of_birth": date(2026, 4, 1), "sex": "F"}, "sex", "not yet born"),
        ({"expected_date_of_birth": date(2026, 4, 1), "nhs_number": "9990000018"}, "nhs_number", "before birth"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(facts, field, words):
    found = problems(**facts)
    assert words in " ".join(found[field])
    assert not Person.objects.exists()


def test_somebody_of_twenty_five_may_still_have_a_record_as_a_child():
    assert child(date_of_birth=date(2000, 3, 3), at=NOON).pk


def test_an_nhs_number_on_another_record_is_refused():
    child(nhs_number="9990000018")
    with pytest.raises(ValidationError) as refused:
        child(forename="Other", nhs_number="9990000018")
    assert "on another record" in refused.value.message_dict["nhs_number"][0]
    assert Person.objects.count() == 1


def test_a_field_that_nobody_writes_is_a_callers_slip():
    with pytest.raises(TypeError, match="is_child"):
        services.correct_person(person=child(), by=CLERK, is_child=False)


def test_a_correction_keeps_before_and_after():
    maisie = child()
    fresh = services.correct_person(person=maisie, by=CLERK, version=1, date_of_birth=date(2019, 3, 4), religion="")
    assert (fresh.date_of_birth, fresh.version, type(fresh)) == (date(2019, 3, 4), 2, Child)
    event = Event.objects.latest("id")
    assert event.summary == "Maisie Clarke: date of birth changed"
    assert event.data == {"before": {"date_of_birth": "2019-04-03"}, "after": {"date_of_birth": "2019-03-04"}}


def test_a_changed_name_becomes_a_previous_name():
    maisie = child(known_as="Mais")
    fresh = services.correct_person(person=maisie, by=CLERK, surname="Jones")
    assert fresh.name == "Mais Jones"
    assert names_of(fresh) == {
        ("current", "Maisie Jones"),
        ("previous", "Maisie Clarke"),
        ("known_as", "Mais Clarke"),
        ("known_as", "Mais Jones"),
    }


def test_a_correction_that_changes_nothing_writes_nothing():
    maisie = child()
    assert services.correct_person(person=maisie, by=CLERK, surname="Clarke").version == 1
    assert Event.objects.count() == 1


def test_a_record_that_somebody_else_changed_is_not_overwritten():
    maisie = child()
    services.correct_person(person=maisie, by=CLERK, version=1, religion="Quaker")
    with pytest.raises(ValidationError) as refused:
        services.correct_person(person=maisie, by=CLERK, version=1, religion="Sikh")
    assert "Somebody else has changed this record" in refused.value.message_dict["version"][0]


def test_a_new_nhs_number_is_not_checked_yet():
    maisie = child(nhs_number="9990000018", nhs_number_verified=True)
    fresh = services.correct_person(person=maisie, by=CLERK, nhs_number="9990000026")
    assert fresh.nhs_number_verified is False


def test_a_correction_is_held_to_the_same_rules():
    with pytest.raises(ValidationError) as refused:
        services.correct_person(person=child(), by=CLERK, upn="A801200005001", disabilities=["NONE", "AUT"])
    assert set(refused.value.message_dict) == {"upn", "disabilities"}


def test_a_mother_who_is_a_child_herself_keeps_her_row():
    kelly = adult(date_of_birth=date(2010, 6, 11))
    as_child = services.make_child(person=kelly, by=CLERK)
    assert (as_child.pk, as_child.is_child, type(as_child)) == (kelly.pk, True, Child)
    assert services.make_child(person=as_child, by=CLERK) == as_child
    assert Event.objects.filter(kind="child_record_begun", child_id=kelly.pk).count() == 1


def test_an_adult_of_forty_is_not_made_a_child():
    with pytest.raises(ValidationError):
        services.make_child(person=adult(date_of_birth=date(1980, 1, 1)), by=CLERK)


def test_another_name_is_added_once():
    maisie = child()
    first = services.add_name(person=maisie, by=CLERK, forename="Daisy", surname="Clark")
    assert services.add_name(person=maisie, by=CLERK, forename="DAISY", surname="Clark") == first
    with pytest.raises(ValidationError):
        services.add_name(person=maisie, by=CLERK, kind="current", forename="Daisy")


def test_birth_goes_on_in_the_same_record():
    baby = child("", "Clarke", expected_date_of_birth=date(2026, 4, 1), at=NOON)
    born = services.record_birth(
        child=baby,
        date_of_birth=date(2026, 3, 28),
        sex="M",
        forename="Jude",
        by=CLERK,
        at=datetime(2026, 3, 30, tzinfo=UTC),
    )
    assert (born.pk, born.name, born.unborn, born.sex) == (baby.pk, "Jude Clarke", False, "M")
    assert names_of(born) == {("previous", "Clarke"), ("current", "Jude Clarke")}
    assert Event.objects.latest("id").summary == "Jude Clarke was born on 28 March 2026"


def test_birth_is_recorded_once():
    with pytest.raises(ValidationError) as refused:
        services.record_birth(child=child(), date_of_birth=date(2020, 1, 1), by=CLERK)
    assert "already recorded as born on 3 April 2019" in refused.value.message_dict["date_of_birth"][0]


def test_death_is_recorded_once_and_not_before_birth():
    maisie = child()
    with pytest.raises(ValidationError):
        services.record_death(person=maisie, on=date(2018, 1, 1), by=CLERK)
    gone = services.record_death(person=maisie, on=date(2026, 1, 5), by=CLERK)
    assert gone.died_on == date(2026, 1, 5)
    services.record_death(person=maisie, on=date(2026, 1, 5), by=CLERK)
    assert Event.objects.filter(kind="death_recorded").count() == 1
    with pytest.raises(ValidationError):
        services.record_death(person=maisie, on=date(2026, 1, 6), by=CLERK)


def test_somebody_of_whom_only_a_surname_is_known():
    assert person(surname="Smith").name == "Smith"
