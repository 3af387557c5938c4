"""Code sets for teams, agencies, allocations, and who may see what."""

from django.db import models


class TeamKind(models.TextChoices):
    MASH = "mash", "Front door (MASH)"
    ASSESSMENT = "assessment", "Assessment"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    LOOKED_AFTER = "looked_after", "Looked-after children"
    LEAVING_CARE = "leaving_care", "Leaving care"
    EARLY_HELP = "early_help", "Early help"
    REVIEWING = "reviewing", "Reviewing officers and chairs"


class AgencyKind(models.TextChoices):
    """Partners who are asked for checks and who send contacts."""

    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    HOUSING = "housing", "Housing"
    PROBATION = "probation", "Probation"
    ADULT_CARE = "adult_care", "Adult social care"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    VOLUNTARY = "voluntary", "Voluntary sector"
    OTHER = "other", "Other"


class AllocationRole(models.TextChoices):
    LEAD = "lead", "Lead worker"
    CO_WORKER = "co_worker", "Joint worker"
    REVIEWING = "reviewing", "Reviewing officer or chair"
    ADVISER = "adviser", "Personal adviser"
    SUPERVISING = "supervising", "Supervising worker"


class RestrictionKind(models.TextChoices):
    """Why a record is restricted. The council's own list: change it here."""

    COLLEAGUE = "colleague", "Family of a colleague"
    RELATIVE = "relative", "Family of a colleague’s relative or friend"
    ADOPTION = "adoption", "Adoption"
    HIGH_PROFILE = "high_profile", "Known to the public or the press"
    SAFETY = "safety", "Safety: domestic abuse"
    WITNESS = "witness", "Safety: witness or other protected person"
    OTHER = "other", "Another reason"


class OpeningAnswer(models.TextChoices):
    """What a manager says of a record that was opened from outside the team."""

    RIGHT = "right", "That was right"
    NOT_RIGHT = "not_right", "That was not right"
