"""`make bench`: builds the department, asks for every page, runs the jobs, prints the table of ratios.

Writes bench/results.json and the measured block of docs/benchmarks.md; a run of another size than the whole writes
neither, and a run that is broken off leaves both as they were.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
os.environ.setdefault("SITE_URL", "http://127.0.0.1")
HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "benchmarks.md"


def main() -> int:
    """0 where everything was measured, whatever was found."""
    from bench.servers import database
    from bench.size import PEOPLE, chosen

    began = time.perf_counter()
    size = chosen()
    say("Starting PostgreSQL and Redis …")
    with database() as superuser:
        import django

        django.setup()
        from bench.jobs import measure_jobs
        from bench.measuring import measure_pages
        from bench.prepare import prepare
        from bench.report import HEADER, document, into, verdict

        made: dict[str, Any] = prepare(superuser, size, say)
        say(f"\n{HEADER}")
        measured = measure_pages(superuser, size, say)
        measured |= measure_jobs(os.environ["DATABASE_URL"], size.rounds, say)
    seconds = time.perf_counter() - began
    when = datetime.now(UTC).date().isoformat()
    block = document(made, measured, machine(), when, seconds)
    say(block.splitlines()[-1])
    missed = verdict(measured)
    say("\nEvery aim was reached." if not missed else "\nNot reached:\n  " + "\n  ".join(missed))
    say(f"The whole run took {seconds:.0f} s.")
    if size.people == PEOPLE and "BENCH_ONLY" not in os.environ:
        result = {"measured_on": when, "machine": machine(), "made": made, **measured, "missed": missed}
        (HERE / "results.json").write_text(json.dumps(result, indent=1) + "\n")
        DOCUMENT.write_text(into(DOCUMENT.read_text(), block))
    return 0


def machine() -> str:
    """2 cores, 24 GiB"""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cores} cores, {memory:.0f} GiB"


def say(text: str) -> None:
    """A line of progress, at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
