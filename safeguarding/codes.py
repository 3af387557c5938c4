"""Code sets of child protection: the census's where it has one, the council's own elsewhere."""

from django.db import models

from staff.codes import AgencyKind


class TakesPart(models.TextChoices):
    """Whom somebody speaks for at a strategy discussion or a conference."""

    SOCIAL_CARE = "social_care", "Children’s social care"
    POLICE = AgencyKind.POLICE.value, AgencyKind.POLICE.label
    HEALTH = AgencyKind.HEALTH.value, AgencyKind.HEALTH.label
    EDUCATION = AgencyKind.EDUCATION.value, AgencyKind.EDUCATION.label
    HOUSING = AgencyKind.HOUSING.value, AgencyKind.HOUSING.label
    PROBATION = AgencyKind.PROBATION.value, AgencyKind.PROBATION.label
    ADULT_CARE = AgencyKind.ADULT_CARE.value, AgencyKind.ADULT_CARE.label
    YOUTH_JUSTICE = AgencyKind.YOUTH_JUSTICE.value, AgencyKind.YOUTH_JUSTICE.label
    VOLUNTARY = AgencyKind.VOLUNTARY.value, AgencyKind.VOLUNTARY.label
    OTHER = AgencyKind.OTHER.value, AgencyKind.OTHER.label


class Enquiry(models.TextChoices):
    """What a strategy discussion decides about an enquiry under Children Act 1989 s47."""

    SINGLE = "single", "Section 47 enquiry by children’s social care alone"
    JOINT = "joint", "Section 47 enquiry with the police"
    NONE = "none", "No section 47 enquiry"


class EnquiryKind(models.TextChoices):
    SINGLE = Enquiry.SINGLE.value, "Children’s social care alone"
    JOINT = Enquiry.JOINT.value, "With the police"


class EnquiryOutcome(models.TextChoices):
    """Working Together's three. Only the third leads to a conference."""

    NOT_SUBSTANTIATED = "not_substantiated", "Concerns are not substantiated"
    NO_CONTINUING_RISK = "no_continuing_risk", "Concerns are substantiated, and there is no continuing risk"
    CONTINUING_RISK = "continuing_risk", "Concerns are substantiated, and the child is at continuing risk"


class ProtectionPower(models.TextChoices):
    """Ways to make a child safe at once: Children Act 1989 s46 and s44."""

    POLICE_PROTECTION = "police_protection", "Police protection"
    EMERGENCY_PROTECTION_ORDER = "epo", "Emergency protection order"


class ConferenceKind(models.TextChoices):
    INITIAL = "initial", "Initial conference"
    REVIEW = "review", "Review conference"
    TRANSFER_IN = "transfer_in", "Transfer-in conference"


class ConferenceDecision(models.TextChoices):
    """For one child. Which of them a conference may take follows from its kind (rules/conference.py)."""

    PLAN = "plan", "A child protection plan"
    NO_PLAN = "no_plan", "No child protection plan"
    CONTINUE = "continue", "The plan goes on"
    END = "end", "The plan ends"


class CategoryOfAbuse(models.TextChoices):
    """Census elements InitialCategoryOfAbuse and LatestCategoryOfAbuse."""

    NEGLECT = "NEG", "Neglect"
    PHYSICAL = "PHY", "Physical abuse"
    SEXUAL = "SAB", "Sexual abuse"
    EMOTIONAL = "EMO", "Emotional abuse"
    MULTIPLE = "MUL", "Multiple, or not recommended"


class Participation(models.TextChoices):
    """How the child took part: the SSDA903's codes for reviews, used for conferences as well."""

    UNDER_FOUR = "PN0", "Under 4 at the time"
    SPOKE = "PN1", "Came and spoke for themself"
    ADVOCATE_SPOKE = "PN2", "Came, and an advocate spoke for them"
    SHOWED = "PN3", "Came and showed their views without words"
    CAME_ONLY = "PN4", "Came, but did not speak or show their views"
    SENT_ADVOCATE = "PN5", "Did not come, but an advocate spoke for them"
    SENT_VIEWS = "PN6", "Did not come, but sent their views in another way"
    NOT_HEARD = "PN7", "Did not come, and their views were not shown"


class PlanEnd(models.TextChoices):
    """Why a protection plan ends: a conference ends it, or one of the three that need none."""

    CHILD_IN_NEED = "child_in_need", "No longer at risk: goes on as a child in need"
    NO_LONGER_NEEDED = "no_longer_needed", "No longer at risk: nothing further"
    LOOKED_AFTER = "looked_after", "Comes into care and is protected there"
    TRANSFERRED = "transferred", "Another authority held its transfer-in conference"
    TURNED_18 = "turned_18", "Turned 18"
    DIED = "died", "Died"
    RECORDED_TWICE = "recorded_twice", "Recorded twice: the plan on the other record goes on"


# These end a plan without a conference of our own.
WITHOUT_CONFERENCE = frozenset({PlanEnd.TRANSFERRED, PlanEnd.TURNED_18, PlanEnd.DIED})


class Standing(models.TextChoices):
    """What somebody is to the child at a conference."""

    FAMILY = "family", "Family"
    PROFESSIONAL = "professional", "Professional"
