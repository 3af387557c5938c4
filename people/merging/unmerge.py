"""A merge is taken apart: what came from each goes back to it, and nothing that was written since is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import Actor
from people.merging.handing_over import hand_over
from people.merging.merge import lock_both
from people.merging.names_again import put_current_name_right
from people.merging.putting_back import asked_at_the_end, rows_back, values_back, values_of
from people.merging.registry import after_unmerge
from people.merging.since import changed_facts, written_since
from people.models import Person, PersonMerge
from people.models.merging import ChangeKind
from people.rules.birthdays import said
from people.services._shared import day_of, tell


@dataclass
class Unmerged:
    """What came of it: the merge, and in plain words whatever could not be put back because it has changed since."""

    merge: PersonMerge
    left_as_it_is: list[str] = field(default_factory=list)


@transaction.atomic
def unmerge_people(
    *,
    merge: PersonMerge,
    reason: str,
    by: Actor,
    choices: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Unmerged:
    """Let both records go on by themselves again. Whoever calls has checked that `by` may.

    `choices` says for a row written since ("casework.visitchild.child_id:12") "survivor" or "absorbed", and for a fact
    changed since ("religion") "survivor", "absorbed" or "both". Raises ValidationError where it cannot be done yet.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Say why these are not records of one person."})
    chosen, at = dict(choices or {}), at or timezone.now()
    survivor, absorbed = lock_both(merge.survivor, merge.absorbed)
    merge = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    check_can_be_unmerged(merge, survivor)
    facts = changed_facts(merge, survivor)
    written = written_since(merge)
    now_said = {column: getattr(survivor, column) for fact in facts for column in fact.columns}
    absorbed.merged_into = None
    absorbed.version += 1
    absorbed.save(update_fields=["merged_into", "version"])
    with asked_at_the_end(merge):
        left = rows_back(merge)
        handed = hand_over(merge, written, chosen, by)
    left += values_back(merge)
    survivor, absorbed = _afresh(survivor), _afresh(absorbed)
    _settle_facts(merge, survivor, absorbed, facts, now_said, chosen)
    for person in (survivor, absorbed):
        put_current_name_right(person, day_of(at))
    Person.objects.filter(pk=survivor.pk).update(version=survivor.version + 1)
    merge.undone_at, merge.undone_reason, merge.undone_choices = max(at, merge.merged_at), reason.strip(), chosen
    merge.undone_by_id, merge.undone_by_name = by.pk, by.get_full_name()
    merge.save()
    for follows in after_unmerge():
        follows(merge)
    _tell(merge, survivor, absorbed, by, at, handed)
    return Unmerged(merge, left)


def check_can_be_unmerged(merge: PersonMerge, survivor: Person) -> None:
    """Raises ValidationError, saying what has to be done first."""
    if merge.undone_at:
        raise ValidationError(f"{merge.undone_by_name} has taken this merge apart already. Nothing was changed.")
    if survivor.merged_into_id:
        raise ValidationError(
            f"Record {survivor.pk} was itself merged into record {survivor.merged_into_id}. Take that apart first."
        )
    later = later_on_the_same_rows(merge)
    if later:
        raise ValidationError(
            f"Record {later.absorbed_id} was merged into this one on {said(timezone.localdate(later.merged_at))}, "
            "and that changed some of the same entries. Take that apart first."
        )


def later_on_the_same_rows(merge: PersonMerge) -> PersonMerge | None:
    """A merge into the same record that holds today and touched what this one had touched."""
    after = PersonMerge.objects.live().filter(survivor=merge.survivor_id, pk__gt=merge.pk)
    ours = set(merge.changes.values_list("table", "row_id"))
    for one in after.order_by("pk"):
        touched = set(one.changes.exclude(table="people.person").values_list("table", "row_id"))
        if ours & touched:
            return one
    return None


def _afresh(person: Person) -> Person:
    return Person.with_merged.get(pk=person.pk)


def _settle_facts(
    merge: PersonMerge,
    survivor: Person,
    absorbed: Person,
    facts: list[Any],
    now_said: dict[str, Any],
    chosen: Mapping[str, str],
) -> None:
    """What somebody wrote since is not lost: it stays with the survivor, goes to the other, or stands on both."""
    former = values_of(Person, merge.left_as)
    before = _before(merge, survivor.pk)
    ours: dict[str, Any] = {}
    theirs: dict[str, Any] = {}
    for fact in facts:
        choice = chosen.get(fact.key, "survivor")
        for column in fact.columns:
            if choice == "absorbed":
                ours[column] = before.get(column, former[column])
            if choice == "absorbed" or (choice == "both" and not fact.unique):
                theirs[column] = now_said[column]
    for person, wanted in ((survivor, ours), (absorbed, theirs)):
        for column, value in wanted.items():
            setattr(person, column, value)
        if wanted:
            person.save(update_fields=list(wanted))


def _before(merge: PersonMerge, person: int) -> dict[str, Any]:
    """What stood on a person's own row before the merge, where it changed it."""
    rows = merge.changes.filter(table="people.person", row_id=person, kind=ChangeKind.CHANGED).order_by("-pk")
    return values_of(Person, {row.column: row.before for row in rows})


def _tell(
    merge: PersonMerge, survivor: Person, absorbed: Person, by: Actor, at: datetime, handed: Mapping[str, list[int]]
) -> None:
    for person, other in ((survivor, absorbed), (absorbed, survivor)):
        tell(
            kind="records_unmerged",
            summary=f"No longer merged with record {other.pk} ({other.formal_name}): another person",
            about=[person],
            by=by,
            at=at,
            subject=("person_merge", merge.pk),
            reason=merge.undone_reason,
            handed_over=handed,
        )
