"""Every write about who may look, and who looked."""

from access.services.answers import answer_odd_access
from access.services.blind import answer_match, look_blindly
from access.services.homes import forget_home, keep_home
from access.services.match_alerts import take_over
from access.services.newcomers import extend_bars, extend_restriction, find_newcomers
from access.services.odd import find_odd_access
from access.services.restrictions import hide_household, let_go, review, short_list

__all__ = [
    "answer_match",
    "answer_odd_access",
    "extend_bars",
    "extend_restriction",
    "find_newcomers",
    "find_odd_access",
    "forget_home",
    "hide_household",
    "keep_home",
    "let_go",
    "look_blindly",
    "review",
    "short_list",
    "take_over",
]
