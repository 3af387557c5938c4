"""What runs in the demo: web, Celery worker and Celery beat, the same three that a council would run."""

import json
import os
import sys
import time
import urllib.request
from collections.abc import Callable

from parts.places import LOCAL
from parts.processes import undisturbed
from parts.servers import Servers
from parts.supervisor import Child, Supervisor
from parts.venv import SetUpError

STATE = LOCAL / "demo.json"
READY_SECONDS = 180.0
PAUSE = 0.5
PASSWORD = "demo-password"
LOGINS = {
    "mash": "MASH officer at the front door",
    "worker": "social worker",
    "worker2": "social worker in another team",
    "manager": "team manager",
    "service": "service manager",
    "iro": "independent reviewing officer",
    "adviser": "personal adviser for care leavers",
    "performance": "performance analyst",
    "auditor": "auditor",
    "admin": "system administrator",
}


def serve(servers: Servers, port: int, began: float, say: Callable[[str], None], advice: str | None) -> None:
    """Keep all of it up until an exception (Ctrl-C) ends it. Raises SetUpError when a part cannot be kept alive."""
    supervisor = Supervisor(children(port), say, lambda: look_after(servers, say))
    try:
        say("Starting web, worker and beat …")
        supervisor.start()
        if not supervisor.wait_until_ready(lambda: answers(port), READY_SECONDS):
            raise SetUpError(f"The site did not answer. Its logs are in {LOCAL / 'log'}.")
        greet(port, time.monotonic() - began, advice)
        watch(supervisor, servers, port)
        raise SetUpError("Stopped, because a part of the system could not be kept alive.")
    finally:
        with undisturbed():
            say("\nStopping …")
            supervisor.stop()
            STATE.unlink(missing_ok=True)


def children(port: int) -> list[Child]:
    """The commands. Beat writes no pid file: the demo's own lock already keeps a second one out."""
    web = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread"]
    web += ["--threads", "4", "--graceful-timeout", "5", "--no-control-socket"]
    worker = ["celery", "-A", "config", "worker", "--concurrency", "2", "--loglevel", "INFO"]
    beat = ["celery", "-A", "config", "beat", "--loglevel", "INFO", "--pidfile="]
    beat += ["--schedule", str(LOCAL / "beat" / "schedule")]
    (LOCAL / "beat").mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    environment.pop("OWNER_DATABASE_URL", None)  # what runs all day knows only the application's role
    commands = {"web": web, "worker": worker, "beat": beat}
    return [
        Child(name, [sys.executable, "-m", *command], environment, LOCAL / "log" / f"{name}.log")
        for name, command in commands.items()
    ]


def look_after(servers: Servers, say: Callable[[str], None]) -> None:
    """Start a server again that somebody has killed; what it had confirmed is still on disk."""
    for server in servers.all.values():
        if not server.running():
            say(f"{type(server).__name__} ended by itself (its log: {server.log}); starting it again.")
            server.start()


def watch(supervisor: Supervisor, servers: Servers, port: int) -> None:
    """Until a child cannot be kept alive. Writes down which process is what, for tools that want to know."""
    noted = None
    while supervisor.round():
        pids = {child.name: child.pid for child in supervisor.children}
        pids |= {type(server).__name__.lower(): server.pid() for server in servers.all.values()}
        if pids != noted:
            STATE.write_text(json.dumps({"url": f"http://127.0.0.1:{port}/", "demo": os.getpid(), "pids": pids}))
            noted = pids
        time.sleep(PAUSE)


def answers(port: int) -> bool:
    """Whether the site says that it is alive."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def greet(port: int, seconds: float, advice: str | None) -> None:
    """What a person needs to begin."""
    print(f"\nReady after {seconds:.0f} s: http://127.0.0.1:{port}/\n\nLog in as")
    for name, who in LOGINS.items():
        print(f"  {name:<12} {who}")
    print(f"each with the password {PASSWORD}. Ctrl-C stops everything; nothing is lost.")
    if advice:
        print(f"\n{advice}")
    sys.stdout.flush()
