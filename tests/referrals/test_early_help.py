"""Early help, step up and step down, without typing anything twice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from referrals.models import EarlyHelpAssessment
from referrals.queries import early_help_by_agency
from referrals.services import close_early_help, save_early_help, start_early_help, step_up
from tests.factories import people
from tests.factories.staff import agency

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
