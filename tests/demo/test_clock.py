"""While a moment is played, everything believes that it is that moment."""

import pytest
from django.utils import timezone

from audit.models import Event
from audit.services import record_event
from demo.clock import played_clock
from demo.hours import moment
from tests.demo.conftest import UNTIL

THEN = moment(UNTIL, 11, 5)


def test_present_is_the_moment_that_is_played():
    with played_clock(THEN) as clock:
        assert timezone.now() == THEN
        assert timezone.localdate() == UNTIL
        clock.moment = moment(UNTIL, 12)
        assert timezone.now() == moment(UNTIL, 12)
    assert timezone.now() > THEN


@pytest.mark.django_db
def test_events_say_that_they_were_written_down_then():
    with played_clock(THEN):
        event = record_event(kind="tested", summary="Tested", by=None, job="test")
    assert Event.objects.get(pk=event.pk).recorded_at == THEN


@pytest.mark.django_db
def test_real_time_goes_on_afterwards():
    with played_clock(THEN):
        pass
    event = record_event(kind="tested", summary="Tested", by=None, job="test")
    assert timezone.now() - Event.objects.get(pk=event.pk).recorded_at < timezone.timedelta(minutes=1)
