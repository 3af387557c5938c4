"""What became of a partner's own contact, in the words that the partner may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from referrals.models import ContactChild
from referrals.sent import outcome_for_referrer

STATUSES = {"waiting": "Waiting for a decision", "partly_decided": "Decided for some", "decided": "Decided"}


@dataclass(frozen=True)
class ChildOutcome:
    """One child on a partner's contact: named as the partner named it, never as the record does."""

    reference: str
    forename: str
    surname: str
    outcome: str
    outcome_title: str
    decided_at: datetime | None
    told_to_referrer: str

    @classmethod
    def of(cls, row: ContactChild) -> "ChildOutcome":
        """`row` comes from queries.own_contacts_with_outcomes."""
        as_sent, decision = getattr(row, "as_sent", None), getattr(row, "decision", None)
        code, title = outcome_for_referrer(decision.outcome if decision else "")
        return cls(
            reference=str(row.pk),
            forename=as_sent.forename if as_sent else "",
            surname=as_sent.surname if as_sent else "",
            outcome=code,
            outcome_title=title,
            decided_at=decision.decided_at if decision else None,
            told_to_referrer=decision.told_to_referrer if decision else "",
        )

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.forename, self.surname) if part) or f"Child {self.reference}"


def status_of(rows: Iterable[ContactChild]) -> str:
    """One of STATUSES."""
    decided = [hasattr(row, "decision") for row in rows]
    if not any(decided):
        return "waiting"
    return "decided" if all(decided) else "partly_decided"
