"""Restricting, barring, answering."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from access.codes import AuditAnswer, MatchAnswer
from access.models import NewInFamily
from access.queries import workers_called
from people.models import Person
from staff.codes import OpeningAnswer, RestrictionKind
from staff.models import User
from ui.fields import ChoiceField, DateField, LongTextField, RecordField, RecordsField, TextField
from ui.forms import GovForm


def who(user: User) -> str:
    """Anna Whitfield, Social worker, Assessment Central"""
    return ", ".join(part for part in (str(user), user.role_definition.title, str(user.team or "")) if part)


class ShortListForm(GovForm):
    """Who may know of the record, and who answers for it."""

    named = RecordsField(
        label="Who may know of this record?", noun="who may know of this record", records=None, name=who
    )
    also = LongTextField(
        label="Anybody else",
        hint="First and last name, one person on each line.",
        rows=2,
        max_length=2000,
        required=False,
    )
    keeper = RecordField(
        label="Who answers for it?",
        noun="who answers for it",
        hint="Is told when somebody may be met again, and looks again whether it is still needed.",
        records=None,
        name=who,
    )

    def __init__(self, *args: Any, offered: QuerySet[User], everybody: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = offered
        self.fields["keeper"].queryset = everybody

    def clean_also(self) -> list[User]:
        names = [line for line in self.cleaned_data["also"].splitlines() if line.strip()]
        found, unknown = workers_called(names)
        if unknown:
            raise ValidationError(f"There is nobody, or more than one, called {', '.join(unknown)}. Check the name.")
        return found

    def for_service(self) -> dict[str, Any]:
        data = {**self.cleaned_data}
        data["named"] = [*data["named"], *data.pop("also")]
        return data


class RestrictForm(ShortListForm):
    """Why, whom it hides, until when, and who may know."""

    kind = ChoiceField(label="Why is it restricted?", noun="why it is restricted", choices=RestrictionKind.choices)
    reason = LongTextField(label="Say it in a sentence", noun="a reason", rows=3, max_length=500)
    others = RecordsField(
        label="Who is hidden as well?",
        hint="Hidden people are no relation, no match and no member of a household to anybody who is not named.",
        records=None,
        required=False,
    )
    review_on = DateField(label="When is it looked at again?", noun="the day of the review", future=True)

    sections = (("", ("kind", "reason", "others", "review_on", "named", "also", "keeper")),)

    def __init__(self, *args: Any, family: QuerySet[Person], review_hint: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["review_on"].help_text = review_hint
        if family.exists():
            self.fields["others"].queryset = family
        else:
            self.fields["others"].queryset = family.none()
            self.fields["others"].label = "Nobody else of the family is on record"


class ReviewForm(GovForm):
    words = LongTextField(label="Why is it still needed?", noun="why it is still needed", rows=3, max_length=500)
    next_review_on = DateField(label="When is it looked at again?", noun="the day of the next review", future=True)

    def __init__(self, *args: Any, review_hint: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["next_review_on"].help_text = review_hint


class LiftForm(GovForm):
    because = LongTextField(
        label="Why is it no longer needed?", noun="why it is no longer needed", rows=3, max_length=500
    )


class DeclareForm(GovForm):
    reason = LongTextField(
        label="How do you know this family?",
        noun="how you know this family",
        hint="A few words are enough: “my niece”. Your manager reads them.",
        max_length=500,
        rows=2,
    )


class BarForm(GovForm):
    worker = RecordField(label="Who may not open the record?", noun="the worker", records=None, name=who)
    reason = LongTextField(label="Why?", noun="why", max_length=500, rows=3)
    people = RecordsField(label="Whose records, beside this one?", noun="whose records", records=None, required=False)
    until = DateField(label="Until when?", noun="the last day", hint="Left empty, until it is ended.", required=False)

    def __init__(self, *args: Any, workers: QuerySet[User], family: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers
        self.fields["people"].queryset = family


class LiftBarForm(GovForm):
    because = LongTextField(
        label="Why may the worker open it again?", noun="why the worker may open it again", max_length=500, rows=3
    )


class OpeningForm(GovForm):
    answer = ChoiceField(
        label="Your answer",
        noun="whether it was right",
        choices=OpeningAnswer.choices,
        hints={"not_right": "It is closed to them at once. Their manager and the auditors are told."},
    )
    words = LongTextField(
        label="What do you say about it?", hint="Needed if it was not right.", rows=3, max_length=500, required=False
    )


class OddForm(GovForm):
    answer = ChoiceField(
        label="Your answer",
        noun="what it is",
        choices=AuditAnswer.choices,
        hints={"explained": "There is a good reason for it.", "passed_on": "Somebody else looks into it."},
    )
    words = LongTextField(
        label="What explains it, or who looks into it?", noun="what explains it, or who looks into it", max_length=500
    )


class MatchForm(GovForm):
    answer = ChoiceField(label="Is it the same person?", noun="whether it is the same", choices=MatchAnswer.choices)


class NewcomersForm(GovForm):
    says_optional = False
    chosen = RecordsField(label="", noun="who", records=None, required=False)

    def __init__(self, *args: Any, label: str, rows: QuerySet[NewInFamily], name: Callable[[Any], str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].label, self.fields["chosen"].name_of = label, name
        self.fields["chosen"].queryset = rows


class TakeOverForm(GovForm):
    reason = LongTextField(
        label="Why do you take it over?",
        noun="why you take it over",
        hint="For example: everybody who was named has left.",
        rows=3,
        max_length=500,
    )


class HomeForm(GovForm):
    house = TextField(label="House number or name", max_length=100, width=20, autocomplete="off")
    postcode = TextField(label="Postcode", max_length=10, width=10, autocomplete="off")
