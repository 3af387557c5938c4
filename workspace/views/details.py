"""Who the child is: corrected, named again, born."""

from typing import Any

from django.urls import reverse

from people import services as people
from staff.policies import people_hidden_from
from ui.forms import GovForm
from workspace.forms.details import BirthForm, DetailsForm, NameForm
from workspace.views.record_form import RecordForm


class CorrectDetails(RecordForm):
    form_class = DetailsForm
    page = "details"
    heading = "Details"
    submit_text = "Save details"
    success_message = "The details are saved."

    def get_record(self) -> Any:
        return self.child

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"unborn": self.child.unborn}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.child, name) for name in DetailsForm.base_fields}

    def save(self, form: GovForm) -> str:
        people.correct_person(
            person=self.child,
            by=self.request.user,
            version=form.version,
            hidden=people_hidden_from(self.request.user),
            **form.cleaned_data,
        )
        return self.back_url()


class AddName(RecordForm):
    form_class = NameForm
    page = "another name"
    heading = "Add another name"
    submit_text = "Save name"
    success_message = "The name is saved. Search finds the child by it from now on."

    def save(self, form: GovForm) -> str:
        people.add_name(person=self.child, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class RecordBirth(RecordForm):
    form_class = BirthForm
    page = "birth"
    heading = "Record the birth"
    intro = "The record goes on as the same record. Everything written before the birth stays in it."
    submit_text = "Save birth"
    success_message = "The birth is recorded."

    def get_initial(self) -> dict[str, Any]:
        return {"surname": self.child.surname}

    def save(self, form: GovForm) -> str:
        people.record_birth(
            child=self.child, by=self.request.user, hidden=people_hidden_from(self.request.user), **form.cleaned_data
        )
        return reverse("child", args=[self.child.pk])
