"""A past moment in an address and in words. Pure."""

import re
from datetime import datetime

from ui.dates import LONDON
from ui.words import day

# /as-known/2026-06-03T14:00/children/12/chronology/
PREFIX = re.compile(r"^/(?P<prefix>as-known/(?P<moment>[^/]{1,40})/)(?P<rest>.*)$")


def prefix_of(moment: datetime) -> str:
    """What stands before the addresses of that moment's pages, to the minute on London's clock."""
    return f"as-known/{moment.astimezone(LONDON):%Y-%m-%dT%H:%M}/"


def read_moment(text: str) -> datetime | None:
    """The moment an address names; None where it names none. In the hour that comes twice the first is meant."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=LONDON)
    except ValueError:
        return None


def said(moment: datetime) -> str:
    """3 June 2026 at 14:00"""
    return f"{day(moment)} at {moment.astimezone(LONDON):%H:%M}"
