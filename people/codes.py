"""Code sets of the Department for Education used for people: children in need census 2024-25 onwards."""

from django.db import models


class Sex(models.TextChoices):
    """Census element Sex (from 2024-25). Unknown must be used for an unborn child (rule 8750)."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not known, or not yet born"


class Ethnicity(models.TextChoices):
    """Census element Ethnicity."""

    WHITE_BRITISH = "WBRI", "White British"
    WHITE_IRISH = "WIRI", "White Irish"
    IRISH_TRAVELLER = "WIRT", "Traveller of Irish heritage"
    OTHER_WHITE = "WOTH", "Any other White background"
    ROMA = "WROM", "Gypsy or Roma"
    WHITE_BLACK_CARIBBEAN = "MWBC", "White and Black Caribbean"
    WHITE_BLACK_AFRICAN = "MWBA", "White and Black African"
    WHITE_ASIAN = "MWAS", "White and Asian"
    OTHER_MIXED = "MOTH", "Any other mixed background"
    INDIAN = "AIND", "Indian"
    PAKISTANI = "APKN", "Pakistani"
    BANGLADESHI = "ABAN", "Bangladeshi"
    OTHER_ASIAN = "AOTH", "Any other Asian background"
    CARIBBEAN = "BCRB", "Caribbean"
    AFRICAN = "BAFR", "African"
    OTHER_BLACK = "BOTH", "Any other Black background"
    CHINESE = "CHNE", "Chinese"
    OTHER = "OOTH", "Any other ethnic group"
    REFUSED = "REFU", "Refused"
    NOT_OBTAINED = "NOBT", "Not yet asked"


class Disability(models.TextChoices):
    """Census element Disability."""

    NONE = "NONE", "No disability"
    MOBILITY = "MOB", "Mobility"
    HAND_FUNCTION = "HAND", "Hand function"
    PERSONAL_CARE = "PC", "Personal care"
    INCONTINENCE = "INC", "Incontinence"
    COMMUNICATION = "COMM", "Communication"
    LEARNING = "LD", "Learning"
    HEARING = "HEAR", "Hearing"
    VISION = "VIS", "Vision"
    BEHAVIOUR = "BEH", "Behaviour"
    CONSCIOUSNESS = "CON", "Consciousness"
    AUTISM = "AUT", "Autism"
    OTHER = "DDA", "Other"


class UpnUnknown(models.TextChoices):
    """Census element UPNunknown: why there is no unique pupil number. The wording of UN6 is not confirmed."""

    TOO_YOUNG = "UN1", "Not of school age and none given yet"
    NEVER_MAINTAINED = "UN2", "Never at a maintained school in England"
    OUTSIDE_ENGLAND = "UN3", "Educated outside England"
    NEWLY_KNOWN = "UN4", "Newly known, number not yet found"
    SOURCES_DISAGREE = "UN5", "Sources disagree"
    OTHER_SCHOOL = "UN6", "Other or private school"
    REFERRAL_NFA = "UN7", "Referral with no further action"


class NameKind(models.TextChoices):
    CURRENT = "current", "Current name"
    KNOWN_AS = "known_as", "Known as"
    PREVIOUS = "previous", "Previous name"
    ALIAS = "alias", "Also uses"


class RelationshipKind(models.TextChoices):
    """Read as: the first person is the … of the second."""

    PARENT = "parent", "Parent"
    STEP_PARENT = "step_parent", "Step-parent"
    PARTNER = "partner", "Partner"
    SIBLING = "sibling", "Brother or sister"
    HALF_SIBLING = "half_sibling", "Half-brother or half-sister"
    GRANDPARENT = "grandparent", "Grandparent"
    AUNT_OR_UNCLE = "aunt_or_uncle", "Aunt or uncle"
    CARER = "carer", "Carer"
    OTHER = "other", "Other"


class ResidenceKind(models.TextChoices):
    MAIN = "main", "Main address"
    SECOND = "second", "Second home (shared care)"
    TEMPORARY = "temporary", "Staying for a while"
    # What a second record of the same person said of the same days.
    FURTHER = "further", "Another address on record"


class AdultRole(models.TextChoices):
    """Somebody who matters to the child and whom nobody has named yet."""

    FATHER = "father", "Father"
    MOTHER = "mother", "Mother"
    PARTNER = "partner", "Partner of a parent"
    ADULT_IN_HOME = "adult_in_home", "Other adult in the home"
