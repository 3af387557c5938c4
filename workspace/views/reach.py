"""Telephones, cars and a death: of the child or of somebody in the family."""

from people import services as people
from ui.forms import GovForm
from workspace.forms.address import EndForm
from workspace.forms.reach import DeathForm, PhoneForm, VehicleForm
from workspace.queries.family import family_member, phone_use_of, vehicle_use_of
from workspace.views.relatives import FamilyForm


class OfSomebody(FamilyForm):
    """A form about the child or a member of the family."""

    def begin(self) -> None:
        self.person = family_member(self.request.user, self.child, self.kwargs["person_pk"])


class AddPhone(OfSomebody):
    form_class = PhoneForm
    page = "add a telephone"
    submit_text = "Save number"
    success_message = "The number is saved."

    def get_heading(self) -> str:
        return f"Telephone of {self.person.name}"

    def save(self, form: GovForm) -> str:
        given = form.cleaned_data
        people.use_phone(person=self.person, number=given["number"], from_on=given["from_on"], by=self.request.user)
        return self.back_url()


class StopPhone(OfSomebody):
    form_class = EndForm
    page = "end a telephone"
    submit_text = "Save"
    success_message = "The number is no longer in use. Search still finds it."

    def begin(self) -> None:
        super().begin()
        self.use = phone_use_of(self.person, self.kwargs["pk"])

    def get_heading(self) -> str:
        return f"{self.person.name} no longer uses {self.use.phone}"

    def save(self, form: GovForm) -> str:
        people.stop_phone(use=self.use, on=form.cleaned_data["on"], by=self.request.user)
        return self.back_url()


class AddVehicle(OfSomebody):
    form_class = VehicleForm
    page = "add a vehicle"
    submit_text = "Save vehicle"
    success_message = "The vehicle is saved."

    def get_heading(self) -> str:
        return f"Vehicle of {self.person.name}"

    def save(self, form: GovForm) -> str:
        people.use_vehicle(person=self.person, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class StopVehicle(OfSomebody):
    form_class = EndForm
    page = "end a vehicle"
    submit_text = "Save"
    success_message = "The vehicle is no longer in use."

    def begin(self) -> None:
        super().begin()
        self.use = vehicle_use_of(self.person, self.kwargs["pk"])

    def get_heading(self) -> str:
        return f"{self.person.name} no longer drives {self.use.vehicle}"

    def save(self, form: GovForm) -> str:
        people.stop_vehicle(use=self.use, on=form.cleaned_data["on"], by=self.request.user)
        return self.back_url()


class RecordDeath(OfSomebody):
    """A death is recorded with a day and nothing else: how it came about is a case note."""

    form_class = DeathForm
    page = "a death"
    submit_text = "Save"
    success_message = "The death is recorded."

    def get_heading(self) -> str:
        return f"{self.person.name} has died"

    def save(self, form: GovForm) -> str:
        people.record_death(person=self.person, on=form.cleaned_data["died_on"], by=self.request.user)
        return self.back_url()
