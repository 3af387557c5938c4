"""Any two records, any work on the one since: taken apart, each has what it had, and nothing written since is lost."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import services as casework
from casework.models import NeedEpisode
from people import services as people
from people.merging import merge_people, unmerge_people
from people.merging.since import written_since
from people.models import Child
from people.models.merging import ChangeKind
from staff import services as staff
from tests.factories import casework as cases
from tests.factories import referrals
from tests.factories.people import CLERK, adult, child, home, lives, parent_of
from tests.merging.test_merge import differences, everything
from timescales.services import reconcile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def opens(one, who, n):
    casework.open_episode(
        child=one, referral_date=date(2026, 1, 5) + timedelta(days=20 * n), source="2A", primary_need="N1", by=who.mo
    )


def assesses(one, who, n):
    episode = NeedEpisode.objects.open().get(child=one)
    cases.an_assessment(who.anna, episode)


def plans(one, who, n):
    cases.a_plan(
        who.anna,
        NeedEpisode.objects.open().get(child=one),
        started_on=date(2026, 6, 1) + timedelta(days=n),
        outcomes=[("Sleeps", [("Ask", "Nan", None)])],
    )


def closes(one, who, n):
    episode = NeedEpisode.objects.open().get(child=one)
    on = episode.referral_date + timedelta(days=5 + n)
    casework.close_case(episode=episode, closed_on=on, reason="RC7", by=who.sara)


ACTS = {
    "opens": opens,
    "assesses": assesses,
    "plans": plans,
    "closes": closes,
    "given": lambda one, who, n: staff.give_to_team(child=one, team=(who.north, who.south)[n % 2], by=who.sara),
    "held": lambda one, who, n: staff.allocate_child(
        child=one, worker=(who.anna, who.lena, who.ben)[n % 3], by=who.sara
    ),
    "joint": lambda one, who, n: staff.add_joint_worker(child=one, worker=(who.anna, who.lena)[n % 2], by=who.sara),
    "visits": lambda one, who, n: cases.a_visit(who.anna, one, cases.moment(2026, 3, 2 + n, 9)),
    "notes": lambda one, who, n: casework.write_case_note(
        children=[one], kind="telephone", text=f"Call {n}", happened_at=timezone.now() - timedelta(days=n), by=who.anna
    ),
    "moves": lambda one, who, n: lives(
        one, home(f"{n + 1} High Street"), from_on=date(2025, 1, 1) + timedelta(days=90 * n)
    ),
    "names": lambda one, who, n: people.add_name(
        person=one, forename=f"Alias{'abcdef'[n]}", surname="Clarke", by=CLERK
    ),
    "renames": lambda one, who, n: people.correct_person(person=one, surname=f"Other{'abcdef'[n]}", by=CLERK),
    "corrects": lambda one, who, n: people.correct_person(person=one, religion=f"Faith {n}", by=CLERK),
    "phones": lambda one, who, n: people.use_phone(person=one, number=f"07700 90010{n}", by=CLERK),
    "mother": lambda one, who, n: parent_of(who.kelly, one, pr=(True, False, None)[n % 3]),
    "unknown": lambda one, who, n: people.raise_adult_to_identify(child=one, role="father", by=CLERK),
    "contact": lambda one, who, n: referrals.contact(who.mo, one),
    "referred": lambda one, who, n: referrals.referral(who.mo, who.maya, one, who.north),
}
WORK = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 5)), max_size=7)


class Who:
    """The department, and the mother of both."""

    def __init__(self, department):
        self.__dict__.update(vars(department))
        self.kelly = adult("Kelly", "Clarke")


def work(pk, who, acts):
    """Whatever of it can be done is done; what a service refuses is left."""
    for name, n in acts:
        try:
            with transaction.atomic():
                ACTS[name](Child.objects.get(pk=pk), who, n)
        except (ValidationError, NeedEpisode.DoesNotExist, PermissionError):
            continue
        except Exception as error:
            if type(error).__name__ != "PermissionDenied":
                raise


def taken_apart(merge, by):
    """As the page offers it; where a case opened since is in the way of one that comes back, all of it goes over."""
    try:
        with transaction.atomic():
            unmerge_people(merge=merge, reason="Two girls", by=by)
    except ValidationError:
        over = {row.key: "absorbed" for row in written_since(merge)}
        unmerge_people(merge=merge, reason="Two girls", by=by, choices=over)


def owners_of(rows):
    return {
        key: {
            column: value
            for column, value in row.items()
            if column in ("child_id", "person_id", "from_person_id", "to_person_id")
        }
        for key, row in rows.items()
        if key[0] not in ("clock", "person")
    }


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=WORK, second=WORK, since=WORK, turned=st.booleans())
def test_merged_and_taken_apart(department, first, second, since, turned):
    with transaction.atomic():
        who = Who(department)
        one, other = child("Maisie", "Clarke"), child("Maisy", "Clark", nhs_number="9990000018")
        work(one.pk, who, first)
        work(other.pk, who, second)
        survivor, absorbed = (other, one) if turned else (one, other)
        before = everything()
        merge = merge_people(survivor=survivor, absorbed=absorbed, reason="One girl", by=who.sara)
        assert reconcile() == []
        work(survivor.pk, who, since)
        meanwhile = everything()
        taken_apart(merge, who.sara)
        after = everything()
        if meanwhile.keys() <= before.keys() | meanwhile.keys() and not since:
            assert differences(before, after) == {}
        lost = {key for key in owners_of(before) if owners_of(before)[key] != owners_of(after).get(key)}
        assert lost == set(), [(before[key], after.get(key)) for key in lost]
        made = {(row.table, row.row_id) for row in merge.changes.filter(kind=ChangeKind.MADE)}
        gone = {key for key in owners_of(meanwhile).keys() - after.keys() if key not in made}
        assert gone == set()
        assert reconcile() == []
        transaction.set_rollback(True)
