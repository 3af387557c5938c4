"""Which part of a record's history somebody wants to see. Sent with the address, so that it can be kept and shared."""

from typing import Any

from django import forms

from ui.fields import ChoiceField, DateField
from ui.forms import GovForm
from workspace.history.entries import ACT, OPENING, Asked


class HistoryForm(GovForm):
    says_optional = False

    kind = ChoiceField(label="Show", choices=[], required=False)
    person = ChoiceField(label="By whom", noun="person", choices=[], required=False)
    since = DateField(label="From", noun="the first day", required=False)
    until = DateField(label="Until", noun="the last day", required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], openings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", "Everything"), (ACT, "What was done and changed"), (OPENING, "Who looked")]
        self.fields["kind"].choices = kinds if openings else kinds[:1]
        self.fields["person"].choices = [("", "Everybody"), *((str(pk), name) for pk, name in people)]
        for name in ("kind", "person"):
            self.fields[name].component = "select"
            self.fields[name].widget = forms.Select(choices=self.fields[name].choices)
        self.fields["kind"].empty_label, self.fields["person"].empty_label = "Everything", "Everybody"
        if not openings:
            # A kind that may not be read is asked for by the address alone, and refused: nothing to choose between.
            self.fields["kind"].widget = forms.HiddenInput()

    def asked(self) -> Asked:
        """What was asked for; everything where the answers cannot be read."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        person = given.get("person")
        return Asked(given.get("kind") or "", int(person) if person else None, given.get("since"), given.get("until"))
