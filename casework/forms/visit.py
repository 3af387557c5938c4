"""Booking a visit, recording one, calling one off."""

from collections.abc import Sequence
from typing import Any

from casework.codes import VisitPurpose
from people.models import Address, Child
from ui.fields import ChecklistField, ChoiceField, DateTimeField, LongTextField, RecordField, TextField, YesNoField
from ui.forms import GovForm

SOMEWHERE_ELSE = "elsewhere"


def called(child: Child) -> str:
    return child.known_as or child.forename or child.name


def child_choices(children: Sequence[Child]) -> list[tuple[str, str]]:
    return [(str(child.pk), child.name) for child in children]


class BookVisitForm(GovForm):
    """Where it goes is chosen each time: a booking confirms the address."""

    purpose = ChoiceField(label="What is the visit for?", choices=VisitPurpose)
    booked_for = DateTimeField(label="When?", noun="the time of the visit", future=True, now=False)
    where = ChoiceField(label="Where?", noun="where the visit will be")
    place = TextField(label="Place", noun="the place")
    worker = RecordField(label="Who will visit?", noun="who will visit", records=None)
    also = ChecklistField(label="Who else will you see?", required=False)

    def __init__(
        self,
        *args: Any,
        child: Child,
        address: Address | None,
        address_note: str,
        workers: Any,
        siblings: Sequence[Child],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        name = called(child)
        where = self.fields["where"]
        where.choices = [*([("home", f"At home: {address}")] if address else []), (SOMEWHERE_ELSE, "Somewhere else")]
        where.reveals = {SOMEWHERE_ELSE: ["place"]}
        known = f"This is {name}’s current address. Check that it still is." if address else ""
        where.help_text = " ".join(part for part in (known, address_note) if part) or "No current address is recorded."
        self.fields["worker"].queryset = workers
        if siblings:
            self.fields["also"].choices = child_choices(siblings)
        else:
            del self.fields["also"]


class RecordVisitForm(GovForm):
    """What happened, then what it was for each child. Brothers and sisters are asked about when ticked."""

    took_place_at = DateTimeField(label="When did it take place?", noun="the time of the visit", past=True, now=False)
    purpose = ChoiceField(label="What was the visit for?", noun="what the visit was for", choices=VisitPurpose)
    account = LongTextField(label="What you saw and heard", rows=10, required=False)

    def __init__(self, *args: Any, children: Sequence[Child], siblings: Sequence[Child], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.children, self.siblings = list(children), list(siblings)
        for child in self.children:
            self._ask_about(child)
        asked = [(child.name, [f"seen_{child.pk}"]) for child in self.children]
        self._sections = [("The visit", ["took_place_at", "purpose"]), *asked, ("The account", ["account"])]
        if self.siblings:
            also = ChecklistField(
                label="Which other children did you visit?",
                choices=child_choices(self.siblings),
                required=False,
                reveals={str(child.pk): [f"seen_{child.pk}"] for child in self.siblings},
            )
            self.fields["also"] = also
            for child in self.siblings:
                self._ask_about(child)
            self._sections.insert(-1, ("Brothers and sisters", ["also"]))

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        return self._sections

    def _ask_about(self, child: Child) -> None:
        key, name = child.pk, called(child)
        seen = f"Did you see {name}?" if not child.unborn else f"Did you see {name}’s mother?"
        self.fields[f"seen_{key}"] = YesNoField(
            label=seen,
            reveals={"yes": [f"alone_{key}", f"bedroom_{key}", f"words_{key}"], "no": [f"why_{key}"]},
            inline=False,
        )
        self.fields[f"alone_{key}"] = YesNoField(label=f"Did you see {name} alone?")
        self.fields[f"bedroom_{key}"] = YesNoField(label=f"Did you see where {name} sleeps?", required=False)
        self.fields[f"words_{key}"] = LongTextField(label=f"What {name} said", rows=4, required=False)
        self.fields[f"why_{key}"] = TextField(label=f"Why was {name} not seen?", max_length=300)
        if child.unborn:
            self.fields[f"seen_{key}"].reveals = {"no": [f"why_{key}"]}
            for part in ("alone", "bedroom", "words"):
                del self.fields[f"{part}_{key}"]

    def visited(self) -> list[tuple[Child, dict[str, Any]]]:
        """Each child who was visited, with the answers: call it when the form is valid."""
        also = set(self.cleaned_data.get("also") or [])
        chosen = [*self.children, *(child for child in self.siblings if str(child.pk) in also)]
        return [(child, self._answers(child)) for child in chosen]

    def _answers(self, child: Child) -> dict[str, Any]:
        typed, key = self.cleaned_data, child.pk
        return {
            "seen": bool(typed.get(f"seen_{key}")),
            "seen_alone": typed.get(f"alone_{key}"),
            "bedroom_seen": typed.get(f"bedroom_{key}"),
            "why_not_seen": typed.get(f"why_{key}") or "",
            "child_words": typed.get(f"words_{key}") or "",
        }

    def _pass_over_what_was_not_asked(self) -> None:
        """As for every form, and one step deeper: what hangs on a question that was not asked was not asked either."""
        super()._pass_over_what_was_not_asked()
        ticked = set(self.cleaned_data.get("also") or [])
        for child in self.siblings:
            if str(child.pk) not in ticked:
                for part in ("alone", "bedroom", "words", "why"):
                    self._errors.pop(f"{part}_{child.pk}", None)


class CancelVisitForm(GovForm):
    because = TextField(label="Why is it called off?", noun="why it is called off", max_length=300)
