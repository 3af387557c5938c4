"""Every write to people and what they share. Callers have checked who may."""

from people.services.addresses import record_address
from people.services.adults_to_identify import close_adult_to_identify, identify_adult, raise_adult_to_identify
from people.services.births_and_deaths import record_birth, record_death
from people.services.homes import end_residence, move_home, move_household
from people.services.names import add_name
from people.services.persons import correct_person, make_child, record_child, record_person
from people.services.phones_and_vehicles import (
    record_phone,
    record_vehicle,
    stop_phone,
    stop_vehicle,
    use_phone,
    use_vehicle,
)
from people.services.relationships import end_relationship, relate

__all__ = [
    "add_name",
    "close_adult_to_identify",
    "correct_person",
    "end_relationship",
    "end_residence",
    "identify_adult",
    "make_child",
    "move_home",
    "move_household",
    "raise_adult_to_identify",
    "record_address",
    "record_birth",
    "record_child",
    "record_death",
    "record_person",
    "record_phone",
    "record_vehicle",
    "relate",
    "stop_phone",
    "stop_vehicle",
    "use_phone",
    "use_vehicle",
]
