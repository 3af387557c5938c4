"""How this room's rows come together when two records become one: one case at a time, one open plan."""

from datetime import date

from casework.models import (
    Assessment,
    CaseNoteChild,
    ChildInNeedPlan,
    ChronologyMark,
    Document,
    NeedEpisode,
    VisitChild,
)
from casework.rules.dates import words
from people.merging import Look, Merging, Question, register_rule
from people.models import Person

EPISODE, PLAN = "need_episode", "plan"
ONE_CASE = ("needepisode_one_open", "needepisode_one_at_a_time")


def register() -> None:
    register_rule(
        NeedEpisode,
        "child_id",
        "cases",
        settle=settle_episodes,
        look=look_at_episodes,
        words=_episode_words,
        event=("need_episode", "id"),
    )
    register_rule(
        Assessment, "child_id", "assessments", look=look_at_assessments, words=_began, event=("assessment", "id")
    )
    register_rule(
        ChildInNeedPlan,
        "child_id",
        "child in need plans",
        settle=settle_plans,
        look=look_at_plans,
        words=_began,
        event=("child_in_need_plan", "id"),
    )
    register_rule(
        VisitChild,
        "child_id",
        "visits",
        settle=settle_visits,
        words=_visit_words,
        event=("visit", "visit_id"),
        related=("visit__worker",),
    )
    register_rule(
        CaseNoteChild,
        "child_id",
        "case notes",
        words=lambda row: f"{row.note}, {words(row.note.happened_at)}",
        event=("case_note", "note_id"),
        related=("note",),
    )
    register_rule(
        Document,
        "child_id",
        "documents",
        settle=settle_documents,
        words=lambda row: f"{row.title}, added on {words(row.uploaded_at)}",
        event=("document", "id"),
    )
    register_rule(ChronologyMark, "child_id", "marks on the chronology", choosable=False)


def _episode_words(row: NeedEpisode) -> str:
    until = f", closed on {words(row.closed_on)}" if row.closed_on else ""
    return f"Case from the referral of {words(row.referral_date)}{until}"


def _began(row: Assessment | ChildInNeedPlan) -> str:
    return f"{str(row._meta.verbose_name).capitalize()} begun on {words(row.started_on)}"


def _visit_words(row: VisitChild) -> str:
    moment = row.visit.took_place_at or row.visit.booked_for
    on = words(moment) if moment else "no day"
    return f"Visit ({row.visit.get_purpose_display().lower()}) by {row.visit.worker}, {on}"


def _open_cases(survivor: Person, absorbed: Person) -> list[NeedEpisode]:
    found = {row.child_id: row for row in NeedEpisode.objects.open().filter(child__in=[survivor.pk, absorbed.pk])}
    return [found[pk] for pk in (survivor.pk, absorbed.pk) if pk in found]


def look_at_episodes(survivor: Person, absorbed: Person) -> Look:
    """Two open cases: the one that was opened first goes on, unless somebody says otherwise."""
    both = _open_cases(survivor, absorbed)
    if len(both) < 2:
        return Look()
    earlier = min(both, key=lambda row: (row.referral_date, row.pk))
    question = Question(
        EPISODE,
        "Both records have an open case. Which one goes on?",
        tuple((str(row.pk), _episode_words(row)) for row in both),
        str(earlier.pk),
        "It takes over the assessments and plans of the other one.",
    )
    return Look((question,))


def settle_episodes(merging: Merging) -> None:
    """One case at a time. The case that gives way stays as it was written, under the number of the absorbed record.

    What hangs on it goes to the case that goes on; only a second open assessment keeps its own case, since a case has
    one (census rule 8896).
    """
    pair = (merging.survivor.pk, merging.absorbed.pk)
    rows = list(NeedEpisode.objects.filter(child__in=pair))
    chosen = merging.choices.get(EPISODE) or _offered(merging)
    standing: list[NeedEpisode] = []
    for row in sorted(rows, key=lambda one: _rank(one, chosen, merging.survivor.pk)):
        rival = next((one for one in standing if _overlap(one, row)), None)
        if rival is None:
            standing.append(row)
        else:
            _give_way(merging, row, rival)
    if any(row.child_id == merging.absorbed.pk for row in standing):
        merging.defer(*ONE_CASE)
    for row in rows:
        if row in standing and row.child_id == merging.absorbed.pk:
            merging.move(row, "child_id", merging.survivor)
        elif row not in standing and row.child_id == merging.survivor.pk:
            merging.move(row, "child_id", merging.absorbed)
        elif row not in standing:
            merging.stay(row)


