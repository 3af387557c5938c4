"""Somebody tells the department; partners are asked; somebody decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from demo.cast import ASKED
from demo.families import MadeUpChild
from demo.life import Act, Life, Telling, in_order, later
from demo.words import common
from people.codes import RelationshipKind
from referrals import services
from referrals.codes import CheckAnswer, Consent, ContactMethod, ContactOutcome, LawfulBasis, Urgency
from referrals.models import Contact, ContactChild, PartnerCheck, ThresholdDecision
from staff.models import Agency

FAMILY = {"1A", "1C"}
METHODS = {"6": ContactMethod.NOTIFICATION, "2A": ContactMethod.FORM, "3F": ContactMethod.LETTER}
Outcomes = dict[MadeUpChild, str]
Decisions = dict[MadeUpChild, ThresholdDecision]


@dataclass
class Told:
    """A contact as it stands after it was logged."""

    contact: Contact
    rows: dict[MadeUpChild, ContactChild]
    source: str
    at: datetime


def log_contact(
    life: Life,
    at: datetime,
    *,
    source: str | None = None,
    children: Sequence[MadeUpChild] | None = None,
    urgency: str = "",
    concern: str = "",
) -> Told:
    """Whoever sits at the front door writes down what came in; children not met before are recorded with it."""
    rng, children = life.rng, list(children or life.family.children)
    source, words, who = _what_is_said(life, source)
    consent, why = _consent(life, source)
    school = life.school
    contact = services.record_contact(
        by=life.cast.officer(rng),
        received_at=at,
        at=later(at, minutes=rng.randrange(4, 40)),
        source=source,
        method=METHODS.get(source, ContactMethod.TELEPHONE),
        agency=life.cast.agency_of(source, school),
        referrer_name=who,
        referrer_may_be_named=None if source == "9" else source not in FAMILY or life.maybe(0.6),
        concern=concern or words,
        consent=consent,
        consent_reason=why,
        urgency=urgency or _urgency(life),
        children=[child.record or services.NewChild(_fields(life, child, at)) for child in children],
        household=_household(life),
        adults=_adults(life) if any(child.record is None for child in children) else (),
    )
    return Told(contact, _rows(contact, children), source, at)


def _what_is_said(life: Life, source: str | None) -> tuple[str, str, str]:
    """The census source, the words, and whose they are."""
    told = [one for one in life.family.theme.told if source in (None, one[0])]
    if source and not told:
        told = [(source, words) for words in common("told").get(source, ())]
    source, words = life.rng.choice(told or life.family.theme.told)
    who = _referrer(life, source, words)
    if life.family.eldest.record is not None and life.maybe(0.5):
        words = f"{words} {life.voice.common('again')}"
    return source, life.voice.fill(words), who


def _consent(life: Life, source: str) -> tuple[str, str]:
    if source in FAMILY or (source in {"2A", "3A", "3B", "3F", "4", "2B"} and life.maybe(0.75)):
        return Consent.GIVEN, ""
    if life.family.theme.urgent and life.maybe(0.3):
        return Consent.NOT_SOUGHT_RISK, life.voice.common("not_asked")
    if life.maybe(0.1):
        return Consent.REFUSED, life.voice.common("refused")
    return Consent.NOT_YET_SOUGHT, ""


def _urgency(life: Life) -> str:
    weights = (25, 55, 18, 2) if life.family.theme.urgent else (4, 46, 40, 10)
    return life.rng.choices((Urgency.RED, Urgency.AMBER, Urgency.GREEN, Urgency.BLUE), weights)[0]


def _referrer(life: Life, source: str, words: str) -> str:
    if source == "1A":
        return (life.family.grandmother if "{grandmother}" in words else life.family.mother).name
    if source == "1C":
        return life.family.eldest.name
    if source in {"9", "1B"}:
        return ""
    names = common("referrers")
    return str(life.rng.choice(names.get(source) or names["other"]))


def _fields(life: Life, child: MadeUpChild, at: datetime) -> dict:
    return life.family.child_fields(child, at.date())


def _household(life: Life) -> services.Household:
    line, code = life.family.homes[0]
    return services.Household(line, life.family.locality.town, code if life.maybe(0.9) else "")


def _adults(life: Life) -> list[services.NewAdult]:
    """Nearly always the mother, and the father less than half the time: who is not named is to be found out."""
    family, named = life.family, []
    if life.maybe(0.93):
        phone = family.mother.phone if life.maybe(0.7) else ""
        named.append(services.NewAdult(fields=family.mother.fields(), phone=phone, parental_responsibility=True))
    if life.maybe(0.42):
        named.append(services.NewAdult(fields=family.father.fields()))
    if life.maybe(0.12):
        named.append(services.NewAdult(kind=RelationshipKind.GRANDPARENT, fields=family.grandmother.fields()))
    return named


def _rows(contact: Contact, children: Sequence[MadeUpChild]) -> dict[MadeUpChild, ContactChild]:
    rows = list(contact.children.select_related("child").order_by("pk"))
    for child, row in zip(children, rows, strict=True):
        row.contact = contact
        child.record = row.child
    return dict(zip(children, rows, strict=True))


def check_steps(life: Life, told: Told, number: int) -> list[tuple[datetime, Act]]:
    """Partners are asked soon after, and answer the same day, late, or not at all in so many words."""
    steps: list[tuple[datetime, Act]] = []
    ask_at = life.hours.soon(told.at, 45, 120)
    for agency in _whom_to_ask(life, told, number):
        asked: list[PartnerCheck] = []
        steps.append((ask_at, _ask(life, told, agency, asked)))
        wait = life.rng.choices(((60, 300), (1500, 3200), (5000, 9000)), (80, 15, 5))[0]
        steps.append((life.hours.soon(ask_at, *wait), _answer(life, agency, asked)))
    return steps


def _whom_to_ask(life: Life, told: Told, number: int) -> list[Agency]:
    names = [life.school if name == "school" else name for name in ASKED]
    own = told.contact.agency_id
    able = [life.cast.agencies[name] for name in names if name in life.cast.agencies]
    return life.rng.sample([agency for agency in able if agency.pk != own], number)


def _ask(life: Life, told: Told, agency: Agency, asked: list[PartnerCheck]) -> Act:
    basis = LawfulBasis.CONSENT if told.contact.consent == Consent.GIVEN else LawfulBasis.PUBLIC_TASK

    def act(at: datetime) -> None:
        asked.append(
            services.ask_check(
                contact=told.contact,
                agency=agency,
                lawful_basis=basis,
                question=life.voice.common("question"),
                by=life.cast.officer(life.rng),
                at=at,
            )
        )

    return act


def _answer(life: Life, agency: Agency, asked: list[PartnerCheck]) -> Act:
    def act(at: datetime) -> None:
        answers = common("check_answers").get(agency.kind, ())
        kind = life.rng.choices((CheckAnswer.INFORMATION, CheckAnswer.NOTHING_KNOWN, CheckAnswer.REFUSED), (70, 24, 6))[
            0
        ]
        services.answer_check(
            check=asked[0],
            answer_kind=kind if answers or kind != CheckAnswer.INFORMATION else CheckAnswer.NOTHING_KNOWN,
            answer=life.voice.one_of(answers) if answers and kind == CheckAnswer.INFORMATION else "",
            shared_by=life.rng.choice(common("referrers")["other"]),
            by=life.cast.officer(life.rng),
            at=at,
        )

    return act


def decide(life: Life, at: datetime, told: Told, outcomes: Outcomes) -> Decisions:
    """One decision for each child, with its own reason."""
    decider = life.cast.decider(life.rng)
    family = life.family
    decisions = {}
    for child, outcome in outcomes.items():
        needs_team = outcome in {ContactOutcome.REFERRAL, ContactOutcome.STRATEGY_DISCUSSION}
        early = outcome == ContactOutcome.EARLY_HELP
        decisions[child] = services.decide_contact(
            contact_child=told.rows[child],
            outcome=outcome,
            reason=_reason(life, child, outcome),
            by=decider,
            at=at,
            team=life.cast.teams[life.team or life.cast.assessment_team(family.locality)] if needs_team else None,
            agency=life.cast.agencies[child.school] if early else None,
            lead_practitioner=life.rng.choice(common("referrers")["2A"]) if early else "",
            history_read=life.maybe(0.97),
            told_to_referrer=life.voice.common("told_back") if told.contact.agency_id else "",
        )
    return decisions


def _reason(life: Life, child: MadeUpChild, outcome: str) -> str:
    theme = life.family.theme
    if outcome == ContactOutcome.NO_FURTHER_ACTION:
        return life.voice.one_of(theme.nothing, child)
    if outcome in {ContactOutcome.REFERRAL, ContactOutcome.STRATEGY_DISCUSSION}:
        return life.voice.one_of(theme.referral, child)
    return life.voice.common({"advice": "advice", "early_help": "early_help"}.get(outcome, "passed_on"), child)


def front_door(
    life: Life,
    start: datetime,
    outcomes: Callable[[], Outcomes],
    *,
    source: str | None = None,
    checks: int | None = None,
) -> Telling[tuple[Decisions, datetime]]:
    """From the telephone to the decision: answers what was decided, and when."""
    told = log_contact(life, (yield start), source=source)
    if checks is None:
        checks = life.rng.choices((0, 1, 2, 3), (50, 26, 16, 8))[0]
    if checks:
        life.also(in_order(check_steps(life, told, checks)))
    at = yield when_decided(life, told.at)
    return decide(life, at, told, outcomes()), at


def when_decided(life: Life, told_at: datetime) -> datetime:
    """The same day or the next, and now and then too late."""
    if life.maybe(0.07):
        return life.hours.in_working_days(told_at, 2, 4)
    return life.hours.soon(told_at, 150, 420) if life.maybe(0.55) else life.hours.in_working_days(told_at, 1, 1)
