"""Starts the bare project and the site side by side, and lets the client process ask both."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from bench.drawn import draw, number_of
from bench.load.staff import PASSWORD
from bench.load.table import Table
from bench.pages import BUSY, Page, all_pages
from bench.plain import ALIKE_FROM, PLAIN
from bench.servers import memory, web
from bench.size import Size

BARE_USER = f"manager{BUSY}"


def measure_pages(superuser: str, size: Size, say: Callable[[str], None]) -> dict[str, Any]:
    """Every page in turn; then how much memory the processes hold."""
    wanted = os.environ.get("BENCH_ONLY", "")
    with closing(Table(superuser)) as table:
        pages = [page for page in all_pages(draw(table)) if wanted in page.name and page.addresses]
    with (
        web("bench.bare.settings", "bench.bare.wsgi", "/log-in/") as (bare, bare_pids),
        web("bench.settings", "config.wsgi", "/log-in/") as (site, site_pids),
    ):
        work: dict[str, Any] = {
            "bare": bare,
            "site": site,
            "password": PASSWORD,
            "database": os.environ["DATABASE_URL"],
        }
        work |= {"alone": size.alone, "together": size.together, "alike": ALIKE_FROM}
        results = list(_asked(pages, work, say))
        return {
            "pages": results,
            "memory": {"bare": [memory(pid) for pid in bare_pids], "site": [memory(pid) for pid in site_pids]},
        }


def _asked(pages: list[Page], work: dict[str, Any], say: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    from bench.report import page_line, sums

    client = subprocess.Popen(
        [sys.executable, "-m", "bench.client"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert client.stdin
    assert client.stdout
    try:
        client.stdin.write(json.dumps(work) + "\n")
        for page in pages:
            asked: dict[str, Any] = {"user": page.user, "bare_user": BARE_USER, "addresses": page.addresses}
            user: dict[str, Any] = {"user": number_of(page.user)}
            asked |= {"plain": PLAIN.get(page.plain, ()), "values": [user | one for one in page.values] or [user]}
            client.stdin.write(json.dumps(asked) + "\n")
            client.stdin.flush()
            answer = client.stdout.readline()
            if not answer:
                raise RuntimeError(f"{page.name}: the client process ended; what went wrong stands above.")
            result = sums(page.name, json.loads(answer))
            say(page_line(result))
            yield result
    finally:
        client.terminate()
        client.wait()