def _offered(merging: Merging) -> str:
    look = look_at_episodes(merging.survivor, merging.absorbed)
    return look.questions[0].default if look.questions else ""


def _rank(row: NeedEpisode, chosen: str, survivor: int) -> tuple[bool, bool, bool, int]:
    return (str(row.pk) != chosen, row.closed_on is not None, row.child_id != survivor, row.pk)


def _overlap(one: NeedEpisode, other: NeedEpisode) -> bool:
    begins = max(one.referral_date, other.referral_date)
    return begins < min(one.closed_on or date.max, other.closed_on or date.max)


def _give_way(merging: Merging, row: NeedEpisode, goes_on: NeedEpisode) -> None:
    one_open = Assessment.objects.open().filter(episode=goes_on).exists()
    for assessment in Assessment.objects.filter(episode=row):
        if assessment.authorised_at or not one_open:
            merging.change(assessment, episode=goes_on)
            one_open = one_open or not assessment.authorised_at
    for plan in ChildInNeedPlan.objects.filter(episode=row):
        merging.change(plan, episode=goes_on)


def look_at_assessments(survivor: Person, absorbed: Person) -> Look:
    open_rows = Assessment.objects.open().filter(child__in=[survivor.pk, absorbed.pk])
    if open_rows.values("child").distinct().count() < 2:
        return Look()
    return Look(warnings=("Both records have an open assessment. Both stay open: agree who finishes which.",))


def look_at_plans(survivor: Person, absorbed: Person) -> Look:
    """Two open plans: the one that was started last goes on, unless somebody says otherwise."""
    both = list(ChildInNeedPlan.objects.open().filter(child__in=[survivor.pk, absorbed.pk]).order_by("pk"))
    if len(both) < 2:
        return Look()
    later = max(both, key=lambda row: (row.started_on, row.pk))
    question = Question(
        PLAN,
        "Both records have an open plan. Which one goes on?",
        tuple((str(row.pk), f"{_began(row)}: {row.summary[:80] or 'nothing written yet'}") for row in both),
        str(later.pk),
        "The other one ends today and stays readable. Copy across what is still wanted from it.",
    )
    return Look((question,))


def settle_plans(merging: Merging) -> None:
    """The plan that was not chosen ends, saying why."""
    look = look_at_plans(merging.survivor, merging.absorbed)
    if not look.questions:
        return
    chosen = merging.choices.get(PLAN, look.questions[0].default)
    both = list(ChildInNeedPlan.objects.open().filter(child__in=[merging.survivor.pk, merging.absorbed.pk]))
    goes_on = next((row for row in both if str(row.pk) == chosen), both[0])
    for plan in both:
        if plan.pk != goes_on.pk:
            held = plan.reviews.values_list("held_on", flat=True).first()
            merging.change(
                plan,
                ended_on=max(day for day in (merging.day, plan.started_on, held) if day),
                ended_because=f"Two records were merged. The plan of {words(goes_on.started_on)} goes on.",
                version=plan.version + 1,
            )


def settle_visits(merging: Merging) -> None:
    """One visit to both records: what either result says of the child is kept on the one that stays."""
    standing = {row.visit_id: row for row in VisitChild.objects.filter(child=merging.survivor.pk)}
    for row in VisitChild.objects.filter(child=merging.absorbed.pk, visit__in=list(standing)):
        result = standing[row.visit_id]
        if row.seen and not result.seen:
            merging.change(result, seen=True, seen_alone=row.seen_alone, seen_at=row.seen_at, why_not_seen="")
        if row.child_words and row.child_words not in result.child_words:
            told = "\n\n".join(text for text in (result.child_words, row.child_words) if text)
            merging.change(result, child_words=told)
        merging.stay(row)


def settle_documents(merging: Merging) -> None:
    """The same file on both records is kept once more, withdrawn, so that nobody reads it twice."""
    held = Document.objects.filter(withdrawn_at__isnull=True)
    same = held.filter(child=merging.survivor.pk).values("sha256")
    for row in held.filter(child=merging.absorbed.pk, sha256__in=same):
        merging.change(
            row, withdrawn_at=merging.at, withdrawn_because="The same file was on both records that were merged."
        )
