"""Several people at the same moment, on real connections."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casework.models import CaseNote, CaseNoteChild
from people.merged import survivor_of
from people.models import MergeChange, Person, PersonMerge
from staff.merging import merge_records, unmerge_records
from tests.factories.people import child
from tests.factories.staff import department as make_department
from tests.factories.staff import held
from tests.people.test_services_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(transactional_db):
    who = make_department()
    maisie, maisy = child("Maisie"), child("Maisy")
    held(maisie, who.anna)
    held(maisy, who.ben)
    return who, maisie, maisy


def test_the_same_pair_merged_by_four_at_once_is_merged_once(pair):
    """Two of them the other way round: nobody waits in a ring, and the others are told."""
    who, maisie, maisy = pair

    def act(number):
        survivor, absorbed = (maisie, maisy) if number % 2 else (maisy, maisie)
        return merge_records(survivor=survivor, absorbed=absorbed, reason="One girl", by=who.tariq)

    got = at_once(act)
    refused = [one for one in got if isinstance(one, ValidationError)]
    assert len(refused) == 3, got
    assert all("merged" in " ".join(one.messages) for one in refused)
    assert PersonMerge.objects.live().count() == 1


def test_taken_apart_by_four_at_once_is_done_once(pair):
    who, maisie, maisy = pair
    merge = merge_records(survivor=maisie, absorbed=maisy, reason="One girl", by=who.tariq)
    got = at_once(lambda n: unmerge_records(merge=merge, reason="Two girls", by=who.tariq))
    assert len([one for one in got if isinstance(one, ValidationError)]) == 3, got
    assert survivor_of(maisy.pk) is None


def test_whoever_writes_while_the_two_become_one_writes_on_the_one_or_is_refused(pair):
    who, maisie, maisy = pair

    def act(number):
        if number == 0:
            return merge_records(survivor=maisie, absorbed=maisy, reason="One girl", by=who.tariq)
        try:
            with transaction.atomic():
                note = CaseNote.objects.create(
                    kind="telephone", text=f"Call {number}", happened_at="2026-06-01T10:00Z", written_by=who.ben
                )
                CaseNoteChild.objects.create(note=note, child=maisy)
                time.sleep(0.2)
                return note
        except IntegrityError as refused:
            return refused

    at_once(act)
    assert not CaseNoteChild.objects.filter(child=maisy.pk).exists()
    assert set(CaseNoteChild.objects.values_list("child", flat=True)) <= {maisie.pk}


def test_a_record_with_two_thousand_rows_is_merged_in_seconds(pair):
    who, maisie, maisy = pair
    notes = CaseNote.objects.bulk_create(
        CaseNote(kind="telephone", text=f"Call {n}", happened_at="2026-06-01T10:00Z", written_by=who.ben)
        for n in range(2000)
    )
    CaseNoteChild.objects.bulk_create(CaseNoteChild(note=note, child=maisy) for note in notes)
    begun = time.perf_counter()
    merge = merge_records(survivor=maisie, absorbed=maisy, reason="One girl", by=who.tariq)
    merged_in = time.perf_counter() - begun
    begun = time.perf_counter()
    unmerge_records(merge=merge, reason="Two girls", by=who.tariq)
    apart_in = time.perf_counter() - begun
    print(f"2,000 rows: merged in {merged_in:.2f} s, taken apart in {apart_in:.2f} s")
    assert MergeChange.objects.filter(table="casework.casenotechild").count() == 2000
    assert CaseNoteChild.objects.filter(child=maisy.pk).count() == 2000
    assert max(merged_in, apart_in) < 10
    assert Person.objects.get(pk=maisy.pk).merged_into_id is None
