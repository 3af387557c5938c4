"""The long form of an assessment, and the short ones that move it on."""

from typing import Any

from casework.codes import AssessmentFactor, AssessmentOutcome
from casework.rules.assessment import HEADINGS, heading
from staff.models import User
from ui.fields import ChecklistField, ChoiceField, LongTextField, RecordField
from ui.forms import GovForm

F = AssessmentFactor
# The Department's list under headings that can be scanned; the order within each is the Department's.
FACTOR_GROUPS = (
    (
        "Harm, or risk of it",
        (
            F.NEGLECT,
            F.EMOTIONAL_ABUSE,
            F.PHYSICAL_ABUSE_BY_CHILD,
            F.PHYSICAL_ABUSE_BY_ADULT,
            F.SEXUAL_ABUSE_BY_CHILD,
            F.SEXUAL_ABUSE_BY_ADULT,
            F.FEMALE_GENITAL_MUTILATION,
            F.FAITH_OR_BELIEF,
        ),
    ),
    ("Domestic violence", (F.DOMESTIC_ABUSE_CHILD, F.DOMESTIC_ABUSE_PARENT, F.DOMESTIC_ABUSE_HOUSEHOLD)),
    ("Alcohol", (F.ALCOHOL_CHILD, F.ALCOHOL_PARENT, F.ALCOHOL_HOUSEHOLD)),
    ("Drugs", (F.DRUGS_CHILD, F.DRUGS_PARENT, F.DRUGS_HOUSEHOLD)),
    ("Mental health", (F.MENTAL_HEALTH_CHILD, F.MENTAL_HEALTH_PARENT, F.MENTAL_HEALTH_HOUSEHOLD)),
    (
        "Learning disability",
        (F.LEARNING_DISABILITY_CHILD, F.LEARNING_DISABILITY_PARENT, F.LEARNING_DISABILITY_HOUSEHOLD),
    ),
    ("Physical disability or illness", (F.PHYSICAL_CHILD, F.PHYSICAL_PARENT, F.PHYSICAL_HOUSEHOLD)),
    (
        "Outside the home, and exploitation",
        (
            F.MISSING,
            F.SEXUAL_EXPLOITATION,
            F.CRIMINAL_EXPLOITATION,
            F.TRAFFICKING,
            F.GANGS,
        ),
    ),
    ("The child", (F.YOUNG_CARER, F.BEHAVIOUR, F.SELF_HARM, F.UNACCOMPANIED)),
    (
        "Private fostering",
        (
            F.PRIVATE_FOSTERING_RETURN,
            F.PRIVATE_FOSTERING_STAY,
            F.PRIVATE_FOSTERING_EDUCATION,
            F.PRIVATE_FOSTERING_FAMILY,
            F.PRIVATE_FOSTERING_OTHER,
        ),
    ),
    ("Anything else", (F.OTHER, F.NONE)),
)
FACTOR_CHOICES = [(heading, [(one.value, one.label) for one in factors]) for heading, factors in FACTOR_GROUPS]


class NeverDemanded:
    """Asked for when the assessment is submitted, never when it is saved: so not marked as optional either."""

    def validate(self, value: Any) -> None:
        if value not in (None, "", []):
            super().validate(value)  # type: ignore[misc]


class Writing(NeverDemanded, LongTextField):
    pass


class Choice(NeverDemanded, ChoiceField):
    pass


class Checklist(NeverDemanded, ChecklistField):
    pass


class AssessmentForm(GovForm):
    """Everything may be left empty, so that nobody is kept from saving what there is."""

    why_now = Writing(label="Why this assessment", hint="What led to it. Taken from the referral; change it freely.")
    child_words = Writing(label="In the child’s own words", rows=6)
    developmental_needs = Writing(
        label="Development and needs",
        rows=8,
        hint="Health, learning, feelings, identity, friends, looking after oneself.",
    )
    parenting_capacity = Writing(
        label="How the child is cared for",
        rows=8,
        hint="Basic care, safety, warmth, play and learning, guidance, stability. Name each person who cares.",
    )
    family_and_environment = Writing(
        label="Family and surroundings",
        rows=8,
        hint="History, wider family, home, work, money, neighbours, services. Say who every adult in the home is.",
    )
    family_views = Writing(label="What the family thinks", rows=6)
    analysis = Writing(
        label="What all of this means for the child",
        rows=10,
        hint="What is going well, what worries you and why, what life is like for the child on an ordinary day.",
    )
    factors = Checklist(
        label="Factors found",
        choices=FACTOR_CHOICES,
        exclusive=F.NONE.value,
        hint="The Department’s list. Tick all that apply.",
    )
    outcome = Choice(label="Outcome", choices=AssessmentOutcome)
    next_steps = Writing(label="What happens next", rows=5)

    sections = (
        ("Where it began", ["why_now"]),
        ("The child", ["child_words", "developmental_needs"]),
        ("The family", ["parenting_capacity", "family_and_environment", "family_views"]),
        ("What it means", ["analysis", "factors", "outcome", "next_steps"]),
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in HEADINGS:
            self.fields[field].label = heading(field, name)


class StartForm(GovForm):
    """A further assessment, or one that a manager hands out."""

    author = RecordField(
        label="Who will write it?", noun="who will write it", records=None, empty_label="Choose a worker"
    )
    why_now = LongTextField(label="Why this assessment", noun="why this assessment is needed", rows=5)

    def __init__(self, *args: Any, workers: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if workers is None:
            del self.fields["author"]
        else:
            self.fields["author"].queryset = workers


class SubmitForm(GovForm):
    """A sentence on what is missing, where something is."""

    note = LongTextField(
        label="Why is this missing?",
        noun="why this is missing",
        rows=3,
        hint="A sentence is enough. Your manager reads it.",
    )

    def __init__(self, *args: Any, ask_why: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not ask_why:
            self.fields["note"].label = "Anything your manager should know"
            self.fields["note"].help_text = ""
            self.fields["note"].required = False


class DecisionForm(GovForm):
    """The manager's decision."""

    decision = ChoiceField(
        label="Your decision",
        choices=[("authorise", "Authorise it"), ("return", "Send it back")],
        hints={"authorise": "The time stops, and the words stay as they are.", "return": "The time goes on."},
        reveals={"authorise": ["reason", "late_reason"], "return": ["look_again"]},
    )
    reason = LongTextField(label="Your reasons", rows=3, required=False)
    late_reason = LongTextField(label="Why is it late?", noun="why it is late", rows=3)
    look_again = LongTextField(label="What should be looked at again?", noun="what should be looked at again", rows=4)

    def __init__(self, *args: Any, author: User | None, due: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if author:
            self.fields["look_again"].label = f"What should {author.first_name or author} look at again?"
        if due:
            self.fields["late_reason"].help_text = due
        else:
            del self.fields["late_reason"]
            self.fields["decision"].reveals = {"authorise": ["reason"], "return": ["look_again"]}


class CheckpointForm(GovForm):
    note = LongTextField(label="What you agreed", rows=4, required=False)
