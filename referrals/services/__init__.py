"""Every write at the front door."""

from referrals.services.checks import answer_check, ask_check
from referrals.services.contacts import Household, NewAdult, NewChild, change_urgency, record_contact
from referrals.services.decisions import decide_contact
from referrals.services.early_help import close_early_help, save_early_help, start_early_help, step_down, step_up
from referrals.services.matching import confirm_new_child, match_contact_child
from referrals.services.partner import Received, receive_contact
from referrals.services.referrals import accept_referral, decline_referral

__all__ = [
    "Household",
    "NewAdult",
    "NewChild",
    "Received",
    "accept_referral",
    "answer_check",
    "ask_check",
    "change_urgency",
    "close_early_help",
    "confirm_new_child",
    "decide_contact",
    "decline_referral",
    "match_contact_child",
    "receive_contact",
    "record_contact",
    "save_early_help",
    "start_early_help",
    "step_down",
    "step_up",
]
