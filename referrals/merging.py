"""How this room's rows come together when two records become one: one referral waiting, one early help running."""

from people.merging import Look, Merging, Question, register_rule
from people.models import Person
from people.rules.birthdays import said
from referrals.codes import EarlyHelpEnd, ReferralDecision
from referrals.models import ContactChild, EarlyHelpAssessment, Referral

EARLY_HELP = "early_help"


def register() -> None:
    # The same child twice on one contact: the second row stays as it is, with what was decided on it.
    register_rule(
        ContactChild,
        "child_id",
        "contacts",
        words=_contact_words,
        event=("contact", "contact_id"),
        related=("contact",),
    )
    register_rule(
        Referral,
        "child_id",
        "referrals",
        settle=settle_referrals,
        look=look_at_referrals,
        words=lambda row: f"Referral of {said(row.received_on)}",
        event=("referral", "id"),
    )
    register_rule(
        EarlyHelpAssessment,
        "child_id",
        "early help",
        settle=settle_early_help,
        look=look_at_early_help,
        words=_help_words,
        event=("early_help", "id"),
        related=("agency",),
    )


def _contact_words(row: ContactChild) -> str:
    return f"{row.contact}: {row.contact.concern[:80]}"


def _help_words(row: EarlyHelpAssessment) -> str:
    return f"Early help with {row.agency} since {said(row.started_on)}"


def _both_waiting(survivor: Person, absorbed: Person) -> list[Referral]:
    """The earlier one first."""
    rows = Referral.objects.waiting().filter(child__in=[survivor.pk, absorbed.pk]).select_related("team")
    return sorted(rows, key=lambda row: (row.received_on, row.pk))


def look_at_referrals(survivor: Person, absorbed: Person) -> Look:
    waiting = _both_waiting(survivor, absorbed)
    if len(waiting) < 2:
        return Look()
    first, second = waiting
    return Look(
        warnings=(
            f"Both records have a referral that waits. The one of {said(first.received_on)} goes on with {first.team}, "
            f"since its clock runs from that day; the one of {said(second.received_on)} ends as the same.",
        )
    )


def settle_referrals(merging: Merging) -> None:
    """Two that wait are one: the 45 working days run from the earlier, which goes on."""
    waiting = _both_waiting(merging.survivor, merging.absorbed)
    if len(waiting) < 2:
        return
    first, second = waiting
    merging.change(
        second,
        decision=ReferralDecision.MERGED,
        decided_at=merging.at,
        decided_by_id=merging.by.pk,
        decision_reason=f"Two records of one person were merged. The referral of {said(first.received_on)} goes on.",
    )


def _both_helped(survivor: Person, absorbed: Person) -> list[EarlyHelpAssessment]:
    rows = EarlyHelpAssessment.objects.open().filter(child__in=[survivor.pk, absorbed.pk]).select_related("agency")
    return sorted(rows, key=lambda row: (row.started_on, row.pk))


def look_at_early_help(survivor: Person, absorbed: Person) -> Look:
    """Two agencies may each be leading: one goes on, and the page says to tell the other."""
    both = _both_helped(survivor, absorbed)
    if len(both) < 2:
        return Look()
    question = Question(
        EARLY_HELP,
        "Both records have early help. Which one goes on?",
        tuple((str(row.pk), f"{_help_words(row)}, led by {row.lead_practitioner}") for row in both),
        str(both[0].pk),
        "The other one ends today. Tell whoever leads it.",
    )
    return Look((question,))


def settle_early_help(merging: Merging) -> None:
    both = _both_helped(merging.survivor, merging.absorbed)
    if len(both) < 2:
        return
    chosen = merging.choices.get(EARLY_HELP, str(both[0].pk))
    goes_on = next((row for row in both if str(row.pk) == chosen), both[0])
    other = next(row for row in both if row.pk != goes_on.pk)
    merging.change(
        other,
        closed_on=max(merging.day, other.started_on),
        end=EarlyHelpEnd.MERGED,
        end_note=f"Two records of one person were merged. {_help_words(goes_on)} goes on.",
        version=other.version + 1,
    )
