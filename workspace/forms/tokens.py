"""Making and withdrawing tokens of the API."""

from collections.abc import Iterable
from typing import Any

from staff.api_scopes import SCOPES
from staff.models import User
from ui import fields
from ui.forms import GovForm


class TokenForm(GovForm):
    """What an administrator says of a new token."""

    owner = fields.RecordField(
        label="Whose account is it for?",
        noun="the account",
        hint="The token can do what this account may do, and no more. A partner's program has an account of its own.",
        records=None,
        name=lambda user: f"{user.agency or user} – {user.get_username()}, {user.role_definition.title}",
    )
    name = fields.TextField(
        label="What is it for?",
        noun="what it is for",
        hint="In words that somebody understands a year from now, like “Notifications from the force's system”.",
        max_length=100,
    )
    scopes = fields.ChecklistField(
        label="What may it do?", noun="what it may do", hint="As little as it needs.", choices=[]
    )
    last_day = fields.DateField(label="Last day on which it works", noun="the last day", future=True)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        self.fields["scopes"].choices = [(scope, f"{rule.title} ({scope})") for scope, rule in SCOPES.items()]


class NothingToSayForm(GovForm):
    """A page whose button says all."""


def titles(scopes: Iterable[str]) -> list[str]:
    return [SCOPES[scope].title for scope in scopes if scope in SCOPES]


def owner_words(user: User) -> str:
    return f"{user.agency}: {user}" if user.agency else str(user)
