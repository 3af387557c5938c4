"""The family of a child: somebody is added, something has changed, an adult is found out."""

from typing import Any

from people import services as people
from people.matching import Candidate, PersonQuery, find_candidates
from people.models import Person
from staff.policies import people_visible_to
from ui.forms import GovForm
from workspace.forms.person import (
    SON_OR_DAUGHTER,
    CloseUnknownAdultForm,
    IdentifyForm,
    RelationshipForm,
    RelativeForm,
    UnknownAdultForm,
)
from workspace.queries.family import other_end, relationship_of, unknown_adult_of
from workspace.views.record_form import RecordForm

LIKELY = ("strong", "possible")


class FamilyForm(RecordForm):
    """A form that comes from the family's page and leads back to it."""

    tab = "family"
    back = "family"

    def candidates(self, query: PersonQuery) -> list[Candidate]:
        """People on record who may be the one that is being typed, among those whom the reader may know of."""
        among = people_visible_to(self.request.user).exclude(pk=self.child.pk)
        return [one for one in find_candidates(query, among=among, limit=5) if one.strength in LIKELY]


class AddRelative(FamilyForm):
    form_class = RelativeForm
    page = "add to the family"
    heading = "Add somebody to the family"
    submit_text = "Add to the family"
    success_message = "The family is up to date."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"find": self.candidates}

    def save(self, form: GovForm) -> str:
        given, by = form.cleaned_data, self.request.user
        person = given["person"] or self._record(given)
        ends = {"from_person": person, "to_person": self.child}
        kind = given["kind"]
        if kind == SON_OR_DAUGHTER:
            ends, kind = {"from_person": self.child, "to_person": person}, "parent"
        people.relate(
            **ends,
            kind=kind,
            parental_responsibility=given["parental_responsibility"],
            safe_to_contact=given["safe_to_contact"],
            from_on=given["from_on"],
            note=given["note"],
            by=by,
        )
        if given["phone"]:
            people.use_phone(person=person, number=given["phone"], by=by)
        return self.back_url()

    def _record(self, given: dict[str, Any]) -> Person:
        by = self.request.user
        person = people.record_person(
            forename=given["forename"],
            surname=given["surname"],
            date_of_birth=given["date_of_birth"],
            sex=given["sex"] or "U",
            by=by,
        )
        home = self.child.current_address() if given["lives_here"] else None
        if home:
            people.move_home(person=person, address=home.address, from_on=None, confidential=home.confidential, by=by)
        return person


class ChangeRelationship(FamilyForm):
    form_class = RelationshipForm
    page = "relationship"
    submit_text = "Save"
    success_message = "The family is up to date."

    def begin(self) -> None:
        self.relationship = relationship_of(self.request.user, self.child, self.kwargs["pk"])
        self.relative = other_end(self.relationship, self.child)

    def get_heading(self) -> str:
        return f"{self.relative.name}: {self.relationship.get_kind_display().lower()}"

    def get_initial(self) -> dict[str, Any]:
        row = self.relationship
        return {
            "parental_responsibility": row.parental_responsibility,
            "safe_to_contact": row.safe_to_contact,
            "note": row.note,
            "ended_on": row.to_on,
        }

    def save(self, form: GovForm) -> str:
        row, given, by = self.relationship, form.cleaned_data, self.request.user
        people.relate(
            from_person=row.from_person,
            to_person=row.to_person,
            kind=row.kind,
            parental_responsibility=given["parental_responsibility"],
            safe_to_contact=given["safe_to_contact"],
            note=given["note"],
            by=by,
        )
        if given["ended_on"]:
            people.end_relationship(relationship=row, on=given["ended_on"], by=by)
        return self.back_url()


class RaiseUnknownAdult(FamilyForm):
    form_class = UnknownAdultForm
    page = "somebody to find out"
    heading = "Somebody is missing from the record"
    intro = "It stays on the list of the worker until the person is named."
    submit_text = "Add to the list"
    success_message = "It is on the list."

    def save(self, form: GovForm) -> str:
        people.raise_adult_to_identify(child=self.child, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class IdentifyAdult(FamilyForm):
    form_class = IdentifyForm
    template_name = "workspace/adult_identify.html"
    page = "name an adult"
    submit_text = "Save name"
    success_message = "The adult is named."

    def begin(self) -> None:
        self.adult = unknown_adult_of(self.child, self.kwargs["pk"])
        self.intro = self.adult.what_is_known

    def get_heading(self) -> str:
        return f"Who is this: {self.adult.get_role_display().lower()}?"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"find": self.candidates}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "adult": self.adult}

    def save(self, form: GovForm) -> str:
        given, by = form.cleaned_data, self.request.user
        responsibility = given["parental_responsibility"]
        if given["person"]:
            people.identify_adult(
                adult=self.adult, person=given["person"], parental_responsibility=responsibility, by=by
            )
        else:
            people.identify_adult(
                adult=self.adult,
                forename=given["forename"],
                surname=given["surname"],
                date_of_birth=given["date_of_birth"],
                sex=given["sex"] or "U",
                parental_responsibility=responsibility,
                by=by,
            )
        return self.back_url()


class CloseUnknownAdult(FamilyForm):
    form_class = CloseUnknownAdultForm
    page = "stop looking for an adult"
    submit_text = "Take off the list"
    success_message = "It is off the list."

    def begin(self) -> None:
        self.adult = unknown_adult_of(self.child, self.kwargs["pk"])

    def get_heading(self) -> str:
        return f"{self.adult.get_role_display()}: nobody needs to find out any more"

    def save(self, form: GovForm) -> str:
        people.close_adult_to_identify(adult=self.adult, because=form.cleaned_data["because"], by=self.request.user)
        return self.back_url()
