"""Who may log in at all: a demonstration's account, whose password everybody knows, only in the demonstration."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from staff.models import User
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


class StaffTokenAuthentication(TokenAuthentication):
    """An API token opens no more than the password of its account would."""

    def authenticate_credentials(self, key: str) -> tuple[User, Any]:
        user, token = super().authenticate_credentials(key)
        if not may_log_in(user):
            raise AuthenticationFailed("This account cannot be used here.")
        return user, token
