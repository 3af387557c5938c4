"""Each form is handled once, however often it is sent."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from ui.models import Person, SubmitToken
from ui.tokens import short


def claim_token(*, user: Person, token: str, fingerprint: str = "", at: datetime | None = None) -> bool:
    """True for the first sending of this form; False when it was handled before.

    Call it in the same transaction as the work: a second sending waits at the unique row until the first has
    committed, and gets its chance if the first failed.
    """
    try:
        with transaction.atomic():
            SubmitToken.objects.create(
                user=user, token=short(token), fingerprint=fingerprint, claimed_at=at or timezone.now()
            )
    except IntegrityError:
        return False
    return True


def finish_token(*, token: str, url: str, user: Person | None = None) -> None:
    """Keep where the first sending led, for the second to follow. A form's token is one person's in any case."""
    claims = SubmitToken.objects.filter(token=short(token))
    (claims if user is None else claims.filter(user=user)).update(result_url=url)


def handled(*, user: Person, token: str) -> SubmitToken | None:
    """The earlier handling of this form, where there was one."""
    return SubmitToken.objects.filter(user=user, token=short(token)).first()


def forget_old_tokens(*, before: datetime | None = None) -> int:
    """Drop tokens that no page can still be holding (a token is good for a week). Returns how many."""
    limit = before or timezone.now() - timedelta(days=14)
    return SubmitToken.objects.filter(claimed_at__lt=limit).delete()[0]
