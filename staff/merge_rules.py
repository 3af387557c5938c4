"""Who holds and who may see, when two records become one: one lead, and the stricter of two restrictions."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from guardian.models import UserObjectPermission

from people.merging import Look, Merging, Question, register_after, register_plain_column, register_rule
from people.models import Child, Person, PersonMerge
from staff.codes import AllocationRole
from staff.models import AccessGrant, Alert, Allocation, ConflictOfInterest, RestrictedPerson, Restriction

LEAD = "lead"


def register() -> None:
    register_rule(Allocation, "child_id", "allocations", settle=settle_allocations, look=look_at_leads, choosable=False)
    register_rule(AccessGrant, "child_id", "openings with a reason", settle=settle_named, choosable=False)
    register_rule(
        RestrictedPerson,
        "person_id",
        "restrictions",
        settle=settle_restrictions,
        look=look_at_restrictions,
        choosable=False,
    )
    # The one that began a restriction: where both did, the second stays as it was written.
    register_rule(Restriction, "child_id", "restrictions begun", settle=keep_both_beginnings, choosable=False)
    register_rule(ConflictOfInterest, "person_id", "bars", settle=keep_one_bar, choosable=False)
    register_plain_column(Alert, "child_id", "alerts", choosable=False)
    register_after(unmerge=hide_both)


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


def _open_rows(survivor: Person, absorbed: Person) -> dict[int, RestrictedPerson]:
    """By person, what hides each of the two today."""
    rows = RestrictedPerson.objects.filter(person__in=[survivor.pk, absorbed.pk], to_on__isnull=True)
    return {row.person_id: row for row in rows}


def look_at_restrictions(survivor: Person, absorbed: Person) -> Look:
    hidden = _open_rows(survivor, absorbed)
    if not hidden or len({row.restriction_id for row in hidden.values()}) < len(hidden):
        return Look()
    if len(hidden) == 2:
        words = (
            "Both records are restricted. Only those who are named on both restrictions will see the one that goes on, "
            "and whoever is hidden with it."
        )
    else:
        words = (
            "One of the two is restricted, so the one that goes on is. Whoever is not named will not see it any more."
        )
    return Look(warnings=(words,))


def settle_restrictions(merging: Merging) -> None:
    """Restricted on either, restricted on both; seen by those named on each. The stricter list wins, name by name."""
    rows = _open_rows(merging.survivor, merging.absorbed)
    if len(rows) < 2:
        return
    ours, theirs = rows[merging.survivor.pk], rows[merging.absorbed.pk]
    merging.stay(theirs)
    if ours.restriction_id == theirs.restriction_id:
        return
    kind = ContentType.objects.get_for_model(Restriction)
    named = UserObjectPermission.objects.filter(content_type=kind)
    on_theirs = set(named.filter(object_pk=str(theirs.restriction_id)).values_list("user", flat=True))
    for one in named.filter(object_pk=str(ours.restriction_id)).exclude(user__in=on_theirs):
        merging.take(one)


def keep_both_beginnings(merging: Merging) -> None:
    """A restriction that began with the absorbed record stays there where the survivor has begun one of its own."""
    begun = Restriction.objects.filter(to_on__isnull=True)
    if begun.filter(child=merging.survivor.pk).exists():
        for row in begun.filter(child=merging.absorbed.pk):
            merging.stay(row)


def keep_one_bar(merging: Merging) -> None:
    """A worker barred from either is barred from both; once is enough."""
    barred = ConflictOfInterest.objects.filter(to_on__isnull=True)
    twice = barred.filter(person=merging.survivor.pk).values("user")
    for row in barred.filter(person=merging.absorbed.pk, user__in=twice):
        merging.stay(row)


def settle_named(merging: Merging) -> None:
    """A record that was named to one person stays named to that person under the number that goes on."""
    kinds = ContentType.objects.get_for_models(Person, Child, for_concrete_models=False).values()
    rows = UserObjectPermission.objects.filter(content_type__in=list(kinds))
    mine = set(rows.filter(object_pk=str(merging.survivor.pk)).values_list("user", "permission"))
    for row in rows.filter(object_pk=str(merging.absorbed.pk)):
        if (row.user_id, row.permission_id) not in mine:
            merging.change(row, object_pk=str(merging.survivor.pk))


def hide_both(merge: PersonMerge) -> None:
    """What was hidden since the merge is hidden on both records after it: nobody sees more by an unmerge."""
    since = _open_rows(merge.survivor, merge.absorbed)
    ours = since.get(merge.survivor_id)
    if ours and merge.absorbed_id not in since and _is_new(merge, ours):
        RestrictedPerson.objects.create(
            restriction_id=ours.restriction_id, person_id=merge.absorbed_id, from_on=ours.from_on
        )
    for bar in ConflictOfInterest.objects.open().filter(person=merge.survivor_id):
        theirs = ConflictOfInterest.objects.filter(user=bar.user_id, person=merge.absorbed_id, to_on__isnull=True)
        if _is_new(merge, bar) and not theirs.exists():
            bar.pk, bar.person_id, bar._state.adding = None, merge.absorbed_id, True
            bar.save()


def _is_new(merge: PersonMerge, row: Model) -> bool:
    """Whether the survivor did not have the row when the two became one."""
    return row.pk not in merge.held.get(f"{row._meta.label_lower}.person_id", [])
