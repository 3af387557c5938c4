"""Records that show nothing at all to anybody but a short list."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm

from audit.services import record_event
from people.models import Child
from staff.models import Restriction, User
from staff.policies import check_may_for
from staff.roles import Permission

OPEN = "staff.open_restricted_record"


@transaction.atomic
def restrict_record(
    *, child: Child, reason: str, named: Iterable[User], by: User, at: datetime | None = None
) -> Restriction:
    """From now on only those named see that there is such a record. Whoever restricts it must be among them.

    Raises PermissionDenied for one who may not, ValidationError by field without a reason, where the list would leave
    nobody who can lift it, or where the record is restricted already.
    """
    check_may_for(by, Permission.RESTRICT, child)
    people = {user.pk: user for user in named}
    errors = {}
    if not reason.strip():
        errors["reason"] = "Say why this record is restricted."
    if by.pk not in people:
        errors["named"] = "Name yourself as well: otherwise nobody who may lift the restriction would see the record."
    if Restriction.objects.filter(child=child, to_on__isnull=True).exists():
        errors["reason"] = "This record is restricted already. Change who is named instead."
    if errors:
        raise ValidationError(errors)
    row = Restriction.objects.create(child=child, reason=reason.strip(), from_on=timezone.localdate(at))
    for user in people.values():
        assign_perm(OPEN, user, row)
    record_event(
        kind="record_restricted",
        summary="Record restricted",
        detail=row.reason,
        by=by,
        child_id=child.pk,
        subject=("restriction", row.pk),
        at=at,
        named=sorted(people),
    )
    return row
