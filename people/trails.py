"""What changes in this room's rows tell of a child."""

from django.db.models import Q

from audit.trails import Trail, by_way_of, names_things, not_told, own, register_trail, through
from people.models import (
    Address,
    AdultToIdentify,
    Person,
    PersonMerge,
    PersonName,
    Phone,
    PhoneUse,
    Relationship,
    Residence,
    Vehicle,
    VehicleUse,
)

SPAN = {"from_on": "Since", "to_on": "Until"}
FAMILY = {**SPAN, "from_person": "Who", "kind": "Is", "to_person": "Of whom", "safe_to_contact": "Safe to contact"}
DETAILS = {
    "date_of_birth_estimated": "The date of birth is an estimate",
    "expected_date_of_birth": "Date when the baby is expected",
    "died_on": "Died on",
    "religion": "Religion or belief",
    "interpreter_needed": "Interpreter needed",
    "nhs_number_verified": "The NHS number has been checked",
    "upn_unknown": "Why there is no unique pupil number",
    "is_child": "Has a record as a child",
}


def register() -> None:
    """Called once when the room is loaded."""
    lived_at = through(Residence, child="person", key="address")
    own_key = frozenset({"person"})
    left_out = frozenset({"created_at", "merged_ids", "merged_into"})
    for trail in (
        Trail(Person, "Details", own("pgh_obj"), DETAILS, left_out),
        Trail(PersonName, "Name", own("person"), {**SPAN, "kind": "What kind of name"}, own_key),
        Trail(Relationship, "Family", _either_end, FAMILY, people=("from_person", "to_person")),
        Trail(AdultToIdentify, "Adult to find out", own("child"), {"closed_on": "Settled on"}, people=("person",)),
        Trail(Residence, "Home", own("person"), {**SPAN, "kind": "What it is"}, own_key),
        Trail(Address, "Address", by_way_of("pgh_obj", lived_at)),
        Trail(PhoneUse, "Telephone", own("person"), SPAN, own_key),
        Trail(Phone, "Telephone number", by_way_of("pgh_obj", through(PhoneUse, child="person", key="phone"))),
        Trail(VehicleUse, "Vehicle", own("person"), SPAN, own_key),
        Trail(Vehicle, "Vehicle itself", by_way_of("pgh_obj", through(VehicleUse, child="person", key="vehicle"))),
    ):
        register_trail(trail)
    not_told(PersonMerge, "The merge is an act: the events tell it in words, and it has a page of its own.")
    names_things(Person, Address, Phone, Vehicle)


def _either_end(ids) -> Q:
    return Q(from_person__in=list(ids)) | Q(to_person__in=list(ids))
