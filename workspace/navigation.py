"""The menu: what each kind of work needs to be one click away."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from staff.models import User
from staff.roles import Permission, Scope


@dataclass(frozen=True)
class Entry:
    text: str
    url_name: str
    shown_to: Callable[[User], bool]


def holds_cases(user: User) -> bool:
    """Whether the person's role holds children: writes in their records and manages nobody."""
    return user.may(Permission.WRITE_RECORD) and not user.may(Permission.ALLOCATE)


def may_log_contact(user: User) -> bool:
    return user.may(Permission.LOG_CONTACT)


def sends_contacts(user: User) -> bool:
    return user.may(Permission.SEND_CONTACT)


def manages(user: User) -> bool:
    return user.may(Permission.ALLOCATE)


def helps_with_sign_in(user: User) -> bool:
    return user.may(Permission.KEEP_ACCOUNTS)


def sees_front_door(user: User) -> bool:
    return user.may(Permission.SEE_FRONT_DOOR)


def sees_children(user: User) -> bool:
    return user.role_definition.scope != Scope.NOBODY


def plans_conferences(user: User) -> bool:
    return user.may(Permission.CHAIR) or user.may(Permission.HOLD_STRATEGY)


MENU = [
    Entry("My work", "home", lambda user: not sends_contacts(user)),
    Entry("What we sent", "partner-home", sends_contacts),
    Entry("My children", "caseload", holds_cases),
    Entry("My team", "team", manages),
    Entry("Front door", "mash-queue", sees_front_door),
    Entry("Conferences", "conference-diary", plans_conferences),
    Entry("New contact", "contact-new", may_log_contact),
    Entry("API tokens", "tokens", lambda user: user.may(Permission.MANAGE_TOKENS)),
    Entry("Find a child", "search", sees_children),
    Entry("Accounts", "accounts", helps_with_sign_in),
    Entry("Odd openings", "odd-access", lambda user: user.may(Permission.AUDIT_ACCESS)),
    Entry("Home addresses", "worker-homes", lambda user: user.may(Permission.KEEP_ACCOUNTS)),
]


def menu_for(user: User, path: str) -> list[dict[str, object]]:
    """The entries for this person; the one whose page, or a page below it, is open is marked as current."""
    entries = [(entry.text, reverse(entry.url_name)) for entry in MENU if entry.shown_to(user)]
    here = max((url for _, url in entries if _is_at(path, url)), key=len, default=None)
    return [{"text": text, "url": url, "current": url == here} for text, url in entries]


def _is_at(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
