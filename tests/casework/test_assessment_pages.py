"""The assessment's pages: written, saved by two, submitted, decided, handed to the family."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import RecordOpening
from casework import family_copy as copies
from casework import services
from casework.models import Assessment, AssessmentDecision
from people.models import Relationship
from tests.casework.pages import as_user, text_of
from tests.factories.casework import WRITTEN, a_case, a_child, a_visit, an_assessment, at_noon, lives_at, written
from tests.factories.staff import user
from ui import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(anna) -> Assessment:
    """Begun ten days ago, the child seen alone since."""
    referred_on = timezone.localdate() - timedelta(days=10)
    found = an_assessment(anna, a_case(anna, referred_on=referred_on), why_now="The school rang.")
    a_visit(anna, found.child, timezone.now() - timedelta(days=2))
    return found


@pytest.fixture
def waiting(anna, assessment) -> Assessment:
    """Handed to the manager."""
    return services.submit_assessment(assessment=written(assessment), by=anna)


@pytest.fixture
def late(anna) -> Assessment:
    """Handed to the manager 100 days after the referral."""
    referred_on = timezone.localdate() - timedelta(days=100)
    found = an_assessment(anna, a_case(anna, referred_on=referred_on))
    a_visit(anna, found.child, at_noon(referred_on + timedelta(days=3)))
    return services.submit_assessment(assessment=written(found), by=anna)


def url(name: str, assessment: Assessment) -> str:
    return reverse(name, args=[assessment.child_id, assessment.pk])


# Reading


def test_page_says_when_it_is_due_and_why(anna, assessment):
    page = text_of(as_user(anna).get(reverse("assessment", args=[assessment.child_id])))
    assert "days left" in page
    assert "45 working days from" in page
    assert "The school rang." in page


def test_page_without_an_assessment_offers_to_start_one(anna):
    child = a_case(anna).child
    page = as_user(anna).get(reverse("assessment", args=[child.pk]))
    assert reverse("assessment-new", args=[child.pk]) in text_of(page)


def test_decisions_are_told_with_name_time_and_reason(anna, tariq, waiting):
    services.return_assessment(assessment=waiting, by=tariq, reason="What does her father say?")
    page = text_of(as_user(anna).get(url("assessment", waiting)))
    assert "Sent back" in page
    assert "What does her father say?" in page
    assert "Tariq Example" in page


def test_opening_is_written_down(anna, assessment):
    as_user(anna).get(url("assessment", assessment))
    assert RecordOpening.objects.filter(user_id=anna.pk, child_id=assessment.child_id, page="assessment").exists()


# Writing


def test_half_an_assessment_is_saved(anna, assessment):
    response = as_user(anna).post(url("assessment-edit", assessment), {"analysis": "Half a thought"})
    assert response.url == url("assessment", assessment)
    assessment.refresh_from_db()
    assert assessment.analysis == "Half a thought"


def test_form_is_filled_with_what_led_to_it(anna, assessment):
    assert "The school rang.</textarea>" in text_of(as_user(anna).get(url("assessment-edit", assessment)))


def typed_by(client, edit: str, **changes) -> dict:
    """What a browser would send from this form with some answers changed."""
    return sent(client.get(edit).context["form"], **changes)


def sent(form, **changes) -> dict:
    answers = {name: form[name].value() for name in form.fields}
    boxes = {name: value for name, value in answers.items() if value not in (None, [])}
    return {**boxes, "version": str(form.version), **changes}


def test_later_of_two_writers_sees_both_texts_and_can_still_save(anna, department, assessment):
    edit = url("assessment-edit", assessment)
    hers = typed_by(as_user(anna), edit, analysis="Anna said this")
    as_user(department.ben).post(edit, typed_by(as_user(department.ben), edit, analysis="Ben said that"))
    answer = as_user(anna).post(edit, hers)
    assert answer.status_code == 409
    told = answer.context["differences"]
    assert [(one.theirs, one.mine) for one in told] == [("Ben said that", "Anna said this")]
    assert "Anna said this</textarea>" in text_of(answer)
    assert as_user(anna).post(edit, {**hers, "analysis": "Both said", "version": "2"}).status_code == 302
    assessment.refresh_from_db()
    assert assessment.analysis == "Both said"


def test_what_the_later_one_left_alone_takes_what_the_earlier_one_wrote(anna, department, assessment):
    edit = url("assessment-edit", assessment)
    hers = typed_by(as_user(anna), edit, analysis="Anna said this")
    his = typed_by(as_user(department.ben), edit, family_views="Ben asked the family.", factors=["3B", "4B"])
    as_user(department.ben).post(edit, his)
    answer = as_user(anna).post(edit, hers)
    assert answer.status_code == 409
    assert [(one.theirs, one.mine) for one in answer.context["differences"]] == [("", "Anna said this")]
    assert as_user(anna).post(edit, sent(answer.context["form"])).status_code == 302
    assessment.refresh_from_db()
    assert assessment.analysis == "Anna said this"
    assert assessment.family_views == "Ben asked the family."
    assert assessment.factors == ["3B", "4B"]


def test_factor_that_does_not_exist_is_refused_and_nothing_typed_is_lost(anna, assessment):
    answer = as_user(anna).post(url("assessment-edit", assessment), {"analysis": "My words", "factors": ["18A"]})
    assert answer.status_code == 422
    assert "My words" in text_of(answer)


def test_authorised_assessment_has_no_form(anna, tariq, waiting):
    services.authorise_assessment(assessment=waiting, by=tariq)
    assert as_user(anna).get(url("assessment-edit", waiting)).status_code == 302
    answer = as_user(anna).post(url("assessment-edit", waiting), {"analysis": "Other words"})
    assert answer.status_code == 422
    assert "Other words" in text_of(answer)
    waiting.refresh_from_db()
    assert waiting.analysis == WRITTEN["analysis"]


def test_sisters_sections_come_over_also_into_unsent_words(anna, assessment):
    sister, mother = a_child("Poppy"), a_child("Kelly")
    for child in (sister, assessment.child):
        Relationship.objects.create(from_person=mother, to_person=child, kind="parent")
    written(an_assessment(anna, a_case(anna, sister)), family_and_environment="Two rooms, no heating.")
    edit = url("assessment-edit", assessment)
    assert "Start from Poppy Clarke’s" in text_of(as_user(anna).get(edit))
    drafts.save_draft(
        user=anna,
        key=f"assessment:{assessment.pk}",
        data={"analysis": ["Unsent"], "family_and_environment": ["A flat."]},
        base_version=1,
    )
    answer = as_user(anna).post(reverse("assessment-copy", args=[assessment.child_id, assessment.pk, sister.pk]))
    page = text_of(as_user(anna).get(answer.url))
    assert "A flat. Two rooms, no heating." in page
    assert "Unsent" in page
    assert as_user(anna).post(edit, {"analysis": "Sent", "version": "2"}).status_code == 302


# To the manager


def test_what_is_missing_is_listed_with_links(anna, assessment):
    page = text_of(as_user(anna).get(url("assessment-submit", assessment)))
    edit = url("assessment-edit", assessment)
    for field in ("analysis", "factors", "outcome", "child_words"):
        assert f'href="{edit}#id_{field}"' in page
    answer = as_user(anna).post(url("assessment-submit", assessment), {"note": "x"})
    assert answer.status_code == 422
    assert not AssessmentDecision.objects.exists()


def test_caution_asks_for_a_sentence(anna, assessment):
    written(assessment, child_words="")
    submit = url("assessment-submit", assessment)
    assert as_user(anna).post(submit, {"note": ""}).status_code == 422
    assert as_user(anna).post(submit, {"note": "She would not talk to me."}).status_code == 302
    assert AssessmentDecision.objects.get().reason == "She would not talk to me."


def test_double_click_submits_once(anna, assessment):
    written(assessment)
    submit = url("assessment-submit", assessment)
    client = as_user(anna)
    for _ in range(2):
        answer = client.post(submit, {"note": "", "submit_token": "one-opening"})
        assert answer.url == url("assessment", assessment)
    assert AssessmentDecision.objects.count() == 1


# The manager decides


def test_manager_decides_on_the_page_where_the_text_stands(tariq, waiting):
    page = text_of(as_user(tariq).get(url("assessment-decide", waiting)))
    assert WRITTEN["analysis"] in page
    assert 'value="authorise"' in page
    assert "Why is it late?" not in page


def test_manager_authorises(tariq, waiting):
    answer = as_user(tariq).post(url("assessment-decide", waiting), {"decision": "authorise", "reason": "Clear."})
    assert answer.url == url("assessment", waiting)
    assert AssessmentDecision.objects.get(kind="authorised").reason == "Clear."


def test_late_one_asks_why_and_then_goes_through(tariq, late):
    decide = url("assessment-decide", late)
    assert "Why is it late?" in text_of(as_user(tariq).get(decide))
    assert as_user(tariq).post(decide, {"decision": "authorise"}).status_code == 422
    typed = {"decision": "authorise", "late_reason": "The family was away."}
    assert as_user(tariq).post(decide, typed).status_code == 302
    assert AssessmentDecision.objects.get(kind="authorised").late_reason == "The family was away."


def test_sending_back_wants_to_know_what_to_look_at(tariq, waiting):
    decide = url("assessment-decide", waiting)
    answer = as_user(tariq).post(decide, {"decision": "return"})
    assert answer.status_code == 422
    assert "What should Anna look at again?" in text_of(answer)
    assert as_user(tariq).post(decide, {"decision": "return", "look_again": "Her father."}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.submitted_at is None


def test_manager_is_told_when_the_text_changed_while_reading(anna, tariq, waiting):
    services.save_assessment(assessment=waiting, by=anna, analysis="Changed since.")
    typed = {"decision": "authorise", "version": str(waiting.version)}
    answer = as_user(tariq).post(url("assessment-decide", waiting), typed)
    assert answer.status_code == 409
    assert "Changed since." in text_of(answer)
    assert not AssessmentDecision.objects.filter(kind="authorised").exists()


def test_two_managers_the_second_is_told_and_nothing_is_stored_twice(department, waiting):
    decide = url("assessment-decide", waiting)
    as_user(department.tariq).post(decide, {"decision": "authorise"})
    answer = as_user(department.sara).post(decide, {"decision": "authorise"}, follow=True)
    assert "already been authorised" in text_of(answer) or "not waiting for a manager" in text_of(answer)
    assert AssessmentDecision.objects.filter(kind="authorised").count() == 1


def test_worker_cannot_decide(anna, department, waiting):
    for who in (anna, department.ben, department.mo):
        assert as_user(who).get(url("assessment-decide", waiting)).status_code == 403


def test_half_way_look_is_recorded(tariq, assessment):
    answer = as_user(tariq).post(url("assessment-checkpoint", assessment), {"note": "See the father."})
    assert answer.status_code == 302
    assessment.refresh_from_db()
    assert assessment.checkpoint_on == timezone.localdate()


# A further assessment


def test_further_assessment_on_an_open_case_counts_from_today(anna, tariq, waiting):
    services.authorise_assessment(assessment=waiting, by=tariq)
    as_user(anna).post(reverse("assessment-new", args=[waiting.child_id]), {"why_now": "A new baby is expected."})
    further = Assessment.objects.open().get()
    assert further.counts_from == timezone.localdate()
    assert further.author == anna


def test_manager_hands_an_assessment_to_a_worker(anna, tariq, department):
    episode = a_case(anna)
    typed = {"why_now": "The referral.", "author": department.ben.pk}
    as_user(tariq).post(reverse("assessment-new", args=[episode.child_id]), typed)
    started = Assessment.objects.get()
    assert (started.author, started.counts_from) == (department.ben, episode.referral_date)


# The family's copy


def test_family_gets_a_pdf(anna, waiting):
    answer = as_user(anna).get(url("assessment-pdf", waiting))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="maisie-assessment.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert RecordOpening.objects.filter(page="assessment, the family's copy").exists()


def test_familys_copy_leaves_out_confidential_addresses_and_hidden_referrers(anna, waiting, monkeypatch):
    mother = a_child("Kelly")
    Relationship.objects.create(from_person=mother, to_person=waiting.child, kind="parent")
    lives_at(mother, "14 Refuge Lane", timezone.localdate(), postcode="LS9 7XY", confidential=True)
    monkeypatch.setattr(copies, "_further", [lambda child: ["Ann Green"]])
    services.save_assessment(
        assessment=waiting, by=anna, why_now="Ann Green rang.", analysis="Kelly is at 14 refuge lane, LS97XY."
    )
    waiting.refresh_from_db()
    page = copies.family_copy_html(waiting, "Maisie")
    for secret in ("Ann Green", "refuge lane", "LS97XY"):
        assert secret not in page
    assert page.count("[left out]") == 3


def test_familys_copy_can_leave_out_what_the_child_said_and_says_that_a_draft_is_one(waiting):
    assert "nan" not in copies.family_copy_html(waiting, "Maisie", without=["child_words"])
    whole = copies.family_copy_html(waiting, "Maisie")
    assert "I like it best" in whole
    assert "This is a draft" in whole


def test_text_in_the_copy_is_text_and_calls_nowhere(anna, waiting):
    services.save_assessment(assessment=waiting, by=anna, analysis='<img src="http://127.0.0.1:1/x"><b>bold</b>')
    waiting.refresh_from_db()
    assert "&lt;img" in copies.family_copy_html(waiting, "Maisie")


# Who gets in


PAGES = (
    "assessment",
    "assessment-edit",
    "assessment-submit",
    "assessment-decide",
    "assessment-checkpoint",
    "assessment-pdf",
)


@pytest.mark.parametrize("name", PAGES)
def test_stranger_finds_nothing(lena, waiting, name):
    for method in ("get", "post"):
        assert getattr(as_user(lena), method)(url(name, waiting)).status_code in (404, 405)


@pytest.mark.parametrize("name", PAGES)
def test_assessment_of_another_child_is_not_found_under_this_one(anna, department, waiting, name):
    other = a_case(anna, a_child("Jack")).child
    who = department.tariq if name in ("assessment-decide", "assessment-checkpoint") else anna
    assert as_user(who).get(reverse(name, args=[other.pk, waiting.pk])).status_code == 404


def test_auditor_reads_and_writes_nothing(department, waiting):
    auditor = user("audrey", "auditor")
    assert as_user(auditor).get(url("assessment", waiting)).status_code == 200
    assert as_user(auditor).get(url("assessment-edit", waiting)).status_code == 403
