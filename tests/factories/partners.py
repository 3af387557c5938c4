"""Partner agencies: their log-ins, their tokens, and what they send."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from rest_framework.test import APIClient

from people.models import Child
from referrals.sent import Message, SentChild
from staff.api_scopes import SCOPES
from staff.api_tokens import digest_of
from staff.models import ApiToken, Restriction, User
from tests.factories.staff import agency, user

# Numbers whose check digit is right; nobody real has them.
NHS, OTHER_NHS, THIRD_NHS = "9990000018", "9990000026", "9990000034"
UPN = "B801200005001"


def partner(username: str = "pc-jones", name: str = "Wexcombe Police", kind: str = "police") -> User:
    """Somebody of an agency who sends contacts."""
    return user(username, "partner_agency", agency=agency(name, kind))


def key_of(someone: User, *scopes: str, **fields: Any) -> str:
    """The key of a token for these scopes, or for all that the person's role can have. The same at each call."""
    wanted = list(scopes or SCOPES)
    key = f"test-{someone.pk}-{'-'.join(wanted)}-{fields}"[:150].replace(" ", "")
    facts = {"prefix": key[:10], "name": "Tests", "scopes": wanted, "ends_at": timezone.now() + timedelta(days=30)}
    ApiToken.objects.get_or_create(digest=digest_of(key), user=someone, defaults={**facts, **fields})
    return key


def with_token(someone: User, *scopes: str, **fields: Any) -> APIClient:
    """The API as this person's program calls it."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {key_of(someone, *scopes, **fields)}")
    return client


def message(*children: SentChild, **fields: Any) -> Message:
    """The police were called to a house."""
    named = {
        "concern": "Officers found the children alone at 1 am.",
        "consent": "not_yet_sought",
        "urgency": "amber",
        "children": children or (maisie(),),
        **fields,
    }
    return Message(**named)


def maisie(**facts: Any) -> SentChild:
    """A girl born on 3 April 2019."""
    return SentChild(
        **{"forename": "Maisie", "surname": "Clarke", "date_of_birth": date(2019, 4, 3), "sex": "F", **facts}
    )


def posted(*children: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The same as JSON."""
    one = {"forename": "Maisie", "surname": "Clarke", "date_of_birth": "2019-04-03", "sex": "F"}
    return {
        "concern": "Officers found the children alone at 1 am.",
        "consent": "not_yet_sought",
        "urgency": "amber",
        "children": list(children) or [one],
        **fields,
    }


def restricted(child: Child) -> Restriction:
    return Restriction.objects.create(child=child, reason="A colleague's family", from_on=date(2026, 1, 5))
