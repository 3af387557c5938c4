"""Code sets of the children in need census (2023-24 schema, still in force) used from referral to closure."""

from django.db import models


class ReferralSource(models.TextChoices):
    """Census element ReferralSource."""

    FAMILY = "1A", "Family member, relative or carer"
    ACQUAINTANCE = "1B", "Acquaintance, neighbour or child minder"
    SELF = "1C", "The child or young person"
    OTHER_INDIVIDUAL = "1D", "Another individual"
    SCHOOLS = "2A", "School"
    EDUCATION_SERVICES = "2B", "Education services"
    GP = "3A", "General practitioner (GP)"
    HEALTH_VISITOR = "3B", "Health visitor"
    SCHOOL_NURSE = "3C", "School nurse"
    PRIMARY_HEALTH = "3D", "Other primary health services"
    ACCIDENT_AND_EMERGENCY = "3E", "Accident and emergency department"
    OTHER_HEALTH = "3F", "Other health services"
    HOUSING = "4", "Housing"
    SOCIAL_CARE = "5A", "Council: adult social care or other social care"
    COUNCIL_OTHER = "5B", "Council: another department, such as youth justice"
    COUNCIL_EXTERNAL = "5C", "Another council"
    EARLY_HELP = "5D", "Council: early help"
    POLICE = "6", "Police"
    OTHER_LEGAL = "7", "Court, probation, immigration, Cafcass or prison"
    OTHER = "8", "Children's centre, voluntary organisation or other"
    ANONYMOUS = "9", "Anonymous"
    UNKNOWN = "10", "Not known"


class PrimaryNeed(models.TextChoices):
    """Census element PrimaryNeedCode."""

    ABUSE_OR_NEGLECT = "N1", "Abuse or neglect"
    CHILD_DISABILITY = "N2", "Child's disability"
    PARENTAL_DISABILITY = "N3", "Parental disability or illness"
    ACUTE_STRESS = "N4", "Family in acute stress"
    DYSFUNCTION = "N5", "Family dysfunction"
    BEHAVIOUR = "N6", "Socially unacceptable behaviour"
    LOW_INCOME = "N7", "Low income"
    ABSENT_PARENTING = "N8", "Absent parenting"
    NOT_IN_NEED = "N9", "Cases other than children in need"
    NOT_STATED = "N0", "Not stated"


class ReasonForClosure(models.TextChoices):
    """Census element ReasonForClosure."""

    ADOPTED = "RC1", "Adopted"
    DIED = "RC2", "Died"
    CHILD_ARRANGEMENTS_ORDER = "RC3", "Child arrangements order"
    SPECIAL_GUARDIANSHIP = "RC4", "Special guardianship order"
    OTHER_AUTHORITY = "RC5", "Moved to services of another local authority"
    ADULT_SERVICES = "RC6", "Moved to adult social care services"
    OTHER = "RC7", "Services ended for another reason, including child no longer in need"
    AFTER_ASSESSMENT = "RC8", "Closed after assessment, no further action"
    AFTER_ASSESSMENT_EARLY_HELP = "RC9", "Closed after assessment, referred to early help"


