"""The one gate: who may see which child, and who may do what kind of work.

Every query, page, API answer, count and export narrows its children here, and a child comes from a URL only
through `child_for`, which also writes the opening down.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from guardian.models import UserObjectPermission

from audit import as_known
from audit.services import record_opening
from people.models import Child, Person
from staff.kept import kept
from staff.models import (
    AccessGrant,
    Allocation,
    AllocationQuerySet,
    ConflictOfInterest,
    RestrictedPerson,
    Team,
    User,
)
from staff.roles import Permission, Scope

# A closed case stays open to the team that closed it for four weeks, so that its papers can be finished.
CLOSED_CASE_STAYS = timedelta(days=28)

# The child whose record was opened before the page went into the past.
_opened: ContextVar[int | None] = ContextVar("the child whose past is open", default=None)

VisibilityRule = Callable[[User], Q | None]
_further_rules: list[VisibilityRule] = []
_annotations: dict[str, Callable[[], Any]] = {}


def add_visibility_rule(rule: VisibilityRule) -> None:
    """Let a room above widen who sees a child, for example: an undecided contact is open to the front door.

    The rule gets a user and answers a condition on children, or None. It never lifts a restriction or a bar.
    """
    _further_rules.append(rule)


def add_child_annotation(name: str, expression: Callable[[], Any]) -> None:
    """Let a room above know something of every child whose record is opened, in the same question as the gate's."""
    _annotations[name] = expression


def teams_answered_for(user: User) -> QuerySet[Team]:
    """The teams that a person works in, manages, or whose service the person manages."""
    condition = Q(manager=user) | Q(pk=user.team_id)
    if user.role_definition.scope == Scope.SERVICE:
        condition |= Q(service_manager=user)
    return Team.objects.filter(condition)


def _own_allocations(user: User) -> AllocationQuerySet:
    """Allocations of the person or of the person's teams, as far as the role reaches."""
    condition = Q(worker=user)
    if user.role_definition.scope != Scope.OWN:
        condition |= Q(team=user.team_id) | Q(team__manager=user)
    if user.role_definition.scope == Scope.SERVICE:
        condition |= Q(team__service_manager=user)
    return Allocation.objects.filter(condition)


def _held_by(user: User) -> Q:
    """Children held today, or whose closed case was held last, by the person or the person's teams."""
    mine = _own_allocations(user).filter(child=OuterRef("pk"))
    held_by_anybody = Allocation.objects.open().lead().filter(child=OuterRef("pk"))
    closed_lately = mine.lead().filter(to_on__gt=timezone.localdate() - CLOSED_CASE_STAYS)
    return Q(Exists(mine.open())) | (Q(Exists(closed_lately)) & ~Q(Exists(held_by_anybody)))


def _granted_to(user: User) -> Q:
    """Children named to the person: a joint worker's grant, a record opened with a reason, or a restricted one."""
    grants = AccessGrant.objects.filter(user=user, child=OuterRef("pk"), until__gt=timezone.now())
    short_list = RestrictedPerson.objects.filter(
        _is_named(user, "staff", "open_restricted_record", "restriction_id"), to_on__isnull=True
    )
    return Q(Exists(grants)) | Q(_is_named(user, "people", "view_person")) | Q(pk__in=short_list.values("person"))


def _is_named(user: User, app: str, permission: str, key: str = "pk") -> Exists:
    """Whether the person holds guardian's permission on the row: what its `get_objects_for_user` asks, in one step."""
    return Exists(
        UserObjectPermission.objects.filter(
            user=user,
            permission__codename=permission,
            permission__content_type__app_label=app,
            object_pk=Cast(OuterRef(key), CharField()),
        )
    )


def sees_everybody(user: User) -> bool:
    """Roles for the whole department, and the front door team, which must see the history of whoever rings."""
    if user.role_definition.scope == Scope.EVERYBODY:
        return True
    return user.role_definition.scope != Scope.NOBODY and user.answers_for_front_door


