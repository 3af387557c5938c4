"""What people do while the parts fail: each act carries a mark of its own, and remembers what it was told."""

import hashlib
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from faults.browsing import Answer, Browser, Form, forms_of, words_of
from faults.system import System
from parts.processes import wait_until

LONDON = ZoneInfo("Europe/London")
TRIES = 40
PAUSE = 0.25
NOTHING = Answer(0)


@dataclass
class Act:
    """One form, sent until it was answered."""

    kind: str
    mark: str
    form: Form
    by: Browser
    # Whether the first sending, and then any sending, was answered with "saved" or "refused".
    first: Answer = NOTHING
    last: Answer = NOTHING
    sent: int = 0
    content: bytes = b""

    @property
    def saved(self) -> bool:
        return self.last.saved

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class Told:
    """What pages said that no page should say."""

    lines: list[str] = field(default_factory=list)

    def look(self, answer: Answer, form: Form | None) -> None:
        """An error page must say what to do, show nothing of the program, and hold what was typed."""
        if answer.status < 500:
            return
        words = words_of(answer.text)
        if "Traceback" in answer.text or "minute" not in words:
            self.lines.append(f"{answer.status}: {words[:200] or 'a white page'}")
        if form is not None and not form.files and _given_back(answer, form) is None:
            self.lines.append(f"{answer.status}: {form.address} did not come back with what was typed")


def _given_back(answer: Answer, form: Form) -> Form | None:
    """The form in an error page, where it holds every text that was sent."""
    for again in forms_of(answer.text, form.address):
        sent = [(name, text.replace("\r\n", "\n")) for name, text in form.boxes]
        if set(sent) <= {(name, text.replace("\r\n", "\n")) for name, text in again.boxes}:
            return again
    return None


