"""Looking at pages in tests: who is signed in, and what a page says."""

import re
from collections.abc import Callable
from html import unescape

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staff.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: HttpResponse) -> str:
    """What a reader sees of a page: no tags, single spaces. Only the main part, not the frame."""
    html = response.content.decode()
    main = re.search(r"<main.*?</main>", html, re.S)
    text = re.sub(r"<[^>]+>", " ", main[0] if main else html)
    return " ".join(unescape(text).split())


def page(user: User, address: str, **query: str) -> str:
    """The words of a page as one person sees it. Fails on anything but 200."""
    response = signed_in(user).get(address, query)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return words(response)


def count_queries(do: Callable[[], object]) -> int:
    """How much is asked of the database."""
    with CaptureQueriesContext(connection) as asked:
        do()
    return len(asked)