def hidden_from(user: User, key: str = "pk") -> Q:
    """Whoever must not exist for the person: those whose restriction does not name the person, and the person's own
    family (a conflict of interest). `key` is the field that holds the somebody's id. It beats every role and grant.
    """
    return kept(("hidden", user.pk, timezone.localdate()), lambda: Person.with_merged.filter(_hidden(user)), key)


def _hidden(user: User) -> Q:
    named = _is_named(user, "staff", "open_restricted_record", "restriction_id")
    closed = RestrictedPerson.objects.filter(~named, person=OuterRef("pk"), to_on__isnull=True)
    barred = ConflictOfInterest.objects.open().filter(user=user, person=OuterRef("pk"))
    return Q(Exists(closed)) | Q(Exists(barred))


def people_hidden_from(user: User) -> QuerySet[Person]:
    """Those same people with the records that were merged into theirs: whose number is not to be spoken of."""
    return Person.with_merged.filter(hidden_from(user) | hidden_from(user, "merged_into"))


def not_restricted_for(user: User) -> Q:
    """Everybody but those hidden from the person."""
    return ~hidden_from(user)


def alert_not_restricted_for(user: User) -> Q:
    """The same for alerts: one about a record that was hidden since is gone, from the list and from the count."""
    return ~hidden_from(user, "child_id")


