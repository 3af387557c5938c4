"""Where the child lives, and who moved as well."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from people import codes
from people.models import Person
from ui.fields import ChoiceField, DateField, RecordsField, TextField, TickField
from ui.forms import GovForm

KINDS = [
    (codes.ResidenceKind.MAIN, "This is where the child lives now"),
    (codes.ResidenceKind.SECOND, "The child lives here as well (shared care)"),
    (codes.ResidenceKind.TEMPORARY, "The child is staying here for a while"),
]


class AddressForm(GovForm):
    line1 = TextField(label="House and street", max_length=200, hint="For example 12 High Street")
    line2 = TextField(label="Second line", max_length=200, required=False)
    town = TextField(label="Town", max_length=100, width=20, required=False)
    postcode = TextField(label="Postcode", max_length=10, width=10, required=False)
    kind = ChoiceField(
        label="What is this address?",
        noun="what this address is",
        choices=KINDS,
        initial=codes.ResidenceKind.MAIN,
        reveals={codes.ResidenceKind.MAIN: ["others"], codes.ResidenceKind.TEMPORARY: ["to_on"]},
    )
    others = RecordsField(label="Who else has moved there?", records=None, required=False)
    to_on = DateField(label="Until when, if it is known", required=False)
    from_on = DateField(label="Since when?", noun="day of the move", past=True, required=False)
    confidential = TickField(
        label="Keep this address confidential",
        hint="It is then left out of letters, of search and of the pages of relatives",
        required=False,
    )

    def __init__(self, *args: Any, household: QuerySet[Person], name: Callable[[Person], str] = str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = self.fields["others"]
        others.name_of = name
        others.queryset = household
        if not household.exists():
            del self.fields["others"]
            self.fields["kind"].reveals = {codes.ResidenceKind.TEMPORARY: ["to_on"]}


class EndForm(GovForm):
    """Something has come to an end: which day?"""

    on = DateField(label="Last day", past=True)
