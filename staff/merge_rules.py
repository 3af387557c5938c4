"""Who holds and who may see, when two records become one: one lead, and the stricter of two restrictions."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.contrib.contenttypes.models import ContentType
from guardian.models import UserObjectPermission

from people.merging import Look, Merging, Question, register_after, register_plain_column, register_rule
from people.models import Child, Person, PersonMerge
from staff.codes import AllocationRole
from staff.models import AccessGrant, Alert, Allocation, Restriction

LEAD = "lead"


def register() -> None:
    register_rule(Allocation, "child_id", "allocations", settle=settle_allocations, look=look_at_leads, choosable=False)
    register_rule(AccessGrant, "child_id", "openings with a reason", settle=settle_named, choosable=False)
    register_rule(
        Restriction, "child_id", "restrictions", settle=settle_restrictions, look=look_at_restrictions, choosable=False
    )
    register_plain_column(Alert, "child_id", "alerts", choosable=False)
    register_after(unmerge=restrict_both)


def _leads(survivor: Person, absorbed: Person) -> list[Allocation]:
    """Who leads today, the survivor's first."""
    rows = Allocation.objects.open().lead().filter(child__in=[survivor.pk, absorbed.pk])
    found = {row.child_id: row for row in rows.select_related("worker", "team")}
    return [found[pk] for pk in (survivor.pk, absorbed.pk) if pk in found]


def look_at_leads(survivor: Person, absorbed: Person) -> Look:
    """Two lead workers: a person says who goes on; the other stays as a joint worker, and both see the record."""
    both = _leads(survivor, absorbed)
    if len(both) < 2 or (both[0].team_id, both[0].worker_id) == (both[1].team_id, both[1].worker_id):
        return Look()
    default = both[0] if both[0].worker_id or not both[1].worker_id else both[1]
    question = Question(
        LEAD,
        "Who leads from today?",
        tuple(
            (str(row.pk), f"{row.worker}, {row.team}" if row.worker else f"{row.team}, no worker yet") for row in both
        ),
        str(default.pk),
        "The other worker stays on as a joint worker.",
    )
    return Look((question,))


def settle_allocations(merging: Merging) -> None:
    """One lead at a time. Leads whose time overlaps the survivor's stay under the absorbed number, as they were."""
    both = _leads(merging.survivor, merging.absorbed)
    look = look_at_leads(merging.survivor, merging.absorbed)
    chosen = merging.choices.get(LEAD) or (look.questions[0].default if look.questions else "")
    leads = next((row for row in both if str(row.pk) == chosen), both[0] if both else None)
    mine = list(Allocation.objects.lead().filter(child=merging.survivor.pk))
    for row in Allocation.objects.lead().filter(child=merging.absorbed.pk).select_related("worker", "team"):
        if any(_overlap(row, one) for one in mine):
            merging.stay(row)
            if row.to_on is None:
                merging.change(row, to_on=max(merging.day, row.from_on))
    if leads and leads in both and leads.pk in merging.stays[Allocation]:
        _let_lead(merging, leads, [row for row in both if row.child_id == merging.survivor.pk])
    for row in both:
        if leads and row.worker_id and row.worker_id != leads.worker_id:
            _keep_as_joint_worker(merging, row)
    _end_doubled(merging)


def _overlap(one: Allocation, other: Allocation) -> bool:
    return max(one.from_on, other.from_on) < min(one.to_on or date.max, other.to_on or date.max)


def _let_lead(merging: Merging, leads: Allocation, mine: list[Allocation]) -> None:
    """The other record's worker leads from today; the survivor's own stops on the same day."""
    for row in mine:
        merging.change(row, to_on=max(merging.day, row.from_on))
    ends = [row.to_on for row in Allocation.objects.lead().filter(child=merging.survivor.pk) if row.to_on]
    merging.make(
        Allocation(
            child_id=merging.survivor.pk,
            team=leads.team,
            worker=leads.worker,
            from_on=max([merging.day, *ends]),
            reason="Two records of one person were merged.",
        )
    )


