"""Early help, step up and step down, without typing anything twice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from casework.services import (
    authorise_assessment,
    open_episode,
    save_assessment,
    start_assessment,
    submit_assessment,
)
from referrals.models import EarlyHelpAssessment
from referrals.queries import early_help_by_agency
from referrals.services import close_early_help, save_early_help, start_early_help, step_down, step_up
from tests.factories import people
from tests.factories.casework import WRITTEN
from tests.factories.staff import agency, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    return people.child(forename="Maisie", surname="Clarke", date_of_birth=date(2017, 4, 3))


def started(by, child, **fields) -> EarlyHelpAssessment:
    fields.setdefault("agency", agency("Bright Start Nursery", "education"))
    fields.setdefault("lead_practitioner", "Joan Field")
    fields.setdefault("consent_given_on", date(2026, 1, 5))
    return start_early_help(child=child, by=by, **fields)


def test_stepping_up_sends_all_that_is_known_and_ends_the_early_help(mo, child):
    row = started(mo, child, needs="Sleep and school.", strengths="Grandmother helps.", plan="Weekly visits.")
    contact = step_up(early_help=row, reason="The mother's partner has moved in.", urgency="amber", by=mo)
    for words in ("The mother's partner has moved in.", "Sleep and school.", "Grandmother helps.", "Weekly visits."):
        assert words in contact.concern
    row.refresh_from_db()
    assert (row.end, contact.source, contact.agency) == ("stepped_up", "5D", row.agency)
    assert row.stepped_up_to == contact.children.get()


def test_stepping_down_closes_the_case_and_hands_on_what_the_assessment_found(department, child):
    held(child, department.anna)
    episode = open_episode(
        child=child, referral_date=date(2026, 3, 2), source="2A", primary_need="N1", by=department.anna
    )
    assessment = start_assessment(
        episode=episode, author=department.anna, counts_from=date(2026, 3, 2), by=department.anna
    )
    save_assessment(assessment=assessment, by=department.anna, **WRITTEN, version=1)
    submit_assessment(assessment=assessment, by=department.anna, note="Seen at school.")
    authorise_assessment(assessment=assessment, by=department.tariq, late_reason="The school was closed.")
    row = step_down(
        episode=episode,
        agency=agency("Bright Start Nursery", "education"),
        lead_practitioner="Joan Field",
        consent_given_on=date(2026, 5, 1),
        by=department.tariq,
    )
    episode.refresh_from_db()
    assert episode.closure_reason == "RC9"
    assert WRITTEN["analysis"] in row.needs
    assert WRITTEN["next_steps"] in row.plan
    assert row.stepped_down_from == episode
    assert not child.allocations.filter(to_on=None).exists()


def test_one_early_help_at_a_time(mo, child):
    started(mo, child)
    with pytest.raises(ValidationError, match="has early help already"):
        started(mo, child)


def test_an_end_before_the_start_is_refused(mo, child):
    row = started(mo, child, started_on=date(2026, 2, 2))
    with pytest.raises(ValidationError, match="before the start"):
        close_early_help(early_help=row, end="needs_met", on=date(2026, 2, 1), by=mo)


def test_a_stale_version_is_refused_and_nothing_is_overwritten(mo, child):
    row = started(mo, child)
    save_early_help(early_help=row, by=mo, version=1, needs="First.")
    with pytest.raises(ValidationError, match="while you were writing"):
        save_early_help(early_help=row, by=mo, version=1, needs="Second.")
    assert EarlyHelpAssessment.objects.get().needs == "First."


def test_counted_by_the_agency_that_wrote_it(mo, child):
    started(mo, child)
    close_early_help(early_help=EarlyHelpAssessment.objects.get(), end="needs_met", by=mo)
    started(mo, people.child(forename="Leo"), agency=agency("Wexcombe School", "education"))
    started(mo, people.child(forename="Ava"), agency=agency("Wexcombe School", "education"))
    assert early_help_by_agency(mo, date(2020, 1, 1)) == [("Wexcombe School", 2, 2), ("Bright Start Nursery", 1, 0)]
