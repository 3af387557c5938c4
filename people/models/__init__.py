"""Children, adults and what they share; and which records were found to be of one person."""

from people.models.merging import DuplicatePair, MergeChange, PersonMerge
from people.models.person import (
    Address,
    AdultToIdentify,
    Child,
    CurrentQuerySet,
    DateSpan,
    Fold,
    Person,
    PersonName,
    Relationship,
    Residence,
    Sound,
    ends_after_start,
    name_on_page,
    span,
)
from people.models.reach import Phone, PhoneUse, Vehicle, VehicleUse

__all__ = [
    "Address",
    "AdultToIdentify",
    "Child",
    "CurrentQuerySet",
    "DateSpan",
    "DuplicatePair",
    "Fold",
    "MergeChange",
    "Person",
    "PersonMerge",
    "PersonName",
    "Phone",
    "PhoneUse",
    "Relationship",
    "Residence",
    "Sound",
    "Vehicle",
    "VehicleUse",
    "ends_after_start",
    "name_on_page",
    "span",
]