class AssessmentFactor(models.TextChoices):
    """Census element AssessmentFactors; 18A and 19A are retired and never written (8945Q, 8950Q).

    "21" stands alone and only with no further action.
    """

    ALCOHOL_CHILD = "1A", "Alcohol misuse by the child"
    ALCOHOL_PARENT = "1B", "Alcohol misuse by a parent or carer"
    ALCOHOL_HOUSEHOLD = "1C", "Alcohol misuse by another person in the household"
    DRUGS_CHILD = "2A", "Drug misuse by the child"
    DRUGS_PARENT = "2B", "Drug misuse by a parent or carer"
    DRUGS_HOUSEHOLD = "2C", "Drug misuse by another person in the household"
    DOMESTIC_ABUSE_CHILD = "3A", "Domestic violence: the child is the subject"
    DOMESTIC_ABUSE_PARENT = "3B", "Domestic violence: a parent or carer is the subject"
    DOMESTIC_ABUSE_HOUSEHOLD = "3C", "Domestic violence: another person in the household is the subject"
    MENTAL_HEALTH_CHILD = "4A", "Mental health of the child"
    MENTAL_HEALTH_PARENT = "4B", "Mental health of a parent or carer"
    MENTAL_HEALTH_HOUSEHOLD = "4C", "Mental health of another person in the family or household"
    LEARNING_DISABILITY_CHILD = "5A", "Learning disability of the child"
    LEARNING_DISABILITY_PARENT = "5B", "Learning disability of a parent or carer"
    LEARNING_DISABILITY_HOUSEHOLD = "5C", "Learning disability of another person in the family or household"
    PHYSICAL_CHILD = "6A", "Physical disability or illness of the child"
    PHYSICAL_PARENT = "6B", "Physical disability or illness of a parent or carer"
    PHYSICAL_HOUSEHOLD = "6C", "Physical disability or illness of another person in the family or household"
    YOUNG_CARER = "7A", "Young carer"
    PRIVATE_FOSTERING_RETURN = "8B", "Privately fostered: overseas child who intends to return"
    PRIVATE_FOSTERING_STAY = "8C", "Privately fostered: overseas child who intends to stay"
    PRIVATE_FOSTERING_EDUCATION = "8D", "Privately fostered: UK child in an educational placement"
    PRIVATE_FOSTERING_FAMILY = "8E", "Privately fostered: UK child in another family arrangement"
    PRIVATE_FOSTERING_OTHER = "8F", "Privately fostered: other"
    UNACCOMPANIED = "9A", "Unaccompanied asylum-seeking child"
    MISSING = "10A", "Going or being missing"
    SEXUAL_EXPLOITATION = "11A", "Child sexual exploitation"
    TRAFFICKING = "12A", "Trafficking"
    GANGS = "13A", "Gangs"
    BEHAVIOUR = "14A", "Socially unacceptable behaviour"
    SELF_HARM = "15A", "Self-harm"
    NEGLECT = "16A", "Neglect"
    EMOTIONAL_ABUSE = "17A", "Emotional abuse"
    PHYSICAL_ABUSE_BY_CHILD = "18B", "Physical abuse by another child"
    PHYSICAL_ABUSE_BY_ADULT = "18C", "Physical abuse by an adult"
    SEXUAL_ABUSE_BY_CHILD = "19B", "Sexual abuse by another child"
    SEXUAL_ABUSE_BY_ADULT = "19C", "Sexual abuse by an adult"
    OTHER = "20", "Other"
    NONE = "21", "No factors identified"
    FEMALE_GENITAL_MUTILATION = "22A", "Female genital mutilation"
    FAITH_OR_BELIEF = "23A", "Abuse linked to faith or belief"
    CRIMINAL_EXPLOITATION = "24A", "Child criminal exploitation"


class AssessmentOutcome(models.TextChoices):
    """What the assessment leads to. A local list: the census has none."""

    NO_FURTHER_ACTION = "nfa", "No further action"
    EARLY_HELP = "early_help", "Early help"
    CHILD_IN_NEED_PLAN = "child_in_need", "Child in need plan"
    STRATEGY_DISCUSSION = "strategy_discussion", "Strategy discussion"
    OTHER_SERVICE = "other_service", "Another service"


class DecisionKind(models.TextChoices):
    CHECKPOINT = "checkpoint", "Looked at half-way"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Sent back"
    AUTHORISED = "authorised", "Authorised"


class VisitPurpose(models.TextChoices):
    ASSESSMENT = "assessment", "Assessment"
    CHILD_IN_NEED = "child_in_need", "Child in need visit"
    PROTECTION = "protection", "Child protection visit"
    ENQUIRY = "enquiry", "Section 47 enquiry"
    OTHER = "other", "Other"


class CaseNoteKind(models.TextChoices):
    TELEPHONE = "telephone", "Telephone call"
    MEETING = "meeting", "Meeting"
    MESSAGE = "message", "E-mail or letter"
    SUPERVISION = "supervision", "Management oversight"
    OTHER = "other", "Other"


class ReviewDecision(models.TextChoices):
    CONTINUE = "continue", "The plan goes on"
    END = "end", "The plan ends"
