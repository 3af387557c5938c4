"""Records that show nothing at all to anybody but a short list."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm, get_users_with_perms, remove_perm

from audit.services import record_event
from people.models import Child, Person
from staff.codes import RestrictionKind
from staff.models import RestrictedPerson, Restriction, RestrictionReview, User
from staff.policies import check_may_for, people_visible_to
from staff.roles import Permission

OPEN = "staff.open_restricted_record"


def open_restriction_of(person: Person) -> Restriction | None:
    """The restriction that hides this person today."""
    rows = RestrictedPerson.objects.filter(person=person.pk, to_on__isnull=True)
    row = rows.select_related("restriction__keeper", "restriction__child").first()
    return row.restriction if row else None


def named_on(restriction: Restriction) -> list[User]:
    """The short list: those at work who may know of the record."""
    users = get_users_with_perms(restriction, with_group_users=False, only_with_perms_in=["open_restricted_record"])
    found = [user for user in users if isinstance(user, User) and user.is_active]
    return sorted(found, key=lambda user: (user.last_name, user.first_name, user.pk))


def people_hidden_by(restriction: Restriction) -> list[Person]:
    """Everybody whom it hides today, children first."""
    rows = RestrictedPerson.objects.filter(restriction=restriction, to_on__isnull=True).select_related("person")
    return [row.person for row in rows.order_by("-person__is_child", "person__date_of_birth", "pk")]


def check_may_keep(user: User, restriction: Restriction) -> None:
    """The keeper, and those on the short list who restrict records.

    Raises PermissionDenied with a sentence.
    """
    named = user in named_on(restriction)
    if not named or not (restriction.keeper_id == user.pk or user.may(Permission.RESTRICT)):
        raise PermissionDenied("Only the keeper of this restriction, and a named service manager, may change it.")


@transaction.atomic
def restrict_record(
    *,
    child: Child,
    reason: str,
    named: Iterable[User],
    by: User,
    at: datetime | None = None,
    kind: str = RestrictionKind.OTHER,
    keeper: User | None = None,
    review_on: date | None = None,
    others: Iterable[Person] = (),
) -> Restriction:
    """From now on only those named see that there is such a record. Whoever restricts it must be among them.

    `others` are brothers, sisters and adults who are hidden with the child; `keeper` answers for it, whoever restricts
    it unless somebody is named. Raises PermissionDenied for one who may not, ValidationError by field without a reason,
    where the list would leave nobody who can lift it, or where somebody is restricted already.
    """
    check_may_for(by, Permission.RESTRICT, child)
    keeper, people = keeper or by, {user.pk: user for user in named}
    hidden = list({person.pk: person for person in [child, *others]}.values())
    errors = _problems_of_list(people, keeper, by)
    if not reason.strip():
        errors["reason"] = "Say why this record is restricted."
    if kind not in RestrictionKind.values:
        errors["kind"] = "Choose what kind of restriction this is."
    taken = RestrictedPerson.objects.filter(person__in=[one.pk for one in hidden], to_on__isnull=True)
    if already := taken.select_related("person").first():
        whose = "This record" if already.person_id == child.pk else already.person.name
        errors["reason"] = f"{whose} is restricted already. Change who is named instead."
    elif people_visible_to(by).filter(pk__in=[one.pk for one in hidden]).count() < len(hidden):
        errors["others"] = "Choose people from the list."
    if errors:
        raise ValidationError(errors)
    row = Restriction.objects.create(
        child=child,
        kind=kind,
        reason=reason.strip(),
        from_on=timezone.localdate(at),
        keeper=keeper,
        review_on=review_on,
        set_by=by,
    )
    for user in people.values():
        assign_perm(OPEN, user, row)
    _hide(row, [person for person in hidden if person.pk != child.pk], at)
    _tell(row, "record_restricted", "Record restricted", row.reason, by, at, named=sorted(people))
    return row


def _problems_of_list(people: dict[int, User], keeper: User, by: User) -> dict[str, str]:
    if by.pk not in people:
        return {"named": "Name yourself as well: otherwise nobody who may lift the restriction would see the record."}
    if keeper.pk not in people:
        return {"keeper": f"{keeper} answers for the restriction, so name {keeper} as well."}
    if away := next((user for user in people.values() if not user.is_active), None):
        return {"named": f"{away} does not work here any more. Take the name away."}
    return {}


def _hide(restriction: Restriction, people: Iterable[Person], at: datetime | None) -> None:
    RestrictedPerson.objects.bulk_create(
        RestrictedPerson(restriction=restriction, person_id=person.pk, from_on=timezone.localdate(at))
        for person in people
    )


def hide_with(
    *, restriction: Restriction, people: Iterable[Person], by: User | None, job: str = "", at: datetime | None = None
) -> list[Person]:
    """Hide more people by the same restriction; whoever is hidden already stays as they are.

    The caller has checked who may: the keeper's page, or what a hidden family's own contact brought.
    """
    wanted = {person.pk: person for person in people}
    taken = RestrictedPerson.objects.filter(person__in=wanted, to_on__isnull=True).values_list("person", flat=True)
    more = [person for pk, person in wanted.items() if pk not in set(taken)]
    _hide(restriction, more, at)
    for person in more:
        record_event(
            kind="record_restricted",
            summary="Record restricted with the rest of the family",
            by=by,
            job=job,
            child_id=person.pk if person.is_child else None,
            subject=("restriction", restriction.pk),
            at=at,
        )
    return more


@transaction.atomic
def change_short_list(
    *, restriction: Restriction, named: Iterable[User], keeper: User, by: User, at: datetime | None = None
) -> Restriction:
    """Name others from now on. Raises as `restrict_record`."""
    row = _open_row(restriction)
    check_may_keep(by, row)
    people = {user.pk: user for user in named}
    errors = _problems_of_list(people, keeper, by)
    if not errors and not any(user.may(Permission.RESTRICT) for user in people.values()):
        errors["named"] = "Name a service manager: otherwise nobody could lift the restriction."
    if errors:
        raise ValidationError(errors)
    before = {user.pk: user for user in named_on(row)}
    for user in before.values():
        if user.pk not in people:
            remove_perm(OPEN, user, row)
    for pk, user in people.items():
        if pk not in before:
            assign_perm(OPEN, user, row)
    row.keeper = keeper
    row.save(update_fields=["keeper"])
    came = [str(user) for pk, user in people.items() if pk not in before]
    went = [str(user) for pk, user in before.items() if pk not in people]
    said = [f"{', '.join(names)} {what}" for names, what in ((came, "added"), (went, "taken off")) if names]
    detail = ". ".join([*said, f"{keeper} answers for it."])
    _tell(row, "restriction_changed", "Who may know of this record was changed", detail, by, at, named=sorted(people))
    return row


@transaction.atomic
def name_as_keeper(*, restriction: Restriction, reason: str, by: User, at: datetime | None = None) -> Restriction:
    """Nobody who is named can act any more: `by` is named and answers for it. The caller has checked that."""
    row = _open_row(restriction)
    assign_perm(OPEN, by, row)
    row.keeper = by
    row.save(update_fields=["keeper"])
    named = sorted({by.pk, *(user.pk for user in named_on(row))})
    _tell(row, "restriction_changed", f"{by} answers for the restriction", reason, by, at, named=named)
    return row


@transaction.atomic
def review_restriction(
    *, restriction: Restriction, words: str, next_review_on: date, by: User, at: datetime | None = None
) -> RestrictionReview:
    """It is still needed, and is looked at again by that day. Raises ValidationError by field without words."""
    row = _open_row(restriction)
    check_may_keep(by, row)
    if not words.strip():
        raise ValidationError({"words": "Say why the restriction is still needed."})
    if next_review_on <= timezone.localdate(at):
        raise ValidationError({"next_review_on": "The next review must be after today."})
    review = RestrictionReview.objects.create(
        restriction=row, held_on=timezone.localdate(at), by=by, words=words.strip(), next_review_on=next_review_on
    )
    until = f"{next_review_on:%-d %B %Y}"
    _tell(row, "restriction_reviewed", f"Restriction reviewed: it goes on until {until}", review.words, by, at)
    return review


@transaction.atomic
def lift_restriction(*, restriction: Restriction, because: str, by: User, at: datetime | None = None) -> Restriction:
    """From now on the record is like any other. Raises PermissionDenied, or ValidationError without a reason."""
    row = _open_row(restriction)
    check_may_keep(by, row)
    if not by.may(Permission.RESTRICT):
        raise PermissionDenied("Only a service manager may lift a restriction. Ask one who is named.")
    if not because.strip():
        raise ValidationError({"because": "Say why the restriction is no longer needed."})
    _tell(row, "restriction_lifted", "Restriction lifted", because.strip(), by, at)
    row.to_on, row.ended_by, row.ended_because = timezone.localdate(at), by, because.strip()
    row.save(update_fields=["to_on", "ended_by", "ended_because"])
    return row


def _open_row(restriction: Restriction) -> Restriction:
    row = Restriction.objects.select_for_update(of=("self",)).get(pk=restriction.pk)
    if row.to_on is not None:
        raise ValidationError("This restriction has been lifted already. Nothing was changed.")
    return row


def _tell(
    row: Restriction,
    kind: str,
    summary: str,
    detail: str,
    by: User,
    at: datetime | None,
    named: list[int] | None = None,
) -> None:
    for person in people_hidden_by(row):
        if person.is_child:
            record_event(
                kind=kind,
                summary=summary,
                detail=detail,
                by=by,
                child_id=person.pk,
                subject=("restriction", row.pk),
                at=at,
                named=named or [],
            )