class Crew:
    """Four people at work at once, until they are told to stop. What was left open is then sent again."""

    def __init__(self, system: System, rng: random.Random, *, largest: int = 3000) -> None:
        self.system, self.rng, self.largest = system, rng, largest
        self.acts: list[Act] = []
        self.told = Told()
        self.read: list[Answer] = []
        self.drafts: dict[str, tuple[str, int]] = {}
        self._stop = threading.Event()
        self._started = threading.Event()
        self._number, self._lock = 0, threading.Lock()
        self.run = f"{rng.getrandbits(48):012x}"
        self.children = [row[0] for row in system.ask(HELD, "worker")]

    def __enter__(self) -> "Crew":
        jobs: list[tuple[str, Callable[[Browser, random.Random], None]]] = [
            ("mash", self._log_contact),
            ("worker", self._write),
            ("worker", self._keep_typing),
            ("manager", self._decide),
        ]
        self._threads = []
        for name, job in jobs:
            browser = Browser(self.system.url, name)
            browser.sign_in()
            own = random.Random(self.rng.random())
            self._threads.append(threading.Thread(target=self._work, args=(browser, job, own), daemon=True))
        for thread in self._threads:
            thread.start()
        self._started.wait(30)
        return self

    def wait_for(self, acts: int, seconds: float = 8) -> None:
        """Until so many acts were begun, or the time is up: a busy machine works slowly."""
        wait_until(lambda: len(self.acts) >= acts, seconds, 0.02)

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(120)

    def _work(self, browser: Browser, job: Callable[[Browser, random.Random], None], rng: random.Random) -> None:
        while not self._stop.is_set():
            job(browser, rng)
            time.sleep(rng.uniform(0, 0.1))
        for act in [act for act in self.acts if act.by is browser and _open(act)]:
            self._until_answered(browser, act)

    # What they do

    def _log_contact(self, browser: Browser, rng: random.Random) -> None:
        form = browser.open("/contacts/new/")
        if form is None:
            return
        mark = self._mark()
        typed = {
            "source": "1A",
            "concern": f"A neighbour rang about {mark}.\nHeard shouting.",
            "consent": "given",
            "urgency": rng.choice(["green", "amber"]),
            "children-0-forename": _letters(mark),
            "children-0-surname": _letters(mark[::-1]),
            "children-0-person": "new",
        }
        self._send(browser, "contact", mark, form.filled(**typed))

    def _write(self, browser: Browser, rng: random.Random) -> None:
        child, mark = rng.choice(self.children[1:]), self._mark()
        kind = rng.choice(["visits/record", "notes/new", "documents/add"])
        form = browser.open(f"/children/{child}/{kind}/")
        if form is None:
            return
        if kind == "visits/record":
            when = datetime.now(LONDON) - timedelta(hours=1)
            typed = {"purpose": "other", "account": f"Saw everybody. {mark}", f"seen_{child}": "yes"}
            typed |= {
                f"alone_{child}": "no",
                f"words_{child}": "I like my room.",
                "took_place_at_time": f"{when:%H:%M}",
            }
            typed |= {f"took_place_at_{part}": str(getattr(when, part)) for part in ("day", "month", "year")}
            self._send(browser, "visit", mark, form.filled(**typed))
        elif kind == "notes/new":
            self._send(browser, "note", mark, form.filled(kind="telephone", text=f"Rang school. {mark}"))
        else:
            self.add_document(browser, form, rng.randrange(200, self.largest), mark)

    def add_document(self, browser: Browser, form: Form, size: int, mark: str = "") -> Act:
        """Upload a text file of this many bytes."""
        mark = mark or self._mark()
        content = (f"{mark} dear all, " * (size // len(mark) + 1)).encode()[:size]
        form = form.filled(title=f"Letter {mark}")
        form.files = [("upload", "letter.txt", content)]
        return self._send(browser, "document", mark, form, content)

    def _keep_typing(self, browser: Browser, rng: random.Random) -> None:
        """One long note that is never sent: only the automatic save holds it."""
        child = self.children[0]
        form = browser.open(f"/children/{child}/notes/new/")
        key, text = f"case-note:{child}", self.run
        while form is not None and not self._stop.is_set():
            mark = self._mark()
            text += f" {mark}"
            answer = browser.autosave(form.filled(text=text), key)
            self.told.look(answer, None)
            if answer.status == 200:
                self.drafts[f"{browser.name}:{key}"] = (mark, len(text))
            time.sleep(rng.uniform(0.02, 0.15))

    def _decide(self, browser: Browser, rng: random.Random) -> None:
        try:
            waiting = self.system.ask(UNDECIDED, f"%{self.run}%")
        except Exception:
            time.sleep(0.2)  # the database is away: nothing to decide on
            return
        page = browser.get(rng.choice(["/", "/contacts/", "/alerts/"]))
        self.told.look(page, None)
        self.read.append(page)
        form = browser.open(f"/contacts/children/{waiting[0][0]}/decide/") if waiting else None
        if form is not None:
            mark = self._mark()
            typed = {"outcome": rng.choice(["nfa", "advice"]), "reason": f"No concern. {mark}", "history_read": "on"}
            self._send(browser, "decision", mark, form.filled(**typed))

    # How it is sent

    def _send(self, browser: Browser, kind: str, mark: str, form: Form, content: bytes = b"") -> Act:
        act = Act(kind, mark, form, browser, content=content)
        self.acts.append(act)
        self._once(browser, act)
        act.first = act.last
        self._started.set()
        return act

    def _once(self, browser: Browser, act: Act) -> None:
        act.sent += 1
        act.last = browser.send(act.form)
        self.told.look(act.last, act.form)
        if act.last.status >= 500 and not act.form.files:
            # As a person would: press the button of the page that came.
            act.form = _given_back(act.last, act.form) or act.form

    def _until_answered(self, browser: Browser, act: Act) -> None:
        for _ in range(TRIES):
            self._once(browser, act)
            if not _open(act):
                return
            time.sleep(PAUSE)

    def _mark(self) -> str:
        with self._lock:
            self._number += 1
            return f"{self.run}-{self._number:04d}"


HELD = """
    SELECT a.child_id FROM staff_allocation a JOIN staff_user u ON u.id = a.worker_id
    WHERE a.to_on IS NULL AND u.username = %s ORDER BY a.child_id
"""
UNDECIDED = """
    SELECT on_it.id FROM referrals_contactchild on_it JOIN referrals_contact contact ON contact.id = on_it.contact_id
    WHERE contact.concern LIKE %s
      AND NOT EXISTS (SELECT 1 FROM referrals_thresholddecision one WHERE one.contact_child_id = on_it.id)
    ORDER BY on_it.id LIMIT 1
"""


def _open(act: Act) -> bool:
    """Not answered yet, as far as the sender knows."""
    return not act.last.saved and not act.last.refused


def _letters(text: str) -> str:
    """A name made of a mark: letters alone, and like no other."""
    return "".join(chr(ord("a") + int(sign, 16)) for sign in text if sign != "-").capitalize()
