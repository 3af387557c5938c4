"""Who the child is, and the other names the child goes by."""

from typing import Any, ClassVar

from people import codes
from ui.fields import ChecklistField, ChoiceField, DateField, TextField, TickField, YesNoField
from ui.forms import GovForm

OTHER_NAMES = [(kind.value, kind.label) for kind in codes.NameKind if kind != codes.NameKind.CURRENT]


class DetailsForm(GovForm):
    """Everything that the record says about who the child is. What is empty is not known yet."""

    forename = TextField(label="Forename", max_length=100, required=False)
    middle_names = TextField(label="Middle names", max_length=200, required=False)
    surname = TextField(label="Surname", max_length=100, required=False)
    known_as = TextField(
        label="Known as", max_length=100, required=False, hint="The name the child wants to be called by"
    )
    date_of_birth = DateField(label="Date of birth", past=True, required=False)
    date_of_birth_estimated = TickField(label="The date of birth is an estimate", required=False)
    expected_date_of_birth = DateField(label="Date when the baby is expected", required=False)
    sex = ChoiceField(label="Sex", choices=codes.Sex.choices, required=False, empty_value=codes.Sex.UNKNOWN)
    gender_identity = TextField(label="Gender identity, in the child’s own words", max_length=100, required=False)
    ethnicity = ChoiceField(
        label="Ethnicity", choices=codes.Ethnicity.choices, required=False, empty_value=codes.Ethnicity.NOT_OBTAINED
    )
    first_language = TextField(label="First language", max_length=60, width=20, required=False)
    interpreter_needed = YesNoField(label="Does the child need an interpreter?", not_known=True, required=False)
    religion = TextField(label="Religion or belief", max_length=60, width=20, required=False)
    disabilities = ChecklistField(
        label="Disabilities", choices=codes.Disability.choices, exclusive=codes.Disability.NONE, required=False
    )
    immigration_status = TextField(label="Immigration status", max_length=100, required=False)
    nhs_number = TextField(label="NHS number", max_length=20, width=20, required=False)
    nhs_number_verified = TickField(label="The NHS number has been checked", required=False)
    upn = TextField(label="Unique pupil number", noun="unique pupil number", max_length=20, width=20, required=False)
    upn_unknown = ChoiceField(
        label="Why there is no unique pupil number", choices=codes.UpnUnknown.choices, required=False
    )

    sections: ClassVar = (
        (
            "Name",
            ("forename", "middle_names", "surname", "known_as"),
        ),
        (
            "Birth and identity",
            (
                "date_of_birth",
                "date_of_birth_estimated",
                "expected_date_of_birth",
                "sex",
                "gender_identity",
                "ethnicity",
            ),
        ),
        (
            "What the child needs others to know",
            ("first_language", "interpreter_needed", "religion", "disabilities", "immigration_status"),
        ),
        ("Numbers", ("nhs_number", "nhs_number_verified", "upn", "upn_unknown")),
    )

    def __init__(self, *args: Any, unborn: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # A child is born or expected; the birth itself has a page of its own.
        gone = ("date_of_birth", "date_of_birth_estimated", "sex") if unborn else ("expected_date_of_birth",)
        for name in gone:
            del self.fields[name]


class NameForm(GovForm):
    """A name that the child has, or had, beside the current one."""

    kind = ChoiceField(label="What kind of name is it?", noun="kind of name", choices=OTHER_NAMES)
    forename = TextField(label="Forename", max_length=100, required=False)
    surname = TextField(label="Surname", max_length=100, required=False)
    from_on = DateField(label="Used from", past=True, required=False)
    to_on = DateField(label="Used until", required=False)


class BirthForm(GovForm):
    """The day a baby is born: the record goes on, with what is known now."""

    date_of_birth = DateField(label="Date of birth", past=True)
    sex = ChoiceField(label="Sex", choices=codes.Sex.choices)
    forename = TextField(label="Forename", max_length=100, required=False)
    surname = TextField(label="Surname", max_length=100, required=False)
    nhs_number = TextField(label="NHS number", max_length=20, width=20, required=False)
