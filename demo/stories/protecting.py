"""A child who is not safe: the strategy discussion, the enquiry, the conference, the plan, and how it ends."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.codes import VisitPurpose
from demo.diary import LASTS
from demo.families import MadeUpChild
from demo.hours import working_day
from demo.life import Act, Life, Telling, in_order
from demo.stories import planning, visits
from people.models import Child
from safeguarding import services
from safeguarding.models import ChildProtectionPlan, Conference, Section47Enquiry
from safeguarding.services import DecidedFor, Result
from timescales.calendars import england

WENT_ON = 0.82  # of the enquiries; the others find that nothing more is needed
LATE = 0.12  # of the conferences
PART_TOOK = [
    ("social_care", "", "Team manager"),
    ("police", "Sergeant Lee", "Child abuse investigation"),
    ("health", "Nurse Okafor", "Named nurse"),
    ("education", "", "Safeguarding lead"),
]
COME = (("social_care", "Social worker"), ("police", "Police"), ("health", "Health visitor"), ("education", "School"))
CATEGORIES = ("NEG", "EMO", "PHY", "SAB")


REVIEWS = (84, 258, 432)


@dataclass
class Sitting:
    """A review conference to come; the last one ends the plans."""

    last: bool
    conference: Conference | None = None
    held: bool = False


def protect(life: Life, at: datetime, *, arranged: bool = False) -> Telling[tuple[datetime, bool]]:
    """From the discussion to the end of the plan. Answers when it was over, and whether a plan had been made.

    An arranged family is at risk for certain, and stays with the worker whom visitors are.
    """
    held_at = at
    enquiries = _discussion(life, held_at)
    at = yield life.hours.in_working_days(at, 1, 1)
    visits.visit(life, at, VisitPurpose.ENQUIRY, seen=True, alone=True)
    children = life.open_cases
    goes_on = arranged or life.maybe(WENT_ON)
    conference = _booked(life, held_at, children, at) if goes_on else None
    at = yield life.hours.in_working_days(at, 3, 6)
    for child, enquiry in enquiries.items():
        _written(life, child, enquiry, at, goes_on=goes_on)
    at = yield life.hours.in_working_days(at, 1, 1)
    for enquiry in enquiries.values():
        services.conclude_section47_enquiry(enquiry=enquiry, by=life.manager, at=at)
    if conference is None:
        return at, False
    at = yield conference.ends_at + timedelta(minutes=40)
    plans = _held(life, conference, children, at)
    at = yield life.hours.in_working_days(at, 1, 3)
    if not arranged:
        planning.transfer(life, at, life.cast.plan_team(life.family.locality))
    at = yield from _plan_runs(life, plans, at)
    return at, True


def _discussion(life: Life, held_at: datetime) -> dict[MadeUpChild, Section47Enquiry]:
    """The manager, the police, health and the school decide for each child of the case."""
    voice, manager = life.voice, life.manager
    eldest = life.open_cases[0]
    names = {"social_care": manager.get_full_name(), "education": life.voice.fill("{school}")}
    attendances = [(agency, name or names[agency], role) for agency, name, role in PART_TOOK]
    joint = "joint" if life.maybe(0.6) else "single"
    discussion = services.hold_strategy_discussion(
        children=[
            DecidedFor(life.record_of(child), joint, voice.common("strategy_reason", child), worker=life.lead)
            for child in life.open_cases
        ],
        held_at=held_at - timedelta(minutes=35),
        concern=voice.common("strategy_concern", eldest),
        attendances=attendances,
        agreed=voice.common("strategy_agreed", eldest),
        by=manager,
        at=held_at,
    )
    found = {row.child_id: row for row in discussion.enquiries.all()}
    return {child: found[life.record_of(child).pk] for child in life.open_cases}


def _booked(life: Life, held_at: datetime, children: list[MadeUpChild], at: datetime) -> Conference:
    days = life.rng.randint(16, 19) if life.maybe(LATE) else life.rng.randint(9, 14)
    starts_at, room, chair = life.cast.diary.next_free(england().add(held_at.date(), days))
    conference = services.book_conference(
        kind="initial",
        children=[life.record_of(child) for child in children],
        starts_at=starts_at,
        ends_at=starts_at + LASTS,
        chair=chair,
        room=room,
        by=life.lead,
        at=at,
    )
    _invited(life, conference, at)
    return conference


def _invited(life: Life, conference: Conference, at: datetime) -> None:
    voice = life.voice
    names = {
        "Social worker": life.lead.get_full_name(),
        "Police": "Sergeant Lee",
        "Health visitor": "Nurse Okafor",
        "School": voice.fill("{school}"),
    }
    services.invite_to_conference(
        conference=conference, name=voice.fill("{mother}"), what="Mother", by=life.lead, at=at
    )
    for agency, what in COME:
        services.invite_to_conference(
            conference=conference,
            name=names[what],
            agency=agency,
            what=what,
            report_wanted=agency == "social_care",
            by=life.lead,
            at=at,
        )


def _written(life: Life, child: MadeUpChild, enquiry: Section47Enquiry, at: datetime, *, goes_on: bool) -> None:
    voice = life.voice
    services.save_section47_enquiry(
        enquiry=enquiry,
        by=life.lead,
        at=at,
        seen_at=None if life.record_of(child).unborn else enquiry.discussion.held_at + timedelta(hours=20),
        why_not_seen="Not born yet" if life.record_of(child).unborn else "",
        seen_alone=not life.record_of(child).unborn,
        child_words=voice.said_by(child),
        findings=voice.common("section47_findings" if goes_on else "section47_relief", child),
        outcome="continuing_risk" if goes_on else "not_substantiated",
    )
    services.submit_section47_enquiry(enquiry=enquiry, by=life.lead, at=at)


def _reported(life: Life, conference: Conference, at: datetime) -> None:
    """The family has the report some working days before, mostly."""
    days = 4 if life.maybe(0.8) else 1
    on = england().add(conference.starts_at.date(), -days)
    if on > at.date():
        return
    for one in conference.invitations.filter(report_wanted=True):
        services.record_conference_report(invitation=one, received_on=on, shared_with_family_on=on, by=life.lead, at=at)


def _held(
    life: Life, conference: Conference, children: list[MadeUpChild], at: datetime
) -> dict[MadeUpChild, ChildProtectionPlan]:
    """A plan for each, but where one of several lives safely elsewhere."""
    _reported(life, conference, at)
    voice = life.voice
    category = life.rng.choices(CATEGORIES, (50, 34, 11, 5))[0]
    results = []
    for child in children:
        safe = child is not children[0] and life.maybe(0.12)
        results.append(
            Result(
                life.record_of(child),
                "no_plan" if safe else "plan",
                voice.common("conference_reason", child),
                category="" if safe else category,
                participation=life.rng.choice(("PN1", "PN5", "PN6")),
                child_views=voice.common("conference_views", child),
                plan={"concerns": voice.common("protection_concerns", child), "lead_practitioner": life.lead},
                outcomes=[] if safe else _outcomes(life, child, at.date()),
            )
        )
    services.hold_conference(
        conference=conference,
        held_on=conference.starts_at.date(),
        results=results,
        came=list(conference.invitations.exclude(agency="police") if life.maybe(0.3) else conference.invitations.all()),
        discussion=voice.common("conference_said", children[0]),
        by=conference.chair,
        at=at,
    )
    made = {plan.child_id: plan for plan in conference.plans.all()}
    records: dict[MadeUpChild, Child] = {child: life.record_of(child) for child in children}
    return {child: made[record.pk] for child, record in records.items() if record.pk in made}


def _outcomes(life: Life, child: MadeUpChild, on: date) -> list[tuple[str, list[tuple[str, str, date | None]]]]:
    voice = life.voice
    actions: list[tuple[str, str, date | None]] = [
        (voice.fill("Breakfast club every school day", child), voice.fill("{school}", child), on + timedelta(days=10)),
        (voice.fill("Visit in the evening, without notice", child), "Social worker", on + timedelta(days=21)),
    ]
    return [(voice.common("protection_outcome", child), actions)]


def _plan_runs(life: Life, plans: dict[MadeUpChild, ChildProtectionPlan], started: datetime) -> Telling[datetime]:
    """Visits every ten working days, core groups, review conferences; the second or third review ends it."""
    if not plans:
        return started
    months = life.rng.choices((3, 9, 15), (35, 48, 17))[0]
    first = next(iter(plans.values())).started_on
    steps: list[tuple[datetime, Act]] = []
    on = first
    while (on := on + timedelta(days=_until_next_visit(life))) < first + timedelta(days=30 * months):
        steps.append((life.hours.on(on), _visit(life)))
    for day in (9 if life.maybe(0.85) else 20, *range(46, 30 * months - 5, 38)):
        steps.append((life.hours.on(first + timedelta(days=day)), _core_group(life, plans)))
    reviews = [day for day in REVIEWS if day <= 30 * months]
    sittings = [Sitting(number == len(reviews)) for number in range(1, len(reviews) + 1)]
    for sitting, day in zip(sittings, reviews, strict=True):
        held_by = working_day(first + timedelta(days=day + 4))
        steps.append(
            (life.hours.on(first + timedelta(days=day - 20)), _review_booked(life, plans, sitting, first, day))
        )
        steps.append((life.hours.on(held_by), _reviewed(life, plans, sitting)))
    at = yield from in_order(steps)
    for sitting in sittings:
        if not sitting.held and sitting.conference:  # the diary had been full for days
            at = yield sitting.conference.ends_at + timedelta(minutes=30)
            _reviewed(life, plans, sitting)(at)
    return at


def _until_next_visit(life: Life) -> int:
    """Within ten working days, mostly; one in ten comes late."""
    return life.rng.randint(16, 22) if life.maybe(0.1) else life.rng.randint(8, 13)


def _visit(life: Life) -> Act:
    def act(at: datetime) -> None:
        visits.visit(life, at, VisitPurpose.PROTECTION, seen=not life.maybe(0.06))

    return act


def _core_group(life: Life, plans: dict[MadeUpChild, ChildProtectionPlan]) -> Act:
    def act(at: datetime) -> None:
        eldest = next(iter(plans))
        services.record_core_group(
            plans=list(plans.values()),
            held_on=at.date(),
            present=life.voice.fill("{mother}, {school}, health visitor, social worker", eldest),
            progress=life.voice.common("core_group_progress", eldest),
            by=life.lead,
            at=at,
        )

    return act


def _review_booked(
    life: Life, plans: dict[MadeUpChild, ChildProtectionPlan], sitting: Sitting, first: date, day: int
) -> Act:
    def act(at: datetime) -> None:
        starts_at, room, chair = life.cast.diary.next_free(working_day(first + timedelta(days=day)))
        conference = services.book_conference(
            kind="review",
            children=[life.record_of(child) for child in plans],
            starts_at=starts_at,
            ends_at=starts_at + LASTS,
            chair=chair,
            room=room,
            by=life.lead,
            at=at,
        )
        _invited(life, conference, at)
        sitting.conference = conference

    return act


def _reviewed(life: Life, plans: dict[MadeUpChild, ChildProtectionPlan], sitting: Sitting) -> Act:
    def act(at: datetime) -> None:
        conference, last = sitting.conference, sitting.last
        if conference is None or conference.ends_at > at:
            return
        sitting.held = True
        decision = "end" if last else "continue"
        services.hold_conference(
            conference=conference,
            held_on=conference.starts_at.date(),
            results=[
                Result(
                    life.record_of(child),
                    decision,
                    life.voice.common("conference_ends" if last else "conference_goes_on", child),
                    category=plan.category,
                    participation="PN1",
                    child_views=life.voice.said_by(child),
                    end_reason="child_in_need" if last else "",
                )
                for child, plan in plans.items()
            ],
            came=list(conference.invitations.all()),
            discussion=life.voice.common("conference_said"),
            by=conference.chair,
            at=at,
        )

    return act
