"""What a token of the API may be used for. A scope narrows what the role of its owner may do, and never widens it."""

from dataclasses import dataclass
from enum import StrEnum

from staff.models import User
from staff.roles import Permission
from staff.roles import Scope as Reach


class ApiScope(StrEnum):
    """The name that stands in the token and in the description of the API. Names never change."""

    SEND_CONTACTS = "contacts:write"
    READ_CONTACTS = "contacts:read"
    READ_QUEUE = "queue:read"
    READ_CHILDREN = "children:read"
    READ_CHRONOLOGY = "chronology:read"
    READ_CLOCKS = "clocks:read"
    READ_ALERTS = "alerts:read"


@dataclass(frozen=True)
class ScopeRule:
    """In words, for those who choose; and which kind of work a role must do for the scope to be of any use to it.

    `of_children`: it shows the council's records, so only a role that sees some child can have it.
    """

    title: str
    permission: Permission | None = None
    of_children: bool = True

    def is_of_use_to(self, user: User) -> bool:
        if self.permission is not None:
            return user.may(self.permission)
        return not self.of_children or user.role_definition.scope != Reach.NOBODY


SCOPES: dict[str, ScopeRule] = {
    ApiScope.SEND_CONTACTS: ScopeRule("Send contacts", Permission.SEND_CONTACT, of_children=False),
    ApiScope.READ_CONTACTS: ScopeRule(
        "Read the contacts that the agency sent, with their outcomes", Permission.SEND_CONTACT, of_children=False
    ),
    ApiScope.READ_QUEUE: ScopeRule("Read which children wait at the front door", Permission.SEE_FRONT_DOOR),
    ApiScope.READ_CHILDREN: ScopeRule("Read the children whom the owner may see"),
    ApiScope.READ_CHRONOLOGY: ScopeRule("Read the chronology of those children"),
    ApiScope.READ_CLOCKS: ScopeRule("Read what is due for those children"),
    ApiScope.READ_ALERTS: ScopeRule("Read the owner's own alerts"),
}


def scopes_for(user: User) -> list[str]:
    """The scopes that a token of this person's can have, in their order."""
    return [scope for scope, rule in SCOPES.items() if rule.is_of_use_to(user)]


def shows_children(scopes: list[str]) -> bool:
    """Whether a token with these shows anything of the council's own records."""
    return any(SCOPES[scope].of_children for scope in scopes if scope in SCOPES)
