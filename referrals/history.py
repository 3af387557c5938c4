"""What the decider reads before deciding: the story so far, of the child, the family and the house."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from casework.codes import ReferralSource
from casework.models import ChildInNeedPlan, NeedEpisode
from people.family import children_at_address, siblings_of
from people.models import Child, Person
from referrals.codes import ContactOutcome
from referrals.models import ContactChild, EarlyHelpAssessment, Referral
from referrals.rules import EarlierContact, Spacing, is_repeat, with_gaps
from staff.models import User
from staff.policies import children_visible_to

# The census has one code for relatives; the child's own word counts with the family's.
FAMILY_SOURCES = frozenset({ReferralSource.FAMILY, ReferralSource.SELF})


@dataclass(frozen=True)
class RelatedChild:
    """A brother, a sister, or another child of the house, with what is in force for that child."""

    child: Child
    in_force: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """All of it narrowed to what the reader may see."""

    child: Child
    contacts: list[Spacing] = field(default_factory=list)
    episodes: list[NeedEpisode] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    early_help: list[EarlyHelpAssessment] = field(default_factory=list)
    siblings: list[RelatedChild] = field(default_factory=list)
    at_the_address: list[RelatedChild] = field(default_factory=list)
    before: datetime | None = None

    @property
    def ended_with_nothing(self) -> list[Spacing]:
        """Earlier contacts that ended with no further action."""
        return [one for one in self.contacts if one.contact.outcome == ContactOutcome.NO_FURTHER_ACTION]

    @property
    def from_family(self) -> list[Spacing]:
        """Concerns that the family itself, or the child, brought: counted apart, so that they are not discounted."""
        return [one for one in self.contacts if one.contact.from_family]

    @property
    def is_repeat(self) -> bool:
        """Whether a referral now would follow an earlier one within twelve months."""
        today = timezone.localdate(self.before)
        return any(is_repeat(referral.received_on, today) for referral in self.referrals)

    @property
    def repeats(self) -> list[Referral]:
        today = timezone.localdate(self.before)
        return [referral for referral in self.referrals if is_repeat(referral.received_on, today)]

    @property
    def is_empty(self) -> bool:
        return not (self.contacts or self.episodes or self.early_help or self.siblings or self.at_the_address)


def history_of(child: Child, *, seen_by: User, before: datetime | None = None, leave_out: int | None = None) -> History:
    """The story of a child up to a moment, for one reader. `leave_out` is the contact being decided.

    The number of queries does not grow with the length of the story.
    """
    before = before or timezone.now()
    visible = children_visible_to(seen_by)
    siblings = siblings_of([child.pk]).get(child.pk, [])
    residence = child.current_address()
    neighbours = children_at_address(residence.address) if residence and not residence.confidential else []
    keys = {person.pk for person in [*siblings, *neighbours]} - {child.pk}
    seen = {row.pk: row for row in visible.filter(pk__in=keys)} if keys else {}
    in_force = _in_force(list(seen))
    related = {pk: RelatedChild(row, tuple(in_force.get(pk, ()))) for pk, row in seen.items()}
    return History(
        child=child,
        contacts=with_gaps(_earlier_contacts(child, before, leave_out), before),
        episodes=list(NeedEpisode.objects.filter(child=child).order_by("-referral_date")),
        referrals=list(Referral.objects.filter(child=child).exclude(decision="").order_by("-received_on")),
        early_help=_early_help_of(child),
        siblings=_chosen(siblings, related),
        at_the_address=_chosen([one for one in neighbours if one.pk not in {s.pk for s in siblings}], related),
        before=before,
    )


def _early_help_of(child: Child) -> list[EarlyHelpAssessment]:
    return list(EarlyHelpAssessment.objects.filter(child=child).select_related("agency").order_by("-started_on"))


def _chosen(people: list[Person], related: dict[int, RelatedChild]) -> list[RelatedChild]:
    return [related[person.pk] for person in people if person.pk in related]


def _earlier_contacts(child: Child, before: datetime, leave_out: int | None) -> list[EarlierContact]:
    rows = (
        ContactChild.objects.filter(child=child, contact__received_at__lte=before)
        .exclude(contact=leave_out)
        .select_related("contact", "decision")
    )
    return [_as_earlier(row) for row in rows]


def _as_earlier(row: ContactChild) -> EarlierContact:
    contact, decision = row.contact, getattr(row, "decision", None)
    return EarlierContact(
        contact_id=contact.pk,
        received_at=contact.received_at,
        source=contact.source,
        source_title=contact.get_source_display(),
        from_family=contact.source in FAMILY_SOURCES,
        outcome=decision.outcome if decision else "",
        outcome_title=decision.get_outcome_display() if decision else "Not yet decided",
        reason=decision.reason if decision else "",
        concern=contact.concern,
    )


def _in_force(child_ids: list[int]) -> dict[int, list[str]]:
    """What is or was in force for brothers, sisters and other children of the house, in words."""
    if not child_ids:
        return {}
    found: dict[int, list[str]] = {}
    for plan in ChildInNeedPlan.objects.filter(child_id__in=child_ids).order_by("-started_on"):
        until = f" to {plan.ended_on:%-d %B %Y}" if plan.ended_on else ", open"
        found.setdefault(plan.child_id, []).append(f"Child in need plan from {plan.started_on:%-d %B %Y}{until}")
    for episode in NeedEpisode.objects.open().filter(child_id__in=child_ids):
        found.setdefault(episode.child_id, []).append(f"Open case since {episode.referral_date:%-d %B %Y}")
    for help_row in EarlyHelpAssessment.objects.open().filter(child_id__in=child_ids).select_related("agency"):
        found.setdefault(help_row.child_id, []).append(f"Early help with {help_row.agency}")
    return found
