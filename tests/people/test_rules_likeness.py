"""How alike two people are: properties of the score, whatever the names."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from people.rules.birthdays import compare_birthdays, day_and_month_swapped
from people.rules.likeness import POSSIBLE, STRONG, Asked, AskedName, Known, KnownName, compare
from people.rules.name_likeness import NO_NAMES
from people.rules.nicknames import forms_of, how_related
from people.rules.spelling import edits, fold

LETTERS = "abcdefghijklmnopqrstuvwxyz"
names = st.text(LETTERS, min_size=4, max_size=12).filter(lambda name: name not in NO_NAMES)
days = st.dates(date(1950, 1, 1), date(2026, 1, 1))


def known(forename: str, surname: str, born: date | None = None, **facts) -> Known:
    return Known(names=[KnownName(forename, surname)], date_of_birth=born, **facts)


def asked(forename: str, surname: str, born: date | None = None, **facts) -> Asked:
    return Asked(name=AskedName(forename, surname), date_of_birth=born, **facts)


@st.composite
def slips(draw, of=names) -> tuple[str, str]:
    """A name, and the same with one slip of the keyboard."""
    name = draw(of)
    at = draw(st.integers(0, len(name) - 2))
    letter = draw(st.sampled_from(LETTERS))
    return name, draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + letter + name[at + 1 :],
            ]
        )
    )


@given(slips(), names, days)
def test_a_slip_in_the_first_name_is_still_a_strong_match_with_the_day(forenames, surname, born):
    right, wrong = forenames
    assert compare(asked(wrong, surname, born), known(right, surname, born)).score >= STRONG


@given(slips(), slips(), days)
def test_a_slip_in_both_names_is_still_a_strong_match_with_the_day(forenames, surnames, born):
    score = compare(asked(forenames[1], surnames[1], born), known(forenames[0], surnames[0], born)).score
    assert score >= STRONG


@given(slips(), names)
def test_a_slip_without_a_day_is_a_possible_match(forenames, surname):
    right, wrong = forenames
    assert compare(asked(wrong, surname), known(right, surname)).score >= POSSIBLE


@given(names, names, days)
def test_names_the_other_way_round_are_still_strong_with_the_day(forename, surname, born):
    assume(forename != surname)
    likeness = compare(asked(surname, forename, born), known(forename, surname, born))
    assert likeness.score >= STRONG


@given(names, names, days)
def test_a_swapped_day_and_month_is_still_strong(forename, surname, born):
    swapped = day_and_month_swapped(born)
    assume(swapped is not None)
    assert compare(asked(forename, surname, swapped), known(forename, surname, born)).score >= STRONG


@given(names, names, names, days)
def test_twins_stand_apart(forename, twin, surname, born):
    assume(edits(forename, twin, 3) > 3)
    assume(not how_related(forename, twin))
    assume(not twin.startswith(forename))
    assume(edits(forename, surname, 2) > 2)
    assume(edits(twin, surname, 2) > 2)
    home = {"homes": {"12 high street ls1 4ap"}}
    query = asked(forename, surname, born, address_line="12 high street", postcode="LS1 4AP")
    self, other = (compare(query, known(name, surname, born, **home)).score for name in (forename, twin))
    assert self >= STRONG > other + 15


@given(names, names, names, days, days)
def test_the_same_surname_alone_is_never_strong(forename, other, surname, born, other_day):
    assume(edits(forename, other, 3) > 3)
    assume(not how_related(forename, other))
    assume(born != other_day)
    score = compare(asked(forename, surname, born), known(other, surname, other_day)).score
    assert score < STRONG


@given(names, names, days, st.sampled_from("FM"))
def test_the_score_stays_between_0_and_100(forename, surname, born, sex):
    facts = {"nhs_number": "9990000018", "upn": "B801200005001", "sex": sex}
    everything = compare(
        asked(forename, surname, born, phone="+447700900123", **facts),
        known(forename, surname, born, phones={"+447700900123"}, **facts),
    )
    nothing = compare(
        asked(forename, surname, born, **facts), known("", "zz", born + timedelta(400), nhs_number="9990000026")
    )
    assert everything.score == 100
    assert nothing.score == 0


@given(days, days)
def test_days_compare_alike_both_ways(one, other):
    ahead, back = (compare_birthdays(a, b, False, None)[0][0] for a, b in ((one, other), (other, one)))
    # 29 February has no day of its own in the years beside, so one way may find it one year apart.
    assert ahead == back or (one.month, one.day) == (2, 29) or (other.month, other.day) == (2, 29)


@given(st.text(LETTERS, max_size=8), st.text(LETTERS, max_size=8))
def test_slips_count_alike_both_ways(one, other):
    assert edits(one, other, 3) == edits(other, one, 3)
    assert edits(one, one, 3) == 0
    assert edits(one, other, 3) <= max(len(one), len(other))


def test_slips_are_counted():
    assert edits("clarke", "calrke", 2) == 1
    assert edits("clarke", "clark", 2) == 1
    assert edits("clarke", "klarkes", 2) == 2
    assert edits("clarke", "smith", 2) == 3


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(["elizabeth", "mohammed", "siobhan", "anna", "alexander", "theo", "kate", "katarzyna"]))
def test_every_form_of_a_name_says_how_it_is_related(name):
    for form in forms_of(name):
        assert how_related(name, form)
        assert how_related(form, name)


def test_what_speaks_against_is_said():
    query = asked("maisie", "clarke", date(2019, 4, 3), sex="F", nhs_number="9990000018", upn="B801200005001")
    other = known("maisie", "clarke", date(2012, 1, 20), sex="M", nhs_number="9990000026", upn="P207000016049")
    assert compare(query, other).reasons == [
        "Has another NHS number",
        "Has another unique pupil number",
        "Same name",
        "Born on another day (20 January 2012)",
        "Recorded as male",
    ]


def test_an_estimated_day_is_no_contradiction():
    known_day = date(2019, 1, 1)
    likeness = compare_birthdays(date(2019, 8, 23), known_day, True, None)
    assert likeness == [(12, "Date of birth is an estimate (1 January 2019)")]


def test_christopher_does_not_sound_like_christina():
    query = Asked(name=AskedName("christina", "hall", "KRST", "HL"))
    other = Known(names=[KnownName("christopher", "hall", "KRST", "HL")])
    assert "Different first name" in compare(query, other).reasons
