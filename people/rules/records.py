"""What must hold of a person's own facts before they are kept. Facts and a day in, problems by field out. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from people import codes
from people.rules.birthdays import said
from people.rules.numbers import read_nhs_number, read_upn

OLDEST_PERSON = 125
# A record as a child is begun for young people up to 25: care leavers are owed support until then
# (Children and Social Work Act 2017 s3). Somebody older is recorded as an adult.
OLDEST_CHILD = 25
LATEST_DUE, MOST_OVERDUE = timedelta(days=300), timedelta(days=42)

CHOICES = {
    "sex": (codes.Sex, "Choose female, male or not known."),
    "ethnicity": (codes.Ethnicity, "Choose an ethnicity from the list."),
    "upn_unknown": (codes.UpnUnknown, "Choose from the list why there is no unique pupil number."),
}
LENGTHS = {
    "forename": ("First name", 100),
    "middle_names": ("Middle names", 200),
    "surname": ("Surname", 100),
    "known_as": ("The name they are known as", 100),
    "gender_identity": ("Gender identity", 100),
    "first_language": ("First language", 60),
    "religion": ("Religion", 60),
    "immigration_status": ("Immigration status", 100),
}
Problems = dict[str, list[str]]


def tidy(facts: dict[str, Any]) -> tuple[dict[str, Any], Problems]:
    """The facts in the one form in which they are kept, and what could not be read."""
    kept: dict[str, Any] = {
        name: " ".join(value.split()) if isinstance(value, str) else value for name, value in facts.items()
    }
    problems: Problems = {}
    for name, read in (("nhs_number", read_nhs_number), ("upn", read_upn)):
        if name in kept:
            try:
                kept[name] = read(kept[name]) if kept[name] else None
            except ValueError as unread:
                problems[name] = [str(unread)]
    if "disabilities" in kept:
        kept["disabilities"] = list(dict.fromkeys(kept["disabilities"] or []))
    return kept, problems


def find_problems(person: Any, today: date) -> Problems:
    """All that cannot be true of somebody as given, each with what to do. `person` has the fields of a Person."""
    problems: Problems = {}
    for field, sentence in [
        *_name_problems(person),
        *_choice_problems(person),
        *_birth_problems(person, today),
        *_unborn_problems(person, today),
        *_number_problems(person),
        *_death_problems(person, today),
    ]:
        problems.setdefault(field, []).append(sentence)
    return problems


def _name_problems(person: Any) -> Iterable[tuple[str, str]]:
    if not person.forename and not person.surname:
        yield "surname", "Enter a first name or a surname. Where a baby has no name yet, enter the family's surname."
    for field, (noun, most) in LENGTHS.items():
        if len(getattr(person, field)) > most:
            yield field, f"{noun} must be {most} characters or fewer."


def _choice_problems(person: Any) -> Iterable[tuple[str, str]]:
    for field, (choices, sentence) in CHOICES.items():
        value = getattr(person, field)
        if value not in choices.values and not (field == "upn_unknown" and value == ""):
            yield field, sentence
    if any(code not in codes.Disability.values for code in person.disabilities):
        yield "disabilities", "Choose disabilities from the list."
    # Census rules 8540, 8790 and 8794: “no disability” stands alone.
    if codes.Disability.NONE in person.disabilities and len(person.disabilities) > 1:
        yield "disabilities", "Choose either “No disability” or the disabilities, not both."


def _birth_problems(person: Any, today: date) -> Iterable[tuple[str, str]]:
    born = person.date_of_birth
    if born is None:
        if person.date_of_birth_estimated:
            yield "date_of_birth", "Enter the estimated date of birth, or say that it is not an estimate."
        return
    if born > today:
        yield "date_of_birth", "Date of birth must be today or earlier. For a baby not yet born, enter the due date."
    elif _age(born, today) > OLDEST_PERSON:
        yield "date_of_birth", f"Date of birth would make them {_age(born, today)} years old. Check the year."
    elif person.is_child and _age(born, today) > OLDEST_CHILD:
        yield (
            "date_of_birth",
            f"Born on {said(born)}, they are {_age(born, today)}. Check the year, or record them as an adult.",
        )


def _unborn_problems(person: Any, today: date) -> Iterable[tuple[str, str]]:
    """Census rules 8525Q (born or expected, not both) and 8750 (sex of an unborn child is not known)."""
    due = person.expected_date_of_birth
    if due is None:
        return
    if person.date_of_birth is not None:
        yield "expected_date_of_birth", "Enter a date of birth or a due date, not both."
        return
    if due > today + LATEST_DUE:
        yield "expected_date_of_birth", "The due date is too far ahead. Check the year."
    if due < today - MOST_OVERDUE:
        yield "expected_date_of_birth", "The due date is long past. If the baby is born, enter the date of birth."
    if person.sex != codes.Sex.UNKNOWN:
        yield "sex", "Choose “Not known” for a baby not yet born. It is entered at birth."
    if person.nhs_number:
        yield "nhs_number", "A baby has no NHS number before birth. Leave it empty."
    if person.upn:
        yield "upn", "A baby has no unique pupil number. Leave it empty."
    if person.died_on:
        yield "died_on", "Enter the date of birth first: a due date and a date of death cannot both stand."


def _number_problems(person: Any) -> Iterable[tuple[str, str]]:
    if person.upn and person.upn_unknown:
        yield "upn_unknown", "Enter the unique pupil number or why there is none, not both."
    if person.nhs_number_verified and not person.nhs_number:
        yield "nhs_number", "Enter the NHS number that was checked."


def _death_problems(person: Any, today: date) -> Iterable[tuple[str, str]]:
    if person.died_on is None:
        return
    if person.died_on > today:
        yield "died_on", "Date of death must be today or earlier."
    elif person.date_of_birth and person.died_on < person.date_of_birth:
        yield "died_on", f"Date of death must be on or after the date of birth, {said(person.date_of_birth)}."


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_on(born: date, on: date) -> int:
    """Whole years. Somebody born on 29 February has the birthday on 1 March of a common year."""
    return _age(born, on)
