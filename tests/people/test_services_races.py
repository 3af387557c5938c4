"""Two people typing the same thing at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from people import services
from people.models import Address, Person, Phone, Relationship
from tests.factories.people import CLERK, adult, child

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def at_once(act):
    """Call it from several threads together; what each got back, a refusal included."""
    ready = Barrier(AT_ONCE)

    def one(number: int):
        try:
            ready.wait(timeout=30)
            return act(number)
        except ValidationError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_one_house_is_recorded_once():
    streets = ["12 High St", "12 High Street", "12, High Street", "12 high st."]
    got = at_once(lambda n: services.record_address(line1=streets[n], postcode="LS1 4AP", by=CLERK))
    assert len({address.pk for address in got}) == 1
    assert Address.objects.count() == 1


def test_one_number_is_recorded_once():
    got = at_once(lambda n: services.record_phone(number="07700 900123", by=CLERK))
    assert len({phone.pk for phone in got}) == 1
    assert Phone.objects.count() == 1


def test_an_nhs_number_goes_to_the_first_and_the_others_are_told():
    got = at_once(lambda n: services.record_child(forename=f"Child{n}", nhs_number="9990000018", by=CLERK))
    assert Person.objects.count() == 1
    refused = [one for one in got if isinstance(one, ValidationError)]
    assert len(refused) == AT_ONCE - 1
    assert all("on another record" in one.message_dict["nhs_number"][0] for one in refused)


def test_a_tie_is_stored_once():
    maisie, jude = child(), child("Jude")
    at_once(lambda n: services.relate(from_person=maisie, to_person=jude, kind="sibling", by=CLERK))
    assert Relationship.objects.count() == 1


def test_a_correction_on_what_another_just_changed_is_refused():
    kelly = adult()
    got = at_once(lambda n: services.correct_person(person=kelly, version=1, religion=f"Faith {n}", by=CLERK))
    assert [isinstance(one, ValidationError) for one in got].count(False) == 1
    assert Person.objects.get().version == 2


def test_two_moves_at_once_leave_one_main_address():
    maisie = child()
    homes = [services.record_address(line1=f"{n} High Street", postcode="LS1 4AP", by=CLERK) for n in range(AT_ONCE)]
    day = maisie.date_of_birth
    at_once(lambda n: services.move_home(person=maisie, address=homes[n], from_on=day, by=CLERK))
    assert maisie.residences.current().filter(kind="main").count() == 1
