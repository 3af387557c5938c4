"""Two records of one child become one, and two again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.utils import timezone

from audit.queries import events_for_child
from casework import services as casework
from casework.models import Assessment, ChildInNeedPlan, NeedEpisode
from people import services as people
from people.merged import ids_of, survivor_of
from people.merging import compare_records, merge_people, unmerge_people
from people.models import Child, MergeChange, Person, Residence
from people.search import search_people
from staff.models import Allocation
from tests.factories import casework as cases
from tests.factories.people import CLERK, adult, child, home, lives, parent_of
from timescales.models import Clock
from timescales.services import reconcile

pytestmark = pytest.mark.django_db


def merged(survivor, absorbed, **choices):
    return merge_people(
        survivor=survivor, absorbed=absorbed, reason="One girl, two spellings", by=CLERK, choices=choices
    )


def apart(merge, **choices):
    return unmerge_people(merge=merge, reason="They are cousins", by=CLERK, choices=choices)


@pytest.fixture
def two(department):
    """Maisie Clarke, an open case of Anna's since March; Maisy Clark, an open case of Lena's since May."""
    maisie, maisy = child("Maisie", "Clarke"), child("Maisy", "Clark", nhs_number="9990000018", religion="Methodist")
    lives(maisie, home("12 High Street"))
    lives(maisy, home("3 Mill Lane"), from_on=date(2026, 4, 1))
    first = cases.a_case(department.anna, maisie)
    second = cases.a_case(department.lena, maisy, referred_on=date(2026, 5, 4))
    cases.an_assessment(department.anna, first)
    cases.an_assessment(department.lena, second)
    cases.a_plan(department.anna, first)
    cases.a_plan(department.lena, second, started_on=date(2026, 6, 1), outcomes=[("Sleeps", [("Ask", "Nan", None)])])
    cases.a_visit(department.lena, maisy, cases.moment(2026, 5, 12))
    return maisie, maisy


def test_one_record_goes_on_with_what_hung_on_both(two, department):
    maisie, maisy = two
    merged(maisie, maisy)
    one = Child.objects.get(pk=maisie.pk)
    assert not Child.objects.filter(pk=maisy.pk).exists()
    assert (one.nhs_number, one.religion) == ("9990000018", "Methodist")
    assert ids_of(one) == [maisie.pk, maisy.pk]
    assert survivor_of(maisy.pk) == maisie.pk
    assert one.visit_results.count() == 1
    assert Assessment.objects.filter(child=one).count() == 2
    assert NeedEpisode.objects.open().get(child=one).referral_date == date(2026, 3, 2)
    assert ChildInNeedPlan.objects.open().get(child=one).started_on == date(2026, 6, 1)
    assert {row.worker for row in Allocation.objects.open().filter(child=one)} == {department.anna, department.lena}
    assert one.current_address().address.line1 == "3 Mill Lane"
    assert Residence.objects.get(address__line1="12 High Street").to_on == date(2026, 4, 1)
    assert "visit_recorded" in set(events_for_child(*ids_of(one)).values_list("kind", flat=True))
    assert reconcile() == []


def test_both_names_are_kept_and_find_the_one(two):
    maisie, maisy = two
    merged(maisie, maisy)
    for text in ("Maisy Clark", "Maisie Clarke", "999 000 0018", f"#{maisy.pk}"):
        assert [one.person.pk for one in search_people(text, None)] == [maisie.pk], text


def everything():
    """Every row that says whose it is, with all that stands in it."""
    from people.merging.journal import columns_of
    from people.merging.owners import BOOKKEEPING, owners

    rows = {}
    for model in {owner.model for owner in owners()}:
        if model not in BOOKKEEPING and model is not Clock:
            for row in model._base_manager.all():
                rows[model._meta.label_lower, row.pk] = columns_of(row)
    for person in Person.with_merged.all():
        rows["person", person.pk] = {**columns_of(person), "version": 0}
    for clock in Clock.objects.all():
        values = columns_of(clock)
        values.pop("id")
        rows["clock", clock.child_id, clock.rule_id, clock.subject_kind, clock.subject_id, clock.started_at] = values
    return rows


def differences(before, after):
    return {
        key: (before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }


@pytest.mark.parametrize("way", ["first into second", "second into first"])
def test_taken_apart_everything_is_as_it_was(two, way):
    survivor, absorbed = two if way == "second into first" else reversed(two)
    before = everything()
    merge = merged(survivor, absorbed)
    assert everything() != before
    result = apart(merge)
    assert differences(before, everything()) == {}
    assert result.left_as_it_is == []
    assert reconcile() == []


def test_merged_apart_and_merged_again(two):
    maisie, maisy = two
    before = everything()
    apart(merged(maisie, maisy))
    apart(merged(maisy, maisie))
    assert differences(before, everything()) == {}
    merged(maisie, maisy)
    assert survivor_of(maisy.pk) == maisie.pk


def test_the_case_that_was_chosen_goes_on(two):
    maisie, maisy = two
    later = NeedEpisode.objects.get(child=maisy)
    merged(maisie, maisy, need_episode=str(later.pk))
    assert NeedEpisode.objects.get(child=maisie) == later
    assert set(ChildInNeedPlan.objects.values_list("episode", flat=True)) == {later.pk}


def test_the_lead_that_was_chosen_leads(two, department):
    maisie, maisy = two
    lenas = Allocation.objects.get(child=maisy)
    merged(maisie, maisy, lead=str(lenas.pk))
    open_rows = Allocation.objects.open().filter(child=maisie)
    assert [(row.worker, row.role) for row in open_rows.order_by("-role")] == [
        (department.lena, "lead"),
        (department.anna, "co_worker"),
    ]


def test_what_was_written_since_goes_where_it_fits(two, department):
    maisie, maisy = two
    merge = merged(maisie, maisy)
    visit = cases.a_visit(department.anna, Child.objects.get(pk=maisie.pk), cases.moment(2026, 6, 8))
    people.correct_person(person=Child.objects.get(pk=maisie.pk), religion="Quaker", by=CLERK)
    row = visit.children.get()
    result = apart(merge, **{f"casework.visitchild.child_id:{row.pk}": "absorbed", "religion": "both"})
    row.refresh_from_db()
    assert row.child_id == maisy.pk
    assert Person.objects.get(pk=maisie.pk).religion == "Quaker"
    assert Person.objects.get(pk=maisy.pk).religion == "Quaker"
    told = events_for_child(maisy.pk).filter(kind="visit_recorded")
    assert told.count() == 2
    assert told.filter(data__first_told_by="Anna Example").exists()
    assert result.left_as_it_is == []
    assert reconcile() == []


def test_a_case_opened_since_that_is_in_the_way_goes_to_the_other_record(two, department):
    """Maisy's case went on and was closed, and another was opened: Maisie's own, still open, comes back beside it."""
    maisie, maisy = two
    hers = NeedEpisode.objects.get(child=maisy)
    Assessment.objects.all().delete()
    merge = merged(maisie, maisy, need_episode=str(hers.pk))
    hers.refresh_from_db()
    casework.close_case(episode=hers, closed_on=timezone.localdate(), reason="RC7", by=department.sara)
    new = casework.open_episode(
        child=Child.objects.get(pk=maisie.pk),
        referral_date=timezone.localdate(),
        source="2A",
        primary_need="N1",
        by=department.anna,
    )
    with pytest.raises(ValidationError, match="Let it go to the other one"), transaction.atomic():
        apart(merge)
    apart(merge, **{f"casework.needepisode.child_id:{new.pk}": "absorbed"})
    assert set(NeedEpisode.objects.filter(child=maisy)) == {hers, new}
    assert NeedEpisode.objects.open().get(child=maisie).referral_date == date(2026, 3, 2)


def test_the_same_relation_of_both_stands_once_and_comes_back(department):
    maisie, maisy, kelly = child("Maisie"), child("Maisy"), adult()
    parent_of(kelly, maisie, pr=None)
    parent_of(kelly, maisy, pr=True)
    before = everything()
    merge = merged(maisie, maisy)
    assert [(row.to_person_id, row.parental_responsibility) for row in kelly.relationships_from.all()] == [
        (maisie.pk, True)
    ]
    apart(merge)
    assert differences(before, everything()) == {}


def test_a_chain_is_taken_apart_from_its_end(department):
    one, two, three = child("One"), child("Two"), child("Three")
    before = everything()
    first, second = merged(two, one), merged(three, two)
    assert survivor_of(one.pk) == survivor_of(two.pk) == three.pk
    with pytest.raises(ValidationError, match="Take that apart first"):
        apart(first)
    apart(second)
    assert survivor_of(one.pk) == two.pk
    apart(first)
    assert differences(before, everything()) == {}


def test_two_merged_into_one_come_out_in_either_order(department):
    one, two, three = child("One"), child("Two"), child("Three")
    before = everything()
    first, second = merged(three, one), merged(three, two)
    apart(first)
    assert (survivor_of(one.pk), survivor_of(two.pk)) == (None, three.pk)
    apart(second)
    assert differences(before, everything()) == {}


def test_what_cannot_be_merged_is_refused_in_a_sentence(department):
    one, two, three = child("One"), child("Two"), child("Three")
    kelly = adult()
    with pytest.raises(ValidationError, match="with itself"):
        merged(one, one)
    merged(one, two)
    with pytest.raises(ValidationError, match="were merged already"):
        merged(one, two)
    with pytest.raises(ValidationError, match="Merge with that one"):
        merged(three, two)
    with pytest.raises(ValidationError, match="the other way round"):
        merged(kelly, three)
    with pytest.raises(ValidationError, match="Say why"):
        merge_people(survivor=one, absorbed=three, reason=" ", by=CLERK)


def test_a_page_that_is_out_of_date_merges_nothing(two, department):
    maisie, maisy = two
    seen = compare_records(maisie, maisy)
    casework.write_case_note(
        children=[maisy],
        kind="telephone",
        text="Rang",
        happened_at=timezone.now() - timedelta(hours=1),
        by=department.lena,
    )
    with pytest.raises(ValidationError) as refused:
        merge_people(survivor=maisie, absorbed=maisy, reason="Same girl", by=CLERK, mark=seen.mark)
    assert "mark" in refused.value.message_dict
    assert survivor_of(maisy.pk) is None


def test_the_journal_is_append_only(two):
    merged(*two)
    with pytest.raises(InternalError), transaction.atomic():
        MergeChange.objects.update(before=None)
