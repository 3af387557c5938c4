"""The history of a record: who did what, what each field said before, who looked; and nothing that one may not know."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from audit.services import record_opening
from audit.trails import tables_not_told, trails
from casework import services
from people import services as people_services
from people.models import Child, Person, Relationship
from staff.models import Restriction, User
from tests.factories.casework import a_case, an_assessment, written
from tests.factories.pages import count_queries, page, signed_in, words
from tests.factories.past import happening, london
from tests.factories.people import adult, child, home, lives, parent_of, related
from tests.factories.referrals import contact
from tests.factories.staff import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def nell(department) -> Child:
    anna = department.anna
    with happening(london(3, 2, 9)) as clock:
        nell = child("Nell", "Ashworth", date_of_birth=date(2018, 5, 3), by=anna)
        clock.moment = london(3, 2, 10)
        an_assessment(anna, a_case(anna, nell))
        clock.moment = london(5, 20, 10)
        people_services.correct_person(
            person=nell, date_of_birth=date(2018, 3, 5), sex="F", ethnicity="WBRI", first_language="Welsh", by=anna
        )
    return nell


def history(reader: User, child: Child, **query: str) -> str:
    return page(reader, reverse("history", args=[child.pk]), **query)


def test_every_tracked_table_leads_to_a_child_or_says_why_not():
    tracked = {model for model in apps.get_models() if hasattr(model, "pgh_event_model") and not model._meta.proxy}
    told = [trail.model for trail in trails()]
    assert len(told) == len(set(told))
    assert set(told) | set(tables_not_told()) == tracked
    assert not set(told) & set(tables_not_told())


def test_an_act_tells_who_and_what_the_field_said_before(department, nell):
    told = history(department.anna, nell)
    assert "20 May 2026 10:00" in told
    assert "Date of birth 3 May 2018 → became 5 March 2018" in told
    assert "First language nothing → became Welsh" in told
    # Choices in their words, never their codes.
    assert "Ethnicity Not yet asked → became White British" in told
    assert "WBRI" not in told


def test_names_stand_for_what_a_row_points_to(department, nell):
    with happening(london(5, 21)):
        lives(nell, home("3 Mill Lane", "LS1 9ZZ"), by=department.anna)
        parent_of(adult("Kim", "Ashworth", by=department.anna), nell, by=department.anna)
    told = history(department.anna, nell)
    assert "Home: new Address 3 Mill Lane, LS1 9ZZ" in told
    assert "Who Kim Ashworth" in told


def test_a_long_text_shows_what_was_put_in_and_taken_out(department, nell):
    assessment = nell.assessments.get()
    first = "Nell sleeps well at her grandmother's and is often tired after nights at home with her brothers."
    with happening(london(5, 21)):
        services.save_assessment(assessment=assessment, by=department.anna, analysis=first)
    with happening(london(5, 22)):
        assessment.refresh_from_db()
        changed = first.replace("often tired", "rarely tired")
        services.save_assessment(assessment=assessment, by=department.anna, analysis=changed)
    html = signed_in(department.anna).get(reverse("history", args=[nell.pk])).content.decode()
    assert "<del> often</del>" in html
    assert "<ins> rarely</ins>" in html


def test_a_change_made_on_a_page_says_where(department, nell):
    client = signed_in(department.anna)
    client.post(reverse("case-note-new", args=[nell.pk]), _note())
    assert "Page “case note, to write”" in history(department.anna, nell)


def _note() -> dict[str, str]:
    return {
        "kind": "telephone",
        "happened_at_day": "1",
        "happened_at_month": "6",
        "happened_at_year": "2026",
        "happened_at_time": "10:00",
        "text": "Rang the school.",
    }


def test_a_change_past_every_service_is_told_as_well(department, nell):
    with happening(london(6, 1)):
        Person.objects.filter(pk=nell.pk).update(religion="Quaker")
    told = history(department.anna, nell)
    assert "Changed without a note of why The system" in told
    assert "Religion or belief nothing → became Quaker" in told


def test_who_looked_is_for_those_who_answer_for_it(department, nell):
    record_opening(user=department.mo, child_id=nell.pk, page="record", reason="Rang back")
    auditor = user("axel", "auditor")
    for reader in (department.tariq, department.sara, auditor):
        told = history(reader, nell)
        assert "Mo Example , MASH officer, looked at: record" in told
        assert "Reason: Rang back" in told
    assert "looked at" not in history(department.anna, nell)
    other = user("maja", "team_manager", department.mash)
    department.mash.manager = other
    department.mash.save()
    assert "looked at" not in history(other, nell)


def test_who_neither_writes_nor_audits_reads_no_history(department, nell):
    refused = signed_in(department.mo).get(reverse("history", args=[nell.pk]))
    assert refused.status_code == 403
    header = signed_in(department.mo).get(reverse("child", args=[nell.pk])).content.decode()
    assert "/history/" not in header
    assert signed_in(department.lena).get(reverse("history", args=[nell.pk])).status_code == 404


def test_one_asks_for_a_kind_a_person_and_days(department, nell):
    record_opening(user=department.mo, child_id=nell.pk, page="record")
    with happening(london(6, 2)):
        services.write_case_note(
            children=[nell], kind="supervision", happened_at=london(6, 2), text="Agreed.", by=department.tariq
        )
    tariq = department.tariq
    assert "looked at" not in history(tariq, nell, kind="act")
    looked = history(tariq, nell, kind="opening")
    assert "looked at: record" in looked
    assert "Date of birth" not in looked
    by_tariq = history(tariq, nell, person=str(tariq.pk), kind="act")
    assert "Agreed." in by_tariq
    assert "5 March 2018" not in by_tariq
    days = {"since_day": "20", "since_month": "5", "since_year": "2026"}
    until = {"until_day": "31", "until_month": "5", "until_year": "2026"}
    in_may = history(department.anna, nell, **days, **until)
    assert "5 March 2018" in in_may
    assert "Agreed." not in in_may
    assert "Case: new" not in in_may
    wrong = history(department.anna, nell, **{**days, "since_month": "13"})
    assert "must have a real month" in wrong


# Nobody learns from history what the record keeps from them


def test_a_hidden_relative_leaves_no_trace(department, nell):
    anna = department.anna
    with happening(london(5, 21)):
        tom = child("Tom", "Hale", by=anna)
        related("sibling", nell, tom, by=anna, note="Half-brother Tom")
        Person.objects.filter(pk=nell.pk).update(religion="As Tom Hale's father")
    assert "Tom Hale" in history(anna, nell)
    row = Relationship.objects.get()
    with happening(london(5, 22)):
        row.note = "Sees Tom Hale on Sundays"
        row.save()
    Restriction.objects.create(child=tom, reason="A colleague's family", from_on=date(2026, 6, 1))
    told = history(anna, nell)
    assert "Tom" not in told
    assert "Hale" not in told
    assert "Sundays" not in told
    chronology = page(anna, reverse("chronology", args=[nell.pk]))
    assert "Tom" not in chronology


def test_a_referrer_who_may_not_be_named_is_named_to_nobody_beyond_the_front_door(department, nell):
    contact(department.mo, nell, referrer_name="Petra Vance", referrer_contact="07700 900123", concern="I saw it all.")
    with happening(london(6, 3)):
        services.write_case_note(
            children=[nell],
            kind="telephone",
            happened_at=london(6, 3),
            text="Spoke with Petra Vance about the contact.",
            by=department.anna,
        )
    told = history(department.anna, nell)
    assert "Petra" not in told
    assert "900123" not in told
    assert "[left out]" in told
    assert "Petra Vance" in history(department.tariq, nell)


# The price


def test_as_many_queries_for_a_thousand_changes_as_for_ten(department, nell):
    tariq = department.tariq
    client, address = signed_in(tariq), reverse("history", args=[nell.pk])

    def change(times: int) -> None:
        with happening(london(6, 1)) as clock:
            for number in range(times):
                clock.moment = london(6, 1, 8 + number // 60, number % 60)
                Person.objects.filter(pk=nell.pk).update(religion=f"Faith {clock.moment}")

    client.get(address)
    change(40)
    client.get(address)
    few = count_queries(lambda: client.get(address))
    change(600)
    many = count_queries(lambda: client.get(address))
    assert many == few
    assert "600" in words(client.get(address, {"kind": "act"})) or many < 60


def test_nothing_but_words_is_shown(department, nell):
    assessment = nell.assessments.get()
    with happening(london(5, 21)):
        written(assessment)
    told = history(department.anna, nell)
    for column in ("date_of_birth", "_id", "pgh", "NOBT", "version", "None", "True", "False"):
        assert column not in told, column
