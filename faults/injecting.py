"""The faults. Each takes a system at work and a seeded choice of moments, and answers what it found afterwards."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import redis

from faults import checking
from faults.browsing import Browser, words_of
from faults.checking import Found
from faults.small_disk import small_disk
from faults.system import System
from faults.work import Crew
from parts.places import ROOT
from parts.processes import wait_until

# Where a save, or a sweep, is held in its middle until the kill has fallen.
SAVE_TABLES = ["timescales_clock", "referrals_contactchild", "casework_visitchild", "ui_draft", "casework_document"]
SWEEP_TABLES = ["timescales_clockwarning", "staff_alert"]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@contextmanager
def held(system: System, table: str) -> Iterator[None]:
    """Nobody writes this table while the block runs: whoever comes to it waits in the middle of a transaction."""
    connection = system.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield
    finally:
        with suppress(Exception):
            connection.rollback()
        connection.close()


def _let_work(crew: Crew, rng: random.Random) -> None:
    """Until some more acts were begun, and then to a random moment of the next one."""
    crew.wait_for(len(crew.acts) + rng.randrange(2, 9))
    time.sleep(rng.uniform(0, 0.25))


def web_killed(system: System, rng: random.Random) -> Found:
    """SIGKILL of those who answer requests: once at any moment, once while saves are held in their middle."""
    found = Found("web worker killed in mid-save")
    with Crew(system, rng) as crew:
        _let_work(crew, rng)
        system.kill_web_workers()
        wait_until(system.answers, 60, 0.05)
        _let_work(crew, rng)
        with held(system, rng.choice(SAVE_TABLES[:2])):
            wait_until(lambda: system.ask(WAITING)[0][0] > 0, 5, 0.01)
            began = time.monotonic()
            found.notes["killed in mid-save"] += system.ask(WAITING)[0][0]
            system.kill_web_workers()
        wait_until(system.answers, 60, 0.05)
        found.well_after = time.monotonic() - began
        _let_work(crew, rng)
    return _checked(system, crew, found)


def worker_killed(system: System, rng: random.Random) -> Found:
    """SIGKILL of the Celery worker and its pool in the middle of a sweep, of the mails, and at any moment."""
    found = Found("Celery worker killed in mid-sweep")
    since = _nothing_told(system)
    with Crew(system, rng) as crew:
        for task, tables in (("timescales.tasks.sweep_clocks", SWEEP_TABLES), ("staff.tasks.send_alert_mails", [])):
            began = _kill_worker_during(system, rng, task, tables, found)
            system.launch("worker")
            # What beat does ten minutes, or one minute, later.
            system.run_task(task)
            found.well_after = max(found.well_after, time.monotonic() - began)
    system.run_task("timescales.tasks.sweep_clocks")
    system.run_task("staff.tasks.send_alert_mails")
    checking.check_alerts(system, found, since)
    checking.check_mails(system, found, since, kills=1)
    return _checked(system, crew, found)


def _kill_worker_during(system: System, rng: random.Random, task: str, tables: list[str], found: Found) -> float:
    if tables:
        with held(system, rng.choice(tables)):
            system.send_task(task)
            # Only the worker comes to these tables: the crew's acts raise no alert at once.
            wait_until(lambda: system.ask(WAITING)[0][0] > 0, 10, 0.01)
            found.notes["killed in mid-sweep"] += system.ask(WAITING)[0][0]
            system.kill("worker")
    else:
        system.send_task(task)
        time.sleep(rng.uniform(0, 0.15))
        system.kill("worker")
    # What the dead worker had taken comes back after the visibility timeout; the next sending is sooner.
    return time.monotonic()


def _nothing_told(system: System) -> Any:
    """Forget which stages were told, so that a sweep has everything to do. Answers since when."""
    system.ask("DELETE FROM timescales_clockwarning")
    system.ask("DELETE FROM staff_alert")
    return system.ask("SELECT now()")[0][0]


def beat_killed(system: System, rng: random.Random) -> Found:
    """SIGKILL of beat; it comes back with its timetable, or where that was lost with a new one."""
    found = Found("beat killed")
    with Crew(system, rng) as crew:
        _let_work(crew, rng)
        system.kill("beat")
        if rng.random() < 0.5:
            # A file that was cut off in the middle of a write.
            for kept in system.home.glob("web/beat*"):
                kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
                found.notes["timetable cut off"] += 1
        began = time.monotonic()
        heard = _heard(system, "beat")
        system.launch("beat")
        if not wait_until(lambda: _heard(system, "beat") != heard, 60, 0.1):
            found.lost.append("beat was not heard of again")
        found.well_after = time.monotonic() - began
    return _checked(system, crew, found)


def _heard(system: System, part: str) -> Any:
    with redis.Redis.from_url(system.redis.url.removesuffix("0") + "1") as cache:
        return cache.get(f":1:alive:{part}")


def redis_emptied(system: System, rng: random.Random) -> Found:
    """Redis dies, stays away for a while and comes back empty. No page may need it."""
    found = Found("Redis restarted and emptied")
    since = _nothing_told(system)
    with Crew(system, rng) as crew:
        _let_work(crew, rng)
        with suppress(Exception):
            system.send_task("timescales.tasks.sweep_clocks")
        revived = system.revived
        system.empty_redis()
        acts = len(crew.acts)
        crew.wait_for(acts + rng.randrange(6, 12))
        while_away = crew.acts[acts:]
        began = time.monotonic()
        system.redis.start()
        found.notes["acts while Redis was away"] += len(while_away)
        found.lost += [
            f"{act.kind} failed without Redis: {act.first.status}" for act in while_away if act.first.status >= 500
        ]
        found.lost += [f"a page failed without Redis: {one.status}" for one in crew.read if one.status >= 500]
        system.wait_until_well()
        found.notes["workers that ended and were started again"] += system.revived - revived
        found.well_after = time.monotonic() - began
    system.run_task("timescales.tasks.sweep_clocks")
    system.run_task("staff.tasks.send_alert_mails")
    checking.check_alerts(system, found, since)
    checking.check_mails(system, found, since)
    return _checked(system, crew, found)


def postgres_restarted(system: System, rng: random.Random) -> Found:
    """PostgreSQL ends in the middle of the work, as after a power cut or by an orderly restart, and comes back."""
    found = Found("PostgreSQL restarted under load")
    since = _nothing_told(system)
    with Crew(system, rng) as crew:
        _let_work(crew, rng)
        system.send_task("timescales.tasks.sweep_clocks")
        if rng.random() < 0.5:
            system.kill_postgres()
        else:
            system.postgres.stop()
        time.sleep(rng.uniform(0.2, 1.5))
        began = time.monotonic()
        system.postgres.start()
        system.wait_until_well()
        found.well_after = time.monotonic() - began
        _let_work(crew, rng)
    system.run_task("timescales.tasks.sweep_clocks")
    system.run_task("staff.tasks.send_alert_mails")
    checking.check_alerts(system, found, since)
    checking.check_mails(system, found, since)
    return _checked(system, crew, found)


def disk_full(system: System, rng: random.Random) -> Found:
    """Uploads into a disk with room for a few: a real small disk where one may be mounted, else a limit on files."""
    found = Found("disk full on upload")
    # A process that was killed before leaves what it had not finished, for the nightly check.
    left_before = checking.stray_files(system)
    with small_disk(system) as how, Crew(system, rng, largest=60_000) as crew:
        found.notes[how] += 1
        browser = Browser(system.url, "worker")
        browser.sign_in()
        began = time.monotonic()
        # The last ones go to disk before the form is read.
        for size in (
            rng.randrange(300_000, 900_000),
            rng.randrange(700_000, 1_000_000),
            rng.randrange(1_200_000, 3_000_000),
        ):
            form = browser.open(f"/children/{crew.children[1]}/documents/add/")
            if form:
                crew.add_document(browser, form, size)
        found.well_after = time.monotonic() - began
    refused = [act for act in crew.acts if act.kind == "document" and act.last.status == 422]
    found.notes["uploads refused"] += len(refused)
    if not refused:
        found.said.append("the disk was never full")
    for act in refused:
        if "has no room for files" not in words_of(act.last.text) or f'value="Letter {act.mark}"' not in act.last.text:
            found.said.append(f"{act.mark}: refused without a clear sentence, or without its title")
    strays, unfinished = checking.stray_files(system)
    if (strays, unfinished) != left_before:
        found.half.append(f"{strays} files without a row, {unfinished} unfinished")
    return _checked(system, crew, found)


def week_without_beat(system: System, rng: random.Random) -> Found:
    """Beat and worker are off, and when they come back it is more than a week later."""
    found = Found("a week without beat")
    since = _nothing_told(system)
    days = rng.randrange(8, 12)
    with Crew(system, rng) as crew:
        _let_work(crew, rng)
        system.kill("beat")
        system.kill("worker")
    shift = {"FAULTS_CLOCK_AHEAD": str(days * 86400), "PYTHONPATH": f"{_shifted()}"}
    began = time.monotonic()
    for name in ("worker", "beat"):
        system.launch(name, environment=shift)
    ahead = f"{days} days"
    if not wait_until(lambda: not system.ask(checking.UNTOLD, ahead, ahead, ahead, ahead), 60, 0.2):
        found.lost.append("beat did not send the sweep by itself")
    found.well_after = time.monotonic() - began
    warned = system.ask("SELECT count(*) FROM timescales_clockwarning")[0][0]
    found.notes["stages told"] += warned
    system.run_task("timescales.tasks.sweep_clocks")
    system.run_task("staff.tasks.send_alert_mails")
    if system.ask("SELECT count(*) FROM timescales_clockwarning")[0][0] != warned:
        found.doubled.append("a second sweep told something again")
    checking.check_alerts(system, found, since, ahead=ahead)
    checking.check_mails(system, found, since)
    for name in ("worker", "beat"):
        system.kill(name)
        system.launch(name)
    return _checked(system, crew, found)


def _shifted() -> str:
    return str(ROOT / "faults" / "shifted")


def _checked(system: System, crew: Crew, found: Found) -> Found:
    checking.check_acts(system, crew, found)
    checking.check_clocks(system, found)
    strays, unfinished = checking.stray_files(system)
    found.notes["files left for the nightly check"] += strays + unfinished
    return found


FAULTS: dict[str, Callable[[System, random.Random], Found]] = {
    "web": web_killed,
    "worker": worker_killed,
    "beat": beat_killed,
    "redis": redis_emptied,
    "postgres": postgres_restarted,
    "disk": disk_full,
    "week": week_without_beat,
}
