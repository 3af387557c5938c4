from referrals.models.contact import Contact, ContactChild, PartnerCheck, ThresholdDecision, UrgencyChange
from referrals.models.referral import EarlyHelpAssessment, Referral

__all__ = [
    "Contact",
    "ContactChild",
    "EarlyHelpAssessment",
    "PartnerCheck",
    "Referral",
    "ThresholdDecision",
    "UrgencyChange",
]
