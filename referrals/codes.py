"""Code sets of the front door. The referral source is the census's own: casework/codes.py."""

from django.db import models


class ContactMethod(models.TextChoices):
    TELEPHONE = "telephone", "Telephone"
    FORM = "form", "Form or e-mail"
    NOTIFICATION = "notification", "Notification from another system"
    IN_PERSON = "in_person", "In person"
    LETTER = "letter", "Letter"


class Consent(models.TextChoices):
    GIVEN = "given", "The family knows and agrees"
    REFUSED = "refused", "The family knows and does not agree"
    NOT_SOUGHT_RISK = "not_sought_risk", "Not asked: asking would put the child at risk"
    NOT_YET_SOUGHT = "not_yet_sought", "Not asked yet"


class Urgency(models.TextChoices):
    """BRAG. There is no national definition: the council sets its own times in timescales."""

    BLUE = "blue", "Blue: for information"
    RED = "red", "Red: today, a child may be at risk of significant harm"
    AMBER = "amber", "Amber: within one working day"
    GREEN = "green", "Green: help can be planned"


class ContactOutcome(models.TextChoices):
    """One decision for each child on a contact."""

    NO_FURTHER_ACTION = "nfa", "No further action"
    ADVICE = "advice", "Information and advice"
    EARLY_HELP = "early_help", "Early help"
    REFERRAL = "referral", "Referral to social care"
    STRATEGY_DISCUSSION = "strategy_discussion", "Straight to a strategy discussion"
    OPEN_CASE = "open_case", "Passed to the worker of the open case"


class CheckAnswer(models.TextChoices):
    INFORMATION = "information", "Information shared"
    NOTHING_KNOWN = "nothing_known", "Nothing known"
    REFUSED = "refused", "Not shared"


class LawfulBasis(models.TextChoices):
    """Recorded for every check, also where consent is not needed."""

    CONSENT = "consent", "The family agrees"
    PUBLIC_TASK = "public_task", "Public task: safeguarding a child (Children Act 2004, section 11)"
    RISK = "risk", "Risk of significant harm: asking would put the child at risk"


class ReferralDecision(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    NO_FURTHER_ACTION = "nfa", "No further action"
    # Two records of one person were merged, and a referral of each was waiting.
    MERGED = "merged", "Goes on with an earlier referral"


class EarlyHelpEnd(models.TextChoices):
    NEEDS_MET = "needs_met", "Needs met"
    STEPPED_UP = "stepped_up", "Stepped up to social care"
    CONSENT_WITHDRAWN = "consent_withdrawn", "The family no longer wants it"
    MOVED_AWAY = "moved_away", "Moved away"
    # Two records of one person were merged, and each had early help.
    MERGED = "merged", "Goes on with the other early help on record"
