"""A worker's own family: nothing of it is there for that worker."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from staff.bars import bar_worker, bars_on, declare_own_family, lift_bar
from staff.models import Alert, ConflictOfInterest
from staff.openings import open_with_reason
from staff.policies import child_for, children_visible_to, people_visible_to, sees_all_of
from staff.services import add_joint_worker, alert, allocate_child
from tests.factories.pages import page, signed_in, words
from tests.factories.people import adult, related
from workspace.queries.search import find_children

pytestmark = pytest.mark.django_db
REASON = "My sister’s daughter"


def bar(family, worker, by, **fields):
    values = {"people": [family.leo, family.kelly], "reason": "Her aunt", "by": by, **fields}
    bar_worker(child=family.maisie, worker=worker, **values)


def test_it_beats_every_role_also_the_front_door_and_the_auditor(department, family):
    for one in (department.mo, department.sara, department.ben):
        bar(family, one, department.tariq)
        for somebody in (family.maisie, family.leo):
            assert somebody not in children_visible_to(one)
            assert not sees_all_of(one, [somebody.pk])
        assert not people_visible_to(one).filter(pk=family.kelly.pk).exists()
        assert find_children(one, "Clarke") == []
        with pytest.raises(Http404):
            child_for(one, family.maisie.pk, page="record")
        with pytest.raises(Http404):
            open_with_reason(child_id=family.maisie.pk, by=one, reason="I would like to look at it.")
    assert family.maisie in children_visible_to(department.anna)


def test_said_by_the_worker_it_takes_the_case_and_asks_the_manager_for_another(department, family):
    declare_own_family(child_id=family.maisie.pk, by=department.anna, reason=REASON)
    assert family.maisie not in children_visible_to(department.anna)
    waiting = family.maisie.allocations.get(to_on=None)
    assert (waiting.worker, waiting.team) == (None, department.north)
    told = Alert.objects.filter(user=department.tariq).values_list("kind", flat=True)
    assert set(told) == {"allocate", "conflict"}
    assert not Alert.objects.filter(user=department.anna).exists()


def test_an_open_grant_and_joint_work_end_at_once(department, family):
    add_joint_worker(child=family.maisie, worker=department.ben, by=department.tariq)
    grant = open_with_reason(child_id=family.maisie.pk, by=department.lena, reason="Her cousin is on my caseload.")
    for one in (department.ben, department.lena):
        bar(family, one, department.tariq)
    grant.refresh_from_db()
    assert grant.until <= timezone.now()
    assert not family.maisie.allocations.filter(worker=department.ben, to_on=None).exists()


def test_a_barred_worker_is_not_given_the_case_and_the_refusal_says_no_more(department, family):
    bar(family, department.ben, department.tariq)
    for give in (allocate_child, add_joint_worker):
        with pytest.raises(ValidationError) as refusal:
            give(child=family.maisie, worker=department.ben, by=department.tariq)
        assert refusal.value.messages == ["Ben Example cannot take this case. Choose somebody else."]


def test_nothing_is_told_to_the_barred(department, family):
    alert(user=department.ben, kind="x", text="Maisie Clarke", key="before", child_id=family.maisie.pk)
    bar(family, department.ben, department.tariq)
    alert(user=department.ben, kind="x", text="Maisie Clarke", key="after", child_id=family.maisie.pk)
    assert "Maisie" not in page(department.ben, "/alerts/")
    assert not department.ben.alerts.filter(key="after").exists()


def test_a_barred_manager_is_stepped_over(department, family):
    bar(family, department.tariq, department.sara)
    grant = open_with_reason(child_id=family.maisie.pk, by=department.lena, reason="Her cousin is on my caseload.")
    assert grant.asked == department.sara


def test_it_ends_by_itself_or_by_a_manager_with_a_reason(department, family):
    until = timezone.localdate() + timedelta(days=10)
    bar(family, department.ben, department.tariq, until=until)
    ConflictOfInterest.objects.update(from_on=until - timedelta(days=40), to_on=timezone.localdate())
    assert family.maisie in children_visible_to(department.ben)
    bar(family, department.ben, department.tariq)
    assert family.maisie not in children_visible_to(department.ben)
    (row,) = bars_on(family.maisie)
    with pytest.raises(ValidationError):
        lift_bar(bar=row, because=" ", by=department.tariq)
    lift_bar(bar=row, because="It was another family.", by=department.tariq)
    assert family.maisie in children_visible_to(department.ben)
    assert not ConflictOfInterest.objects.open().filter(person=family.leo.pk).exists()


def test_a_worker_cannot_bar_others_and_a_manager_says_the_own_family_apart(department, family):
    with pytest.raises(PermissionDenied):
        bar(family, department.ben, department.anna)
    with pytest.raises(ValidationError):
        bar(family, department.tariq, department.tariq)


def test_a_distant_adult_whom_many_families_know_is_not_kept_away(department, family):
    man = adult("Darren", "Pell")
    related("other", man, family.maisie)
    declare_own_family(child_id=family.maisie.pk, by=department.lena, reason=REASON)
    assert people_visible_to(department.lena).filter(pk=man.pk).exists()


def test_the_pages_from_my_family_to_the_end_of_it(department, family):
    address = f"/children/{family.maisie.pk}"
    assert "2019" not in page(department.lena, f"{address}/my-family/")
    response = signed_in(department.lena).post(f"{address}/my-family/", {"reason": REASON}, follow=True)
    assert "closed to you from now on" in words(response) or b"closed to you from now on" in response.content
    assert signed_in(department.lena).get(f"{address}/my-family/").status_code == 404
    tariq = signed_in(department.tariq)
    said = page(department.tariq, f"{address}/conflicts/")
    assert "Lena Example" in said
    assert REASON in said
    response = tariq.post(f"{address}/conflicts/add/", {"worker": department.ben.pk, "reason": "Asked for it"})
    assert response.status_code == 302
    row = next(one for one in bars_on(family.maisie) if one.user == department.ben)
    assert tariq.post(f"{address}/conflicts/{row.pk}/end/", {"because": "Not so."}).status_code == 302
    assert family.maisie in children_visible_to(department.ben)
