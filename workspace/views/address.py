"""The child has moved, and whoever moved as well."""

from typing import Any

from people import services as people
from people.codes import ResidenceKind
from people.models import Person
from ui.forms import GovForm
from workspace.forms.address import AddressForm, EndForm
from workspace.queries.family import household_records, residence_of, visible_family
from workspace.views.record_form import RecordForm


class ChangeAddress(RecordForm):
    """One current address: the former one ends when this one begins. The rest of the household moves by a tick."""

    form_class = AddressForm
    page = "address"
    heading = "Change of address"
    submit_text = "Save address"
    success_message = "The address is saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        labels = {member.person.pk: member.label for member in visible_family(user, self.child).members}

        def name(person: Person) -> str:
            label = labels.get(person.pk)
            return f"{person.name} ({label.lower()})" if label else person.name

        return {"household": household_records(user, self.child), "name": name}

    def save(self, form: GovForm) -> str:
        by, given = self.request.user, form.cleaned_data
        address = people.record_address(
            line1=given["line1"], line2=given["line2"], town=given["town"], postcode=given["postcode"], by=by
        )
        days = {"from_on": given["from_on"], "confidential": given["confidential"]}
        if given["kind"] == ResidenceKind.MAIN:
            movers = [self.child, *(given.get("others") or [])]
            people.move_household(people=movers, address=address, by=by, **days)
        else:
            people.move_home(
                person=self.child, address=address, by=by, kind=given["kind"], to_on=given["to_on"], **days
            )
        return self.back_url()


class LeaveAddress(RecordForm):
    """The child no longer lives or stays there; where instead, if that is known, is a change of address."""

    form_class = EndForm
    page = "end of an address"
    tab = "family"
    back = "family"
    submit_text = "Save"
    success_message = "The address is a former one now."

    def begin(self) -> None:
        self.residence = residence_of(self.child, self.kwargs["pk"])

    def get_heading(self) -> str:
        return f"{self.child.name} no longer lives at {self.residence.address}"

    def save(self, form: GovForm) -> str:
        people.end_residence(residence=self.residence, on=form.cleaned_data["on"], by=self.request.user)
        return self.back_url()