def kept_from(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of (user, person) those where the person is hidden from the user: for alerts to many people about many.

    One query where nobody concerned is hidden from anybody, four otherwise.
    """
    users, people = {user for user, _ in pairs}, {person for _, person in pairs}
    closed = RestrictedPerson.objects.filter(person=OuterRef("pk"), to_on__isnull=True)
    barred = ConflictOfInterest.objects.open().filter(user__any_of=users, person=OuterRef("pk"))
    hidden_from_some = Person.with_merged.filter(Exists(closed) | Exists(barred), pk__any_of=people)
    concerned = set(hidden_from_some.values_list("pk", flat=True)) if pairs else set()
    if not concerned:
        return set()
    rows = RestrictedPerson.objects.filter(person__any_of=concerned, to_on__isnull=True)
    restricted = dict(rows.values_list("person", "restriction"))
    named = set(
        UserObjectPermission.objects.filter(
            user__any_of=users,
            permission__codename="open_restricted_record",
            permission__content_type__app_label="staff",
            object_pk__in=[str(pk) for pk in restricted.values()],
        ).values_list("user", "object_pk")
    )
    own = set(
        ConflictOfInterest.objects.open()
        .filter(user__any_of=users, person__any_of=people)
        .values_list("user", "person")
    )
    return {
        (user, person)
        for user, person in pairs
        if (user, person) in own or (person in restricted and (user, str(restricted[person])) not in named)
    }


def children_visible_to(user: User) -> QuerySet[Child]:
    """The rule itself: every child whose record this person may open today.

    The question is put together once for as long as it stays the same, and asked of the database each time: one
    request asks it a dozen times over, and putting it together costs more than the answer. It holds for the hour, since
    two of its conditions look at the time; no request lasts so long.
    """
    if not user.is_active or user.role_definition.scope == Scope.NOBODY:
        return Child.objects.none()
    return Child.objects.filter(may_open(user))


def may_open(user: User, key: str = "pk") -> Q:
    """The same as a condition on the field that holds a child's key, for a question about other rows."""
    if not user.is_active or user.role_definition.scope == Scope.NOBODY:
        return Q(pk__in=[])
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    past = as_known.moment_shown()
    standing = ("visible", user.pk, user.role, user.team_id, sees_everybody(user), hour, len(_further_rules), past)
    return kept(standing, lambda: _visible_to(user), key)


def _visible_to(user: User) -> QuerySet[Person]:
    people = Person.with_merged.filter(~_hidden(user))
    if sees_everybody(user):
        return people
    condition = _held_by(user) | _granted_to(user)
    # Access is today's, and the rooms above would look at rows of the past: there, what they add is left out.
    for rule in [] if as_known.moment_shown() else _further_rules:
        condition |= rule(user) or Q()
    return people.filter(condition)


def sees_all_of(user: User, child_ids: Collection[int]) -> bool:
    """Whether the person may open every one of these records: what the rule above says, mostly at a fifth of its price.

    A record that nobody restricted, from which nothing bars the person and that the person's own team holds today is
    open by that rule; only where one of them is not so, the rule itself is asked.
    """
    wanted = set(child_ids)
    if not user.is_active or user.role_definition.scope == Scope.NOBODY:
        return not wanted
    if not sees_everybody(user):
        restricted = RestrictedPerson.objects.filter(person=OuterRef("child"), to_on__isnull=True)
        barred = ConflictOfInterest.objects.open().filter(user=user, person=OuterRef("child"))
        plain = _own_allocations(user).open().filter(~Exists(restricted), ~Exists(barred), child__in=wanted)
        wanted -= set(plain.values_list("child", flat=True))
    return not wanted or children_visible_to(user).filter(pk__in=wanted).count() == len(wanted)


def children_known_to_exist_for(user: User) -> QuerySet[Child]:
    """Children a search may name: those one may open, and those one may ask to open with a reason."""
    if user.may(Permission.OPEN_WITH_REASON):
        return Child.objects.filter(not_restricted_for(user))
    return children_visible_to(user)


def people_visible_to(user: User) -> QuerySet[Person]:
    """People whom a search or a match may name: nobody hidden, and nobody at all for those who see no child."""
    if not user.is_active or user.role_definition.scope == Scope.NOBODY:
        return Person.objects.none()
    return Person.objects.filter(not_restricted_for(user))


def child_for(user: User, pk: int, *, page: str, reason: str = "") -> Child:
    """The child of this key, if the person may see it; the opening is written down.

    Raises Http404 when there is no such child or the person may not know of it: the two look the same.
    """
    if as_known.moment_shown():
        return _opened_before(pk)
    restricted = RestrictedPerson.objects.filter(person=OuterRef("pk"), to_on__isnull=True)
    further = {name: expression() for name, expression in _annotations.items()}
    child = children_visible_to(user).filter(pk=pk).annotate(is_restricted=Exists(restricted), **further).first()
    if child is None:
        raise Http404
    record_opening(user=user, child_id=child.pk, page=page, reason=reason)
    return child


@contextmanager
def past_open_for(user: User, pk: int, *, page: str) -> Iterator[Child]:
    """Today's gate, before the tables show the past: within the block `child_for` answers this child as it was.

    Raises Http404 as `child_for` does.
    """
    child = child_for(user, pk, page=page)
    token = _opened.set(child.pk)
    try:
        yield child
    finally:
        _opened.reset(token)


def _opened_before(pk: int) -> Child:
    child = Child.objects.filter(pk=pk).first() if pk == _opened.get() else None
    if child is None:
        raise Http404
    return child


def child_outside_team_for(user: User, pk: int) -> Child:
    """A child whose record may be asked for with a reason. Nothing of the record is opened by this."""
    child = children_known_to_exist_for(user).filter(pk=pk).first()
    if child is None or not user.may(Permission.OPEN_WITH_REASON):
        raise Http404
    return child


def check_may(user: User, permission: Permission) -> None:
    """Raises PermissionDenied with a sentence when the person's role does not do this kind of work."""
    if not user.may(permission):
        title = user.role_definition.title
        raise PermissionDenied(f"Your role, {title}, may not {permission.value}. Ask your manager who can.")


def check_may_for(user: User, permission: Permission, child: Child) -> None:
    """Raises PermissionDenied unless the role does this kind of work and the child's record is theirs to see."""
    check_may(user, permission)
    if not sees_all_of(user, [child.pk]):
        raise PermissionDenied("This record is not open to you. Ask the manager of the team that holds it.")


def may_see_front_door(user: User) -> bool:
    return user.may(Permission.SEE_FRONT_DOOR)
