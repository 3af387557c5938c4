"""The web process that the demonstration and a council run, on the test's database."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from parts.demo_processes import answers, children
from parts.places import ROOT
from parts.processes import die_with_parent, wait_until


class WebProcess:
    def __init__(self, folder: Path, settings: str = "config.settings.test") -> None:
        self.log, self.settings = folder / "web.log", settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        named = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": self.settings, "PYTHONUNBUFFERED": "1"}
        (command,) = [child.command for child in children(self.port) if child.name == "web"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **named},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )
        assert wait_until(lambda: answers(self.port), 90, 0.2), self.said()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def open(self, address: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
        """Status and body, whatever the status."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{self.url}{address}", data, named)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode(errors="replace")

    def raw(self, *pieces: bytes, wait: float = 10.0) -> tuple[int, bytes]:
        """What is answered to bytes as they are: status (0 for a connection that is closed without a word) and all."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as wire:
            answer = b""
            try:
                for piece in pieces:
                    wire.sendall(piece)
                with contextlib.suppress(OSError):  # it may have hung up already, and have said why
                    wire.shutdown(socket.SHUT_WR)
                until = time.monotonic() + wait
                while time.monotonic() < until and (more := wire.recv(65536)):
                    answer += more
            except (ConnectionError, TimeoutError):
                pass
        first = answer.split(b"\r\n", 1)[0].split()
        return (int(first[1]) if len(first) > 1 and first[1].isdigit() else 0), answer
