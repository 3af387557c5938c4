"""Reads of the front door, narrowed to what the reader may see."""

from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from people.matching import Candidate, PersonQuery, find_candidates
from people.models import Child
from referrals.codes import Urgency
from referrals.models import Contact, ContactChild, EarlyHelpAssessment, PartnerCheck, Referral
from referrals.policies import contacts_visible_to, early_help_visible_to, own_contacts
from staff.models import Agency, User
from staff.policies import children_visible_to, people_visible_to
from timescales.models import Clock

_COLOUR_ORDER = Case(
    *(
        When(contact__urgency=colour, then=Value(place))
        for place, colour in enumerate(["red", "amber", "green", "blue"])
    ),
    default=Value(4),
    output_field=IntegerField(),
)


def queue_for(user: User) -> QuerySet[ContactChild, Any]:
    """Each child who waits for a decision, what is due first on top, red before amber at the same moment.

    Annotated with `due_at` (end of the one working day), `checks_asked` and `checks_open`.
    """
    due = Clock.objects.filter(subject_kind="contact_child", subject_id=OuterRef("pk"), stopped_at__isnull=True).values(
        "due_at"
    )[:1]
    checks = PartnerCheck.objects.filter(contact=OuterRef("contact")).order_by().values("contact")
    return (
        ContactChild.objects.one_a_child()
        .filter(undecided=True, contact__in=contacts_visible_to(user))
        .select_related("child", "contact__agency")
        .annotate(
            due_at=Subquery(due),
            colour_order=_COLOUR_ORDER,
            checks_asked=Subquery(checks.annotate(n=Count("pk")).values("n")),
            checks_open=Subquery(checks.filter(answered_at__isnull=True).annotate(n=Count("pk")).values("n")),
        )
        .order_by(F("due_at").asc(nulls_first=True), "colour_order", "contact__received_at", "pk")
    )


def queue_by_arrival(user: User) -> QuerySet[ContactChild]:
    """The same children with `received_at`, for a list that is read in pages: the longest waiting first."""
    return queue_for(user).annotate(received_at=F("contact__received_at")).order_by("received_at", "pk")


def queue_counts(user: User) -> dict[str, int]:
    """How many children wait, by colour."""
    waiting = ContactChild.objects.one_a_child().filter(undecided=True, contact__in=contacts_visible_to(user))
    found = dict(waiting.values_list("contact__urgency").annotate(Count("pk")))
    return {colour: found.get(colour, 0) for colour in Urgency.values}


def decided_lately(user: User) -> QuerySet[ContactChild]:
    """Children on contacts decided already, the latest first."""
    return (
        ContactChild.objects.one_a_child()
        .filter(undecided=False, contact__in=contacts_visible_to(user))
        .select_related("child", "contact__agency", "decision__decided_by")
        .order_by("-decision__decided_at", "-pk")
    )


def children_on(contact: Contact) -> QuerySet[ContactChild]:
    """The children on a contact with their decisions."""
    rows = contact.children.filter(child__merged_into__isnull=True)
    return rows.select_related("child", "as_sent", "decision__decided_by", "decision__referral").order_by("pk")


def checks_on(contact: Contact) -> QuerySet[PartnerCheck]:
    """The partner checks of a contact, what is due first on top."""
    return contact.checks.select_related("agency", "asked_by", "recorded_by")


def agencies_still_to_answer(contact: Contact) -> QuerySet[Agency]:
    return Agency.objects.filter(checks__contact=contact, checks__answered_at__isnull=True)


def undecided_beside(user: User, row: ContactChild) -> QuerySet[ContactChild]:
    """The other children on the same contact for whom nothing is decided yet, among those the user may see."""
    return (
        ContactChild.objects.filter(contact=row.contact_id, undecided=True, child__in=children_visible_to(user))
        .exclude(pk=row.pk)
        .select_related("child")
        .order_by("pk")
    )


def likely_same(user: User, row: ContactChild) -> list[Candidate]:
    """People who may be a child that a partner's contact recorded as new."""
    child = row.child
    query = PersonQuery(
        forename=child.forename,
        surname=child.surname,
        date_of_birth=child.date_of_birth,
        sex=child.sex,
        nhs_number=child.nhs_number or "",
        upn=child.upn or "",
    )
    found = find_candidates(query, among=people_visible_to(user).exclude(pk=child.pk), limit=4)
    return [candidate for candidate in found if candidate.strength != "weak"]


def contacts_of(child: Child, user: User) -> QuerySet[ContactChild]:
    """A child's contacts, the latest first, for a reader who may see them."""
    return (
        ContactChild.objects.filter(child=child, contact__in=contacts_visible_to(user))
        .select_related("contact__agency", "decision__decided_by")
        .order_by("-contact__received_at", "-pk")
    )


def candidates_for(user: User, query: PersonQuery, limit: int = 6) -> list[Candidate]:
    """People who may be the one that is being typed, among those the user may know of."""
    return find_candidates(query, among=people_visible_to(user), limit=limit)


def what_is_known(person_ids: list[int]) -> dict[int, list[str]]:
    """For each person a few short facts: an open case, early help, how many contacts, how many ended with nothing."""
    known: dict[int, list[str]] = {pk: [] for pk in person_ids}
    for referral in Referral.objects.filter(child_id__in=person_ids, episode__closed_on__isnull=True).exclude(
        episode=None
    ):
        known[referral.child_id].append(f"Open case since {referral.received_on:%-d %B %Y}")
    for row in EarlyHelpAssessment.objects.open().filter(child_id__in=person_ids).select_related("agency"):
        known[row.child_id].append(f"Early help with {row.agency}")
    counts = (
        ContactChild.objects.filter(child_id__in=person_ids)
        .values("child_id")
        .annotate(n=Count("pk"), nothing=Count("pk", filter=Q(decision__outcome="nfa")))
    )
    for row in counts:
        number = row["n"]
        words = f"{number} earlier contact{'' if number == 1 else 's'}"
        if row["nothing"]:
            words += f", {row['nothing']} with no further action"
        known[row["child_id"]].append(words)
    return known


def early_help_by_agency(user: User, since: date) -> list[tuple[str, int, int]]:
    """Early help started since a day, counted by the agency that wrote it: (agency, started, still open)."""
    rows = (
        early_help_visible_to(user)
        .filter(started_on__gte=since)
        .order_by()
        .values("agency__name")
        .annotate(started=Count("pk"), still_open=Count("pk", filter=Q(closed_on__isnull=True)))
        .order_by("-started", "agency__name")
    )
    return [(row["agency__name"], row["started"], row["still_open"]) for row in rows]


def own_contacts_with_outcomes(user: User) -> QuerySet[Contact]:
    """A partner's own contacts, each child as the partner named it, with what was decided. Nothing of the record."""
    children = ContactChild.objects.select_related("as_sent", "decision").order_by("pk")
    return own_contacts(user).prefetch_related(Prefetch("children", queryset=children))
