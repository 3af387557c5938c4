"""Who may not be named stays out of what the family is given."""

import pytest

from casework import family_copy
from referrals.hidden_referrers import hidden_referrers
from tests.factories.casework import an_assessment, written
from tests.factories.referrals import contact

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("may_be_named", "hidden"), [(False, True), (None, True), (True, False)])
def test_only_those_who_agreed_are_named_in_the_familys_copy(anna, mo, may_be_named, hidden):
    assessment = written(an_assessment(anna), why_now="Ann Green of 07700 900123 rang.")
    told = {"referrer_name": "Ann Green", "referrer_contact": "07700 900123", "referrer_may_be_named": may_be_named}
    contact(mo, assessment.child, **told)
    assert ("Ann Green" in hidden_referrers(assessment.child)) is hidden
    page = family_copy.family_copy_html(assessment, "Maisie")
    assert ("Ann Green" not in page) is hidden
    assert ("07700 900123" not in page) is hidden
