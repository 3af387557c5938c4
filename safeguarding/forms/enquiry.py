"""The section 47 enquiry."""

from safeguarding.codes import EnquiryKind, EnquiryOutcome
from ui.fields import ChoiceField, DateField, DateTimeField, LongTextField, TextField, TickField, YesNoField
from ui.forms import GovForm


class EnquiryForm(GovForm):
    """Written over days: nothing has to be there before it is handed in."""

    kind = ChoiceField(label="Who makes the enquiry?", noun="who makes it", choices=EnquiryKind)
    seen_at = DateTimeField(label="When was the child seen?", noun="the time", past=True, now=False, required=False)
    seen_alone = YesNoField(label="Was the child seen alone?", required=False)
    why_not_seen = TextField(label="If not seen: why?", noun="why not", max_length=300, required=False)
    child_words = LongTextField(label="What the child said", rows=5, required=False)
    who_else_was_seen = LongTextField(label="Who else was seen, and when", rows=4, required=False)
    medical_on = DateField(label="When was the medical?", noun="the day of the medical", past=True, required=False)
    medical = LongTextField(label="What the medical found", rows=4, required=False)
    findings = LongTextField(label="What the enquiry found", rows=10, required=False)
    outcome = ChoiceField(label="Outcome", choices=EnquiryOutcome, required=False)
    conference_not_required = TickField(
        label="The risk goes on, and yet no conference is needed",
        required=False,
    )
    why_no_conference = LongTextField(
        label="If so: why is none needed?", noun="why none is needed", rows=3, required=False
    )

    sections = [
        ("The child", ["kind", "seen_at", "seen_alone", "why_not_seen", "child_words"]),
        ("Others", ["who_else_was_seen", "medical_on", "medical"]),
        ("What it found", ["findings", "outcome", "conference_not_required", "why_no_conference"]),
    ]


class HandInForm(GovForm):
    """Nothing is asked: the page says what will be read."""


class DecideEnquiryForm(GovForm):
    answer = ChoiceField(
        label="What do you decide?",
        noun="what you decide",
        choices=[("authorise", "Authorise it"), ("return", "Send it back")],
        reveals={"return": ["because"]},
    )
    because = LongTextField(label="What has to be done first?", noun="what has to be done", rows=4)
