"""What a person settles before two records become one, and before they are two again."""

from typing import Any

from people.merging import Comparison
from people.merging.facts import ABSORBED, SURVIVOR, Fact
from people.merging.since import NewRow, names_before
from people.models import PersonMerge
from ui.fields import ChoiceField, HiddenField, LongTextField
from ui.forms import GovForm

NOT_KNOWN = "Not known"


class MergeForm(GovForm):
    """One choice for each fact in which the two differ, one for each thing of which only one may be open, and why."""

    reason = LongTextField(
        label="Why are these records of one person?",
        hint="For example: same mother, same school, the NHS number was traced.",
        rows=2,
        max_length=500,
    )
    mark = HiddenField(required=False)

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.comparison = comparison
        for line in comparison.lines:
            if line.differs:
                self.fields[line.fact.key] = ChoiceField(
                    label=line.fact.label,
                    choices=[(SURVIVOR, line.survivor or NOT_KNOWN), (ABSORBED, line.absorbed or NOT_KNOWN)],
                    initial=line.offered,
                )
        for question in comparison.questions:
            self.fields[question.key] = ChoiceField(
                label=question.text, choices=question.options, initial=question.default, hint=question.hint
            )
        self.fields["mark"].initial = comparison.mark
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    @property
    def table(self) -> list[dict[str, Any]]:
        """The facts side by side: both answers, and the box where a person chooses."""
        return [{"line": line, "box": self[line.fact.key] if line.differs else None} for line in self.comparison.lines]

    @property
    def asked(self) -> list[Any]:
        return [self[question.key] for question in self.comparison.questions]

    def choices(self) -> dict[str, str]:
        return {key: value for key, value in self.cleaned_data.items() if key not in ("reason", "mark")}


class UnmergeForm(GovForm):
    """Where each thing written since the merge goes; both answers of each fact that somebody changed; and why."""

    reason = LongTextField(label="Why are these not records of one person?", rows=2, max_length=500)

    def __init__(self, *args: Any, merge: PersonMerge, rows: list[NewRow], facts: list[Fact], **kwargs: Any):
        super().__init__(*args, **kwargs)
        survivor, absorbed = merge.survivor, merge.absorbed
        ours, theirs = names_before(merge)
        sides = [(SURVIVOR, f"{ours}, record {survivor.pk}"), (ABSORBED, f"{theirs}, record {absorbed.pk}")]
        self.row_keys = {f"row_{place}": row.key for place, row in enumerate(rows)}
        for (name, _), row in zip(self.row_keys.items(), rows, strict=True):
            self.fields[name] = ChoiceField(label=row.words, choices=sides, initial=row.offered, inline=True)
        self.fact_keys = [fact.key for fact in facts]
        for fact in facts:
            both = [] if fact.unique else [("both", "Both")]
            self.fields[fact.key] = ChoiceField(
                label=f"{fact.label}: {fact.words(survivor) or NOT_KNOWN}",
                choices=[*sides, *both],
                initial=SURVIVOR,
                hint="Changed since the merge. Whose is it?",
                inline=True,
            )
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    @property
    def since(self) -> list[Any]:
        return [self[name] for name in (*self.row_keys, *self.fact_keys)]

    def choices(self) -> dict[str, str]:
        rows = {key: self.cleaned_data[name] for name, key in self.row_keys.items()}
        return rows | {key: self.cleaned_data[key] for key in self.fact_keys}


class NotSameForm(GovForm):
    because = LongTextField(label="How do you know that they are two people?", rows=2, max_length=500)
