"""The sweep and the reconcile, in turns with their plain SQL, in one process on one database."""

import resource
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import psycopg2

from bench.plain_jobs import SWEEP, reconcile_plainly
from bench.report import spread


def measure_jobs(address: str, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Seconds of each, and how much memory this process came to hold at most. It begins as a Celery worker does."""
    from django.utils import timezone

    from config.celery import settle

    settle()
    with closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SET timezone = 'Europe/London'")
            cursor.execute("SET work_mem = '64MB'")
            now = timezone.now()
            measured = {
                "sweep": _sweeps(cursor, now + timedelta(days=1), rounds),
                "sweep with nothing to tell": _sweeps(cursor, now, rounds),
                "reconcile": _reconciles(cursor, max(rounds // 2, 1)),
            }
    for name, one in measured.items():
        say(job_line(name, one))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"jobs": measured, "peak_mb": most}


def job_line(name: str, one: dict[str, Any]) -> str:
    return (
        f"{name:40} p95 {one['ours']['p95'] / 1000:7.2f} s   plain SQL p95 {one['plain']['p95'] / 1000:7.2f} s"
        f"   ratio {one['ratio']:.2f}   {one['what']}"
    )


def _sums(ours: list[float], plain: list[float], what: str) -> dict[str, Any]:
    mine, theirs = spread(ours), spread(plain)
    return {"ours": mine, "plain": theirs, "ratio": round(mine["p95"] / theirs["p95"], 2), "what": what}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = work()
    return 1000 * (time.perf_counter() - began), answer


def _sweeps(cursor: Any, now: datetime, rounds: int) -> dict[str, Any]:
    """As of one moment, each from the same state: what a round told is taken back before the next.

    A round before the first is not counted: it finds the tables read already, and the words of the day made.
    """
    from timescales.services import sweep

    # Whatever came since the department was loaded has been told already.
    if not rounds:
        return {}
    sweep()
    ours, plain, told = [], [], (0, 0)
    for _ in range(rounds + 1):
        plain.append(_timed(lambda: cursor.execute(SWEEP, {"now": now}))[0])
        _take_back(cursor, now)
        took, result = _timed(lambda: sweep(now))
        ours.append(took)
        told = (result.stages, result.alerts)
        _take_back(cursor, now)
    return _sums(ours[1:], plain[1:], f"{told[0]:,} stages told in {told[1]:,} alerts")


def _take_back(cursor: Any, now: datetime) -> None:
    cursor.execute("DELETE FROM timescales_clockwarning WHERE raised_at = %s", [now])
    cursor.execute("DELETE FROM staff_alert WHERE raised_at = %s", [now])


def _reconciles(cursor: Any, rounds: int) -> dict[str, Any]:
    from timescales.services import reconcile

    ours, plain, seen = [], [], (0, 0)
    found: list[Any] = []
    for _ in range(rounds):
        took, seen = _timed(lambda: reconcile_plainly(cursor))
        plain.append(took)
        took, found = _timed(reconcile)
        ours.append(took)
    return _sums(ours, plain, f"{seen[0]:,} clocks, {len(found)} differences (plain SQL: {seen[1]})")
