"""The users: a process of its own that logs in, keeps its connections, and asks. Reads its work as JSON, answers so.

Alone, the bare page, the page and its plain SQL take turns, so that whatever else the machine does hits all of them.
With eight at once, the bare page and the page take turns in blocks: mixed, each would wait for the other.
"""

import http.client
import json
import os
import re
import sys
import threading
import time
from contextlib import closing
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg2

USERS, WARM = 8, 8
BLOCKS = int(os.environ.get("BENCH_BLOCKS", "4"))


class Browser:
    """One user's connection, with the cookies of the log-in."""

    def __init__(self, base: str, user: str, password: str, cookies: dict[str, str] | None = None) -> None:
        self.place = urlsplit(base).netloc
        self.connection = http.client.HTTPConnection(self.place, timeout=60)
        self.cookies = dict(cookies or {})
        if cookies is None:
            self._log_in(user, password)

    def get(self, address: str, **headers: str) -> http.client.HTTPResponse:
        return self._ask("GET", address, None, headers)

    def timed(self, address: str) -> float:
        """Milliseconds to the last byte. Raises RuntimeError for anything but the page."""
        began = time.perf_counter()
        answer = self.get(address)
        took = 1000 * (time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        return took

    def _ask(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        headers = {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
        except http.client.RemoteDisconnected:
            # Idle for longer than the server keeps a connection.
            self.connection.close()
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def _log_in(self, user: str, password: str) -> None:
        form = self.get("/log-in/").body.decode()  # type: ignore[attr-defined]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        data = {"username": user, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        answer = self._ask("POST", "/log-in/", urlencode(data), {"Referer": f"http://{self.place}/log-in/"})
        if answer.status != 302:
            raise RuntimeError(f"{user} could not log in: {answer.status}")


def main() -> None:
    """One line of JSON in for each page, one out."""
    work = json.loads(sys.stdin.readline())
    people = {}

    def browser(base: str, user: str) -> Browser:
        if (base, user) not in people:
            people[base, user] = Browser(base, user, work["password"])
        return people[base, user]

    with closing(psycopg2.connect(work["database"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SET pg_trgm.similarity_threshold = %s", [work["alike"]])
            for line in sys.stdin:
                page = json.loads(line)
                bare = browser(work["bare"], page["bare_user"])
                print(json.dumps(measure(page, work, bare, browser(work["site"], page["user"]), cursor)), flush=True)


def measure(page: dict[str, Any], work: dict[str, Any], bare: Browser, ours: Browser, cursor: Any) -> dict[str, Any]:
    """Times in milliseconds, queries and size of one page."""
    addresses = page["addresses"]
    for address in addresses[:WARM] * (1 if len(addresses) >= WARM else WARM):
        bare.timed("/"), ours.timed(address)
    counted = [ours.get(address, **{"X-Count-Queries": "1"}) for address in addresses[:3]]
    times: dict[str, list[float]] = {"bare": [], "page": [], "plain": []}
    for turn in range(work["alone"]):
        times["bare"].append(bare.timed("/"))
        times["page"].append(ours.timed(addresses[turn % len(addresses)]))
        if page["plain"]:
            times["plain"].append(plainly(page, turn, cursor))
    at_once: dict[str, list[float]] = {"bare": [], "page": []}
    for _ in range(BLOCKS):
        each = max(work["together"] // BLOCKS // USERS, 1)
        at_once["bare"] += crowd(bare, ["/"], each)
        at_once["page"] += crowd(ours, addresses, each)
    return {
        "alone": times,
        "together": at_once,
        "queries": max(int(answer.headers.get("X-Queries") or -1) for answer in counted),
        "bytes": max(len(answer.body) for answer in counted),  # type: ignore[attr-defined]
    }


def plainly(page: dict[str, Any], turn: int, cursor: Any) -> float:
    values = page["values"][turn % len(page["values"])]
    began = time.perf_counter()
    for statement in page["plain"]:
        cursor.execute(statement, values)
        cursor.fetchall()
    return 1000 * (time.perf_counter() - began)


def crowd(like: Browser, addresses: list[str], each: int) -> list[float]:
    """Eight at once, each with a connection of its own."""
    users = [Browser(f"http://{like.place}", "", "", like.cookies) for _ in range(USERS)]
    times: list[float] = []
    ready = threading.Barrier(USERS)

    def one(place: int) -> None:
        users[place].timed(addresses[place % len(addresses)])
        ready.wait()
        times.extend(users[place].timed(addresses[(place + USERS * turn) % len(addresses)]) for turn in range(each))

    threads = [threading.Thread(target=one, args=[place]) for place in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for user in users:
        user.connection.close()
    if len(times) != USERS * each:
        raise RuntimeError(f"{addresses[0]} failed with eight at once")
    return times


if __name__ == "__main__":
    main()
