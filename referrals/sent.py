"""What a partner's message may say, and what is made of it. Pure: a message and a day in, problems by field out.

A problem of a child or an adult is named by its place, like "children.0.date_of_birth", counted from nought.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.codes import ReferralSource
from people.codes import RelationshipKind, Sex
from people.models import Child, Person
from people.rules.numbers import read_phone, read_postcode
from people.rules.records import find_problems, tidy
from referrals import rules
from staff.codes import AgencyKind

MOST_CHILDREN, MOST_ADULTS, LONGEST_CONCERN = 20, 20, 20_000
# A sender's clock may be a little ahead of ours.
CLOCK_SLACK = timedelta(minutes=5)
OLDEST = timedelta(days=365)

# The census source where the message names none.
SOURCES = {
    AgencyKind.POLICE: ReferralSource.POLICE,
    AgencyKind.HEALTH: ReferralSource.OTHER_HEALTH,
    AgencyKind.EDUCATION: ReferralSource.SCHOOLS,
    AgencyKind.HOUSING: ReferralSource.HOUSING,
    AgencyKind.PROBATION: ReferralSource.OTHER_LEGAL,
    AgencyKind.ADULT_CARE: ReferralSource.SOCIAL_CARE,
    AgencyKind.YOUTH_JUSTICE: ReferralSource.COUNCIL_OTHER,
}
# What a message may call an adult: the kinds of relationship, and the two words that say the sex as well.
MOTHER, FATHER = "mother", "father"
ADULTS = {MOTHER: "Mother", FATHER: "Father", **dict(RelationshipKind.choices)}

Problems = dict[str, list[str]]


@dataclass(frozen=True)
class SentChild:
    """A child as the partner names it."""

    forename: str = ""
    surname: str = ""
    date_of_birth: date | None = None
    expected_date_of_birth: date | None = None
    sex: str = Sex.UNKNOWN
    nhs_number: str = ""
    upn: str = ""

    def facts(self) -> dict[str, Any]:
        """The fields of people.services.record_child, in the one form in which they are kept."""
        return self.read()[0]

    def read(self) -> tuple[dict[str, Any], Problems]:
        """The facts, and what could not be read."""
        return tidy({name: value for name, value in vars(self).items() if value not in ("", None)})


@dataclass(frozen=True)
class SentAdult:
    """An adult of the family as the partner names them."""

    forename: str = ""
    surname: str = ""
    relationship: str = RelationshipKind.OTHER
    phone: str = ""
    parental_responsibility: bool | None = None

    @property
    def kind(self) -> str:
        return RelationshipKind.PARENT if self.relationship in (MOTHER, FATHER) else self.relationship

    @property
    def sex(self) -> str:
        return {MOTHER: Sex.FEMALE, FATHER: Sex.MALE}.get(self.relationship, Sex.UNKNOWN)


@dataclass(frozen=True)
class SentHome:
    """Where the family lives, as far as the partner says."""

    line1: str = ""
    town: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class Message:
    """One notification of a partner."""

    concern: str
    consent: str
    urgency: str
    children: Sequence[SentChild]
    received_at: datetime | None = None
    source: str = ""
    method: str = "notification"
    referrer_name: str = ""
    referrer_contact: str = ""
    referrer_may_be_named: bool | None = None
    consent_reason: str = ""
    partner_reference: str = ""
    home: SentHome = field(default_factory=SentHome)
    adults: Sequence[SentAdult] = ()


def source_of(message: Message, agency_kind: str) -> str:
    """The census source that the message names, or the usual one of such an agency."""
    return message.source or SOURCES.get(AgencyKind(agency_kind), ReferralSource.OTHER)


def problems_of(message: Message, at: datetime) -> Problems:
    """All that cannot be taken as it stands. The same whether or not the department knows the child."""
    found: Problems = {}
    received_at = message.received_at or at
    for name, sentence in [
        *_contact_problems(message, received_at, at),
        *_children_problems(message.children, timezone.localdate(received_at), timezone.localdate(at)),
        *_family_problems(message, timezone.localdate(at)),
    ]:
        found.setdefault(name, []).append(sentence)
    return found


def _contact_problems(message: Message, received_at: datetime, at: datetime) -> Iterator[tuple[str, str]]:
    if received_at > at + CLOCK_SLACK:
        yield "received_at", "The contact cannot come in later than now. Check the date, the time and the time zone."
    if received_at < at - OLDEST:
        yield "received_at", "This is more than a year ago. Leave it out, and say in the concern when it happened."
    if not message.concern.strip():
        yield "concern", "Say what you are worried about."
    if len(message.concern) > LONGEST_CONCERN:
        yield "concern", f"The concern must be {LONGEST_CONCERN} characters or fewer."
    if rules.consent_needs_a_reason(message.consent) and not message.consent_reason.strip():
        yield "consent_reason", "Say why the family was not asked, or why you go on without their agreement."


def _children_problems(children: Sequence[SentChild], received_on: date, today: date) -> Iterator[tuple[str, str]]:
    if not children:
        yield "children", "Name at least one child."
    if len(children) > MOST_CHILDREN:
        yield "children", f"Name {MOST_CHILDREN} children at most. Send the others as a contact of their own."
    for place, child in enumerate(children):
        facts, unread = child.read()
        readable = {name: value for name, value in facts.items() if name not in unread}
        yield from _at(f"children.{place}", {**find_problems(Child(is_child=True, **readable), today), **unread})
        if child.date_of_birth and received_on < child.date_of_birth <= today:
            yield (
                f"children.{place}.date_of_birth",
                "The child was born after this contact. Check both dates, or give an expected date of birth.",
            )
    for name, noun in (("nhs_number", "NHS number"), ("upn", "unique pupil number")):
        numbers = [child.facts().get(name) for child in children]
        twice = {number for number, times in Counter(numbers).items() if number and times > 1}
        for place in [place for place, number in enumerate(numbers) if number in twice][1:]:
            yield f"children.{place}.{name}", f"Two children have this {noun}. Check both."


def _family_problems(message: Message, today: date) -> Iterator[tuple[str, str]]:
    if message.home.line1 and not any(sign.isalnum() for sign in message.home.line1):
        yield "household.line1", "Enter the house and street, like 12 High Street."
    yield from _unread("household.postcode", read_postcode, message.home.postcode)
    if len(message.adults) > MOST_ADULTS:
        yield "adults", f"Name {MOST_ADULTS} adults at most, and the others in the concern."
    for place, adult in enumerate(message.adults):
        person = Person(forename=adult.forename, surname=adult.surname)
        yield from _at(f"adults.{place}", find_problems(person, today))
        if adult.relationship not in ADULTS:
            yield f"adults.{place}.relationship", f"Say who the adult is to the children: {', '.join(ADULTS)}."
        if adult.phone:
            yield from _unread(f"adults.{place}.phone", read_phone, adult.phone)


def _at(place: str, problems: Problems) -> Iterable[tuple[str, str]]:
    return [(f"{place}.{name}", sentence) for name, sentences in problems.items() for sentence in sentences]


def _unread(name: str, read: Any, text: str) -> Iterator[tuple[str, str]]:
    try:
        read(text)
    except ValueError as unread:
        yield name, str(unread)


def contradicts(child: SentChild, known: Person, received_on: date, today: date) -> bool:
    """Whether a known person with this child's number cannot be this child: then a number was mistaken somewhere."""
    if known.date_of_birth is None:
        return False
    if known.date_of_birth > received_on:
        return True
    if child.date_of_birth and not _same_birth(child.date_of_birth, known):
        return True
    # A grown-up of whom there is no record as a child: a mother's number given for her baby.
    grown = Person(is_child=True, forename="-", date_of_birth=known.date_of_birth)
    return not known.is_child and "date_of_birth" in find_problems(grown, today)


def _same_birth(sent: date, known: Person) -> bool:
    """An estimated date is contradicted by one more than a year away."""
    apart = abs((sent - known.date_of_birth).days) if known.date_of_birth else 0
    return apart <= (366 if known.date_of_birth_estimated else 0)


def outcome_for_referrer(outcome: str) -> tuple[str, str]:
    """What a referrer is told, as code and words; not whether the child had a case already."""
    return REFERRER_OUTCOMES.get(outcome, ("", "Not decided yet"))


REFERRER_OUTCOMES = {
    "nfa": ("nfa", "No further action"),
    "advice": ("advice", "Information and advice"),
    "early_help": ("early_help", "Early help"),
    "referral": ("referral", "Passed to children's social care"),
    "open_case": ("referral", "Passed to children's social care"),
    "strategy_discussion": ("strategy_discussion", "Strategy discussion"),
}
