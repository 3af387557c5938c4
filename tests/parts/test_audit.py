"""Warnings about packages: heeded where they can be had, and never invented where they cannot."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from parts import audit
from parts.audit import Verdict, npm_packages, python_packages, read_npm_audit, read_pip_audit
from parts.lint import Check, checks

Answer = Callable[[str, dict], object]


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """A small source of warnings on this machine: `serve(answer)` gives its address."""
    servers = []

    def start(answer: Answer) -> str:
        class Source(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = json.dumps(answer(self.path, json.loads(asked) if asked[:1] == b"{" else {})).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                self.send_error(404)

            def log_message(self, *args: object) -> None:
                return None

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Source))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def osv(path: str, asked: dict) -> object:
    """One old release of one made-up package has a fault."""
    if asked.get("package", {}).get("name") != "unsafe-example":
        return {}
    event = [{"introduced": "0"}, {"fixed": "2.0"}]
    affected = {
        "package": {"name": "unsafe-example", "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": event}],
    }
    return {
        "vulns": [
            {"id": "PYSEC-2026-1", "details": "Made up", "affected": [affected], "modified": "2026-01-01T00:00:00Z"}
        ]
    }


def test_known_fault_of_a_python_package_fails_the_check(serve, tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIT_OSV_URL", f"{serve(osv)}/v1/query")
    pins = tmp_path / "requirements.txt"
    pins.write_text("unsafe-example==1.0\nsafe-example==1.0\n")
    verdict = python_packages(pins)
    assert verdict.asked == 2
    assert verdict.warnings == ["  unsafe-example 1.0: PYSEC-2026-1, mended in 2.0"]
    pins.write_text("safe-example==1.0\n")
    assert str(python_packages(pins)) == "requirements.txt: no known vulnerability in 1 packages"


def test_known_fault_of_a_front_end_package_fails_the_check(serve, tmp_path, monkeypatch):
    warning = {
        "id": 1,
        "title": "Made up",
        "severity": "high",
        "vulnerable_versions": "<2.0.0",
        "url": "https://x.example",
    }
    monkeypatch.setenv("npm_config_registry", serve(lambda path, asked: {"unsafe-example": [warning]}))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    make_lock(tmp_path, "1.0.0")
    verdict = npm_packages(tmp_path)
    assert verdict.audited
    assert len(verdict.warnings) == 1
    assert verdict.warnings[0].startswith("  unsafe-example ")
    assert verdict.warnings[0].endswith("high: Made up")


def test_no_source_is_said_loudly_and_is_no_clean_bill(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIT_OSV_URL", "http://127.0.0.1:1/")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:1/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    (tmp_path / "requirements.txt").write_text("safe-example==1.0\n")
    make_lock(tmp_path, "1.0.0")
    for verdict in (python_packages(tmp_path / "requirements.txt"), npm_packages(tmp_path)):
        assert not verdict.audited
        assert str(verdict).startswith("NOT AUDITED: ")


def test_index_that_describes_no_package_has_audited_none():
    """pip-audit calls that "No known vulnerabilities found"."""
    said = {"dependencies": [{"name": "django", "skip_reason": "Dependency not found on PyPI"}]}
    assert not read_pip_audit(said, "requirements.txt").audited
    assert not read_npm_audit({"message": "405 Method Not Allowed"}, "package-lock.json").audited


def test_a_warning_fails_and_its_absence_does_not(monkeypatch):
    for warnings, code in (([], 0), (["  x 1.0: PYSEC-1"], 1)):
        monkeypatch.setattr(audit, "python_packages", lambda *of, found=warnings: Verdict("list", 3, 0, found))
        monkeypatch.setattr(audit, "npm_packages", lambda of: Verdict("lock"))
        assert audit.main() == code


def test_lint_shows_what_was_not_audited():
    assert [check.loud for check in checks() if "audit" in " ".join(check.command)] == ["NOT AUDITED"]
    assert Check("x", ["python"]).loud == ""


def make_lock(folder: Path, version: str) -> None:
    package = {"name": "x", "version": "1.0.0", "dependencies": {"unsafe-example": version}}
    (folder / "package.json").write_text(json.dumps(package))
    entry = {"version": version, "resolved": "", "integrity": ""}
    packages = {"": package, "node_modules/unsafe-example": entry}
    (folder / "package-lock.json").write_text(json.dumps({**package, "lockfileVersion": 3, "packages": packages}))
