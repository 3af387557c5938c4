"""What an auditor says of an opening that looked odd."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from access.codes import AuditAnswer
from access.models import OddAccess
from audit.services import record_event
from staff.models import User
from staff.policies import check_may
from staff.roles import Permission


@transaction.atomic
def answer_odd_access(*, found: OddAccess, answer: str, words: str, by: User, at: datetime | None = None) -> OddAccess:
    """Mark it as explained or passed on, with words. Raises PermissionDenied, or ValidationError by field."""
    check_may(by, Permission.AUDIT_ACCESS)
    at = at or timezone.now()
    row = OddAccess.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if row.user_id == by.pk:
        raise PermissionDenied("This is about your own openings: another auditor must answer.")
    if row.answer:
        raise ValidationError(f"{row.answered_by} has answered this already: {row.get_answer_display()}.")
    errors = {}
    if answer not in AuditAnswer.values:
        errors["answer"] = "Choose whether it is explained or passed on."
    if not words.strip():
        errors["words"] = "Say what explains it, or to whom it was passed."
    if errors:
        raise ValidationError(errors)
    row.answer, row.answer_words, row.answered_by, row.answered_at = answer, words.strip(), by, at
    row.save(update_fields=["answer", "answer_words", "answered_by", "answered_at"])
    # Without the child: the child's chronology is no place for it.
    record_event(
        kind="odd_access_answered",
        summary=f"{row.get_kind_display()}: {row.get_answer_display().lower()}",
        detail=row.answer_words,
        by=by,
        subject=("odd_access", row.pk),
        at=at,
        answer=answer,
    )
    return row
