"""Who may say that two records are of one person; and whoever works with either is told."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from people import merging
from people.merging.merge import check_can_be_merged
from people.models import DuplicatePair, Person, PersonMerge, Relationship
from staff.models import Alert, User
from staff.policies import check_may, children_visible_to, people_visible_to
from staff.queries import responsible_for
from staff.roles import Permission
from staff.services import alerts

BUSY = "Somebody is writing on one of these records at this moment. Nothing was changed: press the button again."


def wholly_visible_to(user: User) -> QuerySet[Person]:
    """Whom the person sees wholly: children whose record is open, and adults all of whose children are.

    An adult has no record of their own here; what hangs on one hangs on the children.
    """
    children = children_visible_to(user).values("pk")
    kin = Relationship.objects.filter(
        Q(from_person=OuterRef("pk"), to_person__is_child=True) & ~Q(to_person__in=children)
        | Q(to_person=OuterRef("pk"), from_person__is_child=True) & ~Q(from_person__in=children)
    )
    return people_visible_to(user).filter(Q(is_child=True, pk__in=children) | Q(is_child=False) & ~Exists(kin))


def check_can_merge(user: User, *people: Person) -> None:
    """Raises PermissionDenied, in a sentence, for one whose role does not merge or who does not see all of both."""
    check_may(user, Permission.MERGE_RECORDS)
    wanted = {person.pk for person in people}
    if wholly_visible_to(user).filter(pk__in=wanted).count() < len(wanted):
        raise PermissionDenied("Only somebody who sees the whole of both records may do this. Ask the front door.")


def person_wholly_for(user: User, pk: int) -> Person:
    """An adult whom the person sees wholly, so that the record may be compared. Raises Http404 otherwise."""
    person = wholly_visible_to(user).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def may_merge(user: User, *people: Person) -> bool:
    try:
        check_can_merge(user, *people)
    except PermissionDenied:
        return False
    return True


def merge_records(
    *,
    survivor: Person,
    absorbed: Person,
    reason: str,
    by: User,
    choices: Mapping[str, str] | None = None,
    mark: str = "",
    at: datetime | None = None,
) -> PersonMerge:
    """Let `survivor` go on for both records; see `people.merging.merge_people`.

    Raises PermissionDenied for one who may not, ValidationError where it cannot be.
    """
    check_may(by, Permission.MERGE_RECORDS)
    # Somebody else may have merged them a moment ago: that is said, and not that a record is not open.
    rows = {person.pk: person for person in Person.with_merged.filter(pk__in=[survivor.pk, absorbed.pk])}
    check_can_be_merged(rows[survivor.pk], rows[absorbed.pk])
    check_can_merge(by, survivor, absorbed)
    try:
        with transaction.atomic():
            told = _who_works_with([survivor, absorbed])
            merge = merging.merge_people(
                survivor=survivor, absorbed=absorbed, reason=reason, by=by, choices=choices, mark=mark, at=at
            )
            words = f"The records of {survivor.name} and {absorbed.name} were merged by {by}: one person"
            _tell(merge, told, words, "merged", by, merge.merged_at)
    except OperationalError as error:
        raise ValidationError(BUSY) from error
    return merge


def unmerge_records(
    *,
    merge: PersonMerge,
    reason: str,
    by: User,
    choices: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> merging.Unmerged:
    """Let both records go on by themselves again; see `people.merging.unmerge_people`."""
    check_can_merge(by, merge.survivor)
    try:
        with transaction.atomic():
            done = merging.unmerge_people(merge=merge, reason=reason, by=by, choices=choices, at=at)
            # Each is told of the one alone: whoever works with the one need not know of the other.
            for person in (merge.survivor, merge.absorbed):
                words = f"{person.name} has a record of their own again: {by} took a merge apart"
                _tell(merge, _who_works_with([person]), words, f"unmerged-{person.pk}", by, at or timezone.now())
    except OperationalError as error:
        raise ValidationError(BUSY) from error
    return done


def set_pair_aside(*, pair: DuplicatePair, because: str, by: User, at: datetime | None = None) -> None:
    """Somebody looked and says that these are two people: the pair is not shown again."""
    check_can_merge(by, pair.one, pair.other)
    if not because.strip():
        raise ValidationError({"because": "Say how you know that they are two people."})
    DuplicatePair.objects.filter(pk=pair.pk).update(
        not_same_at=at or timezone.now(),
        not_same_by_id=by.pk,
        not_same_by_name=by.get_full_name(),
        not_same_because=because.strip()[:500],
    )


def likely_duplicates_for(user: User) -> QuerySet[DuplicatePair]:
    """Pairs both of whom the person sees wholly, the likeliest first; nothing at all for those who do not merge."""
    if not user.may(Permission.MERGE_RECORDS):
        return DuplicatePair.objects.none()
    visible = wholly_visible_to(user).values("pk")
    rows = DuplicatePair.objects.filter(not_same_at__isnull=True, one__in=visible, other__in=visible)
    return rows.select_related("one", "other").order_by("-score", "pk")


def _children_of(people: Iterable[Person]) -> dict[int, int]:
    """The children on whose records these people stand: a child's own, an adult's relatives; each with whom it is."""
    found = {person.pk: person.pk for person in people if person.is_child}
    adults = [person.pk for person in people if not person.is_child]
    for row in Relationship.objects.filter(from_person__in=adults, to_person__is_child=True) if adults else ():
        found.setdefault(row.to_person_id, row.from_person_id)
    return found


def _who_works_with(people: list[Person]) -> dict[User, int]:
    """Lead workers and team managers, each with one child of theirs whom it concerns."""
    told: dict[User, int] = {}
    for child_id, line in responsible_for(list(_children_of(people))).items():
        for user in (line.worker, line.team_manager):
            if user is not None:
                told.setdefault(user, child_id)
    return told


def _tell(merge: PersonMerge, told: Mapping[User, int], words: str, kind: str, by: User, at: datetime) -> None:
    """Each once. The record is named by the number that goes on, so that the alert leads there."""
    rows = []
    for user, child_id in told.items():
        here = merge.survivor_id if kind == "merged" and child_id == merge.absorbed_id else child_id
        if user != by:
            rows.append(
                Alert(
                    user=user,
                    child_id=here,
                    kind="records_merged" if kind == "merged" else "records_unmerged",
                    text=words[:300],
                    url=f"/children/{here}/",
                    key=f"{kind}:{merge.pk}",
                    raised_at=at,
                )
            )
    alerts(rows)


def merges_of(person: Person) -> QuerySet[PersonMerge]:
    """What was merged into this record, and what was taken apart again, the latest first."""
    return PersonMerge.objects.filter(survivor__in=[person.pk, *person.merged_ids]).select_related(
        "survivor", "absorbed"
    )


def merge_into(person: Person, pk: int) -> PersonMerge | None:
    return merges_of(person).filter(pk=pk).first()
