"""Who may log in at all: a demonstration's account, whose password everybody knows, only in the demonstration."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from staff.api_tokens import note_use, token_with_key
from staff.models import ApiToken, User
from staff.queries import user_with_standing


def may_log_in(user: User) -> bool:
    """Whether this account may be used here: active, and a demonstration's account only in the demonstration."""
    return user.is_active and (settings.DEMO or not user.is_demo)


class StaffBackend(ModelBackend):
    """Name and password, for the log-in page and for the API alike.

    A session that a demonstration's account brings along is refused as well: it is asked for at every request.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return may_log_in(user)

    def get_user(self, user_id: int) -> User | None:
        """Whoever asks for a page, with the team and with what the gate asks of everybody: one query a request."""
        user = user_with_standing(user_id)
        return user if user and self.user_can_authenticate(user) else None


class StaffTokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`, for programs. A token opens no more than the password of its account would.

    Whatever is wrong with a token, the answer is one and the same: it tells nobody that there was such a token.
    """

    keyword = "Token"
    not_readable = "Send the header as “Authorization: Token”, a space, and the token as it was shown to you."
    not_valid = "This token is not valid. It may be mistyped, withdrawn or past its end: ask the council for another."

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        first, *rest = get_authorization_header(request).split() or [b""]
        if first.lower() != self.keyword.lower().encode():
            return None
        if len(rest) != 1 or not rest[0].isascii():
            raise AuthenticationFailed(self.not_readable)
        token = token_with_key(rest[0].decode("ascii"))
        if token is None or not may_log_in(token.user):
            raise AuthenticationFailed(self.not_valid)
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword
