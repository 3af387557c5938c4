from referrals.models.contact import Contact, ContactChild, PartnerCheck, ThresholdDecision, UrgencyChange
from referrals.models.referral import EarlyHelpAssessment, Referral
from referrals.models.sent import ChildAsSent, FamilyAsSent, NumbersAsGiven

__all__ = [
    "ChildAsSent",
    "Contact",
    "ContactChild",
    "EarlyHelpAssessment",
    "FamilyAsSent",
    "NumbersAsGiven",
    "PartnerCheck",
    "Referral",
    "ThresholdDecision",
    "UrgencyChange",
]
