"""A small department, played once for all tests of a module and rolled back after them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from demo.department import build_department
from demo.hours import moment
from demo.simulation import Order, play

# A Wednesday, so that there is a working day before and after.
UNTIL = date(2026, 5, 13)


def order(children: int = 35, seed: int = 1, days: int = 220) -> Order:
    return Order(children, UNTIL - timedelta(days=days), moment(UNTIL, 16, 30), seed)


@contextmanager
def department_played(order: Order, documents) -> Iterator[Order]:
    """Plays it in a transaction that is never committed."""
    with transaction.atomic(), override_settings(MEDIA_ROOT=documents):
        build_department(order.seed)
        play(order, lambda line: None)
        yield order
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Order]:
    """Thirty-five children over seven months, up to half past four on 13 May 2026."""
    with django_db_blocker.unblock(), department_played(order(), tmp_path_factory.mktemp("documents")) as done:
        yield done