def _keep_as_joint_worker(merging: Merging, row: Allocation) -> None:
    pair = [merging.survivor.pk, merging.absorbed.pk]
    role = AllocationRole.CO_WORKER
    if not Allocation.objects.open().filter(child__in=pair, worker=row.worker_id, role=role).exists():
        merging.make(
            Allocation(
                child_id=merging.survivor.pk,
                team=row.team,
                worker=row.worker,
                role=role,
                from_on=merging.day,
                reason="Two records of one person were merged.",
            )
        )


def _end_doubled(merging: Merging) -> None:
    """Whoever works with both in the same part does so once."""
    here = Allocation.objects.open().exclude(role=AllocationRole.LEAD)
    mine = set(here.filter(child=merging.survivor.pk).values_list("worker", "role"))
    for row in here.filter(child=merging.absorbed.pk):
        if (row.worker_id, row.role) in mine:
            merging.stay(row)
            merging.change(row, to_on=max(merging.day, row.from_on))


def _named_on(rows: Collection[Restriction]) -> dict[int, list[UserObjectPermission]]:
    """For each restriction the permissions of those whom it names."""
    found: dict[int, list[UserObjectPermission]] = defaultdict(list)
    kind = ContentType.objects.get_for_model(Restriction)
    for one in UserObjectPermission.objects.filter(content_type=kind, object_pk__in=[str(row.pk) for row in rows]):
        found[int(one.object_pk)].append(one)
    return found


def _open_restrictions(survivor: Person, absorbed: Person) -> dict[int, Restriction]:
    rows = Restriction.objects.filter(child__in=[survivor.pk, absorbed.pk], to_on__isnull=True)
    return {row.child_id: row for row in rows}


def look_at_restrictions(survivor: Person, absorbed: Person) -> Look:
    restricted = _open_restrictions(survivor, absorbed)
    if not restricted:
        return Look()
    if len(restricted) == 2:
        words = "Both records are restricted. Only those who are named on both will see the one that goes on."
    else:
        words = (
            "One of the two is restricted, so the one that goes on is. Whoever is not named will not see it any more."
        )
    return Look(warnings=(words,))


def settle_restrictions(merging: Merging) -> None:
    """Restricted on either, restricted on both; seen by those named on each. The stricter list wins, row by row."""
    rows = _open_restrictions(merging.survivor, merging.absorbed)
    if len(rows) < 2:
        return
    ours, theirs = rows[merging.survivor.pk], rows[merging.absorbed.pk]
    named = _named_on([ours, theirs])
    on_both = {one.user_id for one in named[theirs.pk]}
    for one in named[ours.pk]:
        if one.user_id not in on_both:
            merging.take(one)
    merging.stay(theirs)


def settle_named(merging: Merging) -> None:
    """A record that was named to one person stays named to that person under the number that goes on."""
    kinds = ContentType.objects.get_for_models(Person, Child, for_concrete_models=False).values()
    rows = UserObjectPermission.objects.filter(content_type__in=list(kinds))
    mine = set(rows.filter(object_pk=str(merging.survivor.pk)).values_list("user", "permission"))
    for row in rows.filter(object_pk=str(merging.absorbed.pk)):
        if (row.user_id, row.permission_id) not in mine:
            merging.change(row, object_pk=str(merging.survivor.pk))


def restrict_both(merge: PersonMerge) -> None:
    """A restriction put on the one record since the merge holds for both after it: nobody sees more by an unmerge."""
    since = _open_restrictions(merge.survivor, merge.absorbed)
    ours = since.get(merge.survivor_id)
    if ours is None or merge.absorbed_id in since or ours.pk in merge.held.get("staff.restriction.child_id", []):
        return
    copy = Restriction.objects.create(child_id=merge.absorbed_id, reason=ours.reason, from_on=ours.from_on)
    for one in _named_on([ours])[ours.pk]:
        UserObjectPermission.objects.create(
            user_id=one.user_id, permission_id=one.permission_id, content_type=one.content_type, object_pk=str(copy.pk)
        )
