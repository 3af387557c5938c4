"""Early help by an agency: begun from a contact or a step-down, ended, or stepped up."""

from collections.abc import Iterable
from datetime import datetime

from demo.families import MadeUpChild
from demo.life import Act, Life, Story, in_order
from referrals import services
from referrals.codes import EarlyHelpEnd, Urgency
from referrals.models import Contact, EarlyHelpAssessment

ENDS = (EarlyHelpEnd.NEEDS_MET, EarlyHelpEnd.CONSENT_WITHDRAWN, EarlyHelpEnd.MOVED_AWAY)


def open_rows(life: Life) -> list[EarlyHelpAssessment]:
    records = [child.record.pk for child in life.family.children if child.record]
    return list(EarlyHelpAssessment.objects.open().filter(child__in=records).select_related("child").order_by("pk"))


def early_help(life: Life, started: datetime) -> Story:
    """Written on once, and closed after some weeks: mostly because it has done what it was for."""
    days = life.rng.choices((life.rng.randint(25, 80), life.rng.randint(86, 130)), (94, 6))[0]
    steps: list[tuple[datetime, Act]] = [(life.hours.in_days(started, days, days), _close(life))]
    if life.maybe(0.5):
        steps.append((life.hours.in_days(started, 8, 20), _write(life)))
    yield from in_order(steps)


def _write(life: Life) -> Act:
    def act(at: datetime) -> None:
        for row in open_rows(life):
            services.save_early_help(
                early_help=row,
                by=life.cast.manager("early_help"),
                at=at,
                strengths=life.voice.one_of(life.family.theme.parenting),
                plan=life.voice.fill(life.family.theme.plan),
            )

    return act


def _close(life: Life) -> Act:
    def act(at: datetime) -> None:
        end = life.rng.choices(ENDS, (80, 14, 6))[0]
        note = life.voice.common("consent_withdrawn" if end == EarlyHelpEnd.CONSENT_WITHDRAWN else "progress_good")
        for row in open_rows(life):
            services.close_early_help(
                early_help=row, end=end, note=note, by=life.cast.manager("early_help"), on=at.date(), at=at
            )

    return act


def give_way(life: Life, children: Iterable[MadeUpChild], at: datetime) -> None:
    """A case opens for these children: whatever early help they have ends with it."""
    records = {record.pk for record in life.records(children)}
    for row in open_rows(life):
        if row.child_id in records:
            by, note = life.cast.manager("early_help"), life.voice.common("case_opened")
            services.close_early_help(
                early_help=row, end=EarlyHelpEnd.STEPPED_UP, note=note, by=by, on=at.date(), at=at
            )


def stepped_up(life: Life, at: datetime) -> Contact | None:
    """Things got worse: what early help knows goes to the front door as a contact about the eldest."""
    rows = open_rows(life)
    if not rows:
        return None
    return services.step_up(
        early_help=rows[0],
        reason=life.voice.fill(life.rng.choice(life.family.theme.told)[1]),
        urgency=Urgency.AMBER,
        by=life.cast.manager("early_help"),
        at=at,
    )
