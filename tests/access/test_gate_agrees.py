"""The gate says one thing: in lists, for single records, in the short way to the answer, and for alerts."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from guardian.shortcuts import assign_perm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Child
from staff.models import AccessGrant, Allocation, ConflictOfInterest, RestrictedPerson, Restriction, User
from staff.openings import answer_opening, open_with_reason
from staff.policies import (
    child_for,
    children_known_to_exist_for,
    children_visible_to,
    kept_from,
    people_visible_to,
    sees_all_of,
)
from tests.factories.people import child
from tests.factories.staff import held, user

pytestmark = pytest.mark.django_db
WHO = ("anna", "ben", "tariq", "sara", "mo", "lena", "omar")
TEAM = {"anna": "north", "ben": "north", "tariq": "north", "lena": "south", "omar": "south"}


# Person x state of the record, written by hand: who opens it.
TABLE = {
    "held": {"anna", "ben", "tariq", "sara", "mo"},
    "restricted": set(),
    "restricted, anna named": {"anna"},
    "restricted, lena named": {"lena"},
    "sister of a restricted household": {"sara"},
    "ben barred": {"anna", "tariq", "sara", "mo"},
    "mo barred": {"anna", "ben", "tariq", "sara"},
    "barred until yesterday": {"anna", "ben", "tariq", "sara", "mo"},
    "lena opened it": {"anna", "ben", "tariq", "sara", "mo", "lena"},
    "lena opened it, that was right": {"anna", "ben", "tariq", "sara", "mo", "lena"},
    "lena opened it, not right": {"anna", "ben", "tariq", "sara", "mo"},
    "lena opened it, then barred": {"anna", "ben", "tariq", "sara", "mo"},
    "lena opened it, then restricted": set(),
    "anna named and barred": set(),
}


def restricted(subject: Child, *named: User) -> Restriction:
    row = Restriction.objects.create(child=subject, reason="A colleague's family", from_on=date(2026, 1, 5))
    for one in named:
        assign_perm("staff.open_restricted_record", one, row)
    return row


def barred(who: User, subject: Child, to_on: date | None = None) -> None:
    ConflictOfInterest.objects.create(
        user=who, person=subject, reason="Family", from_on=date(2026, 1, 5), to_on=to_on, set_by=who
    )


def put_in_state(state: str, subject: Child, department) -> None:
    lena, anna = department.lena, department.anna
    if "opened it" in state:
        grant = open_with_reason(child_id=subject.pk, by=lena, reason="Her cousin is on my caseload.")
        if "right" in state:
            answer = "not_right" if "not right" in state else "right"
            answer_opening(grant=grant, answer=answer, words="It was, or was not.", by=department.tariq)
    if "restricted" in state and "sister" not in state:
        restricted(subject, *(getattr(department, one) for one in WHO if f"{one} named" in state))
    if "sister" in state:
        row = restricted(child("Elder"), department.sara)
        RestrictedPerson.objects.create(restriction=row, person=subject, from_on=date(2026, 1, 5))
    if state == "anna named and barred":
        restricted(subject, anna)
        barred(anna, subject)
    for one in ("ben", "mo"):
        if state == f"{one} barred":
            barred(getattr(department, one), subject)
    if state == "lena opened it, then barred":
        barred(lena, subject)
    if state == "barred until yesterday":
        barred(department.ben, subject, timezone.localdate())


@pytest.mark.parametrize("state", TABLE)
def test_who_opens_a_record_in_each_state(department, state):
    subject = child()
    held(subject, department.anna)
    put_in_state(state, subject, department)
    people = {name: User.objects.get(username=name) for name in WHO}
    assert {name for name, one in people.items() if subject in children_visible_to(one)} == TABLE[state]
    assert {name for name, one in people.items() if sees_all_of(one, [subject.pk])} == TABLE[state]


states = st.fixed_dictionaries(
    {
        "held_by": st.sampled_from([None, "anna", "ben", "lena"]),
        "closed": st.booleans(),
        "joint": st.sampled_from([None, "ben", "lena"]),
        "restricted": st.sampled_from([None, "own", "sister"]),
        "named": st.sets(st.sampled_from(WHO), max_size=3),
        "barred": st.sets(st.sampled_from(WHO), max_size=2),
        "granted": st.sets(st.sampled_from(WHO), max_size=2),
    }
)


def expected(who: str, state: dict, case: str | None) -> bool:
    """The rule once more, without the database."""
    if who in state["barred"]:
        return False
    if state["restricted"]:
        return who in state["named"]
    everybody = who in ("mo", "sara")
    joint = state["joint"] and (state["joint"] == who or TEAM[state["joint"]] == TEAM.get(who))
    return bool(everybody or (case and TEAM[case] == TEAM.get(who)) or joint or who in state["granted"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=states, second=states)
def test_lists_single_records_short_cuts_and_alerts_agree(department, first, second):
    """`sara` answers for MASH as well, so she sees everybody, as `mo` does."""
    Allocation.objects.all().delete()
    subjects = {}
    today = timezone.localdate()
    for state in (first, second):
        subject = child("One")
        if state["held_by"]:
            by = getattr(department, state["held_by"])
            held(subject, by, to_on=today - timedelta(days=40) if state["closed"] else None)
        if state["joint"]:
            held(subject, getattr(department, state["joint"]), role="co_worker")
        if state["restricted"]:
            own = state["restricted"] == "own"
            named = [getattr(department, one) for one in state["named"]]
            row = restricted(subject if own else child("Elder"), *named)
            if not own:
                RestrictedPerson.objects.create(restriction=row, person=subject, from_on=today)
        for one in state["barred"]:
            barred(getattr(department, one), subject)
        for one in state["granted"]:
            until = timezone.now() + timedelta(days=1)
            AccessGrant.objects.create(user=getattr(department, one), child=subject, reason="x", until=until)
        subjects[subject.pk] = (state, None if state["closed"] else state["held_by"])
    both = list(subjects)
    for who in WHO:
        person = User.objects.get(username=who)
        seen = set(children_visible_to(person).filter(pk__in=both).values_list("pk", flat=True))
        assert seen == {pk for pk, (state, case) in subjects.items() if expected(who, state, case)}, who
        assert sees_all_of(person, both) == (len(seen) == len(both))
        hidden = kept_from({(person.pk, pk) for pk in both})
        known = set(children_known_to_exist_for(person).filter(pk__in=both).values_list("pk", flat=True))
        assert known == set(both) - {pk for _, pk in hidden}
        assert set(people_visible_to(person).filter(pk__in=both).values_list("pk", flat=True)) == known
        for pk in both:
            assert sees_all_of(person, [pk]) == (pk in seen)
            if pk in seen:
                assert child_for(person, pk, page="record").pk == pk
            else:
                with pytest.raises(Http404):
                    child_for(person, pk, page="record")


def test_the_rule_is_still_one_query(department, django_assert_num_queries):
    auditor = user("helen", "auditor")
    subject = child()
    held(subject, department.anna)
    restricted(child("Other"), department.anna)
    barred(department.anna, child("Third"))
    for person in (department.anna, auditor):
        assert not person.answers_for_front_door
        with django_assert_num_queries(1):
            list(children_visible_to(person))
    with django_assert_num_queries(1):
        kept_from({(department.anna.pk, subject.pk)})
