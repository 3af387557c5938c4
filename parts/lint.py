"""`make lint`: every check of the code, two at a time, all of them even when one fails."""

import os
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from parts.servers import leased_servers
from parts.venv import ROOT

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """One command, and what it looks for. Lines that begin with `loud` are shown also where it passes."""

    what: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    loud: str = ""

    def run(self) -> tuple[bool, str]:
        """Whether it passed, and all that it said."""
        answer = subprocess.run(
            [str(BIN / self.command[0]), *self.command[1:]],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return answer.returncode == 0, answer.stdout.strip()


def checks() -> list[Check]:
    """The slow ones first, so that both cores have work to the end."""
    testing = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    # What has no safe default in a council's settings, and nothing else: the rest must be safe as it is.
    council = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "SECRET_KEY": secrets.token_urlsafe(50)}
    council |= {"ALLOWED_HOSTS": "casework.example", "SITE_URL": "https://casework.example"}
    council |= {"POSTGRES_PASSWORD": "made-up", "REDIS_PASSWORD": "made-up", "APPLICATION_PASSWORD": "made-up"}
    council |= {"SEALS_FILE": "/seals/seals.jsonl"}
    return [
        Check("types", ["mypy"]),
        Check("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], testing),
        Check("settings of a council", ["python", "manage.py", "check", "--deploy", "--fail-level=WARNING"], council),
        Check("templates", ["python", "-m", "parts.template_check"], testing),
        Check("layers", ["lint-imports", "--no-logo"]),
        Check("markup", ["djlint", "--lint", "--quiet", "templates"]),
        Check("code", ["ruff", "check", "."]),
        Check("layout of code", ["ruff", "format", "--check", "."]),
        Check("known vulnerabilities", ["python", "-m", "parts.audit"], loud="NOT AUDITED"),
        Check("docker-compose.yml", ["docker-compose", "-f", "docker-compose.yml", "config", "--quiet"], council),
    ]


def main() -> int:
    """1 when a check failed; its words are printed, those of the others are not."""
    failed = []
    with leased_servers(), ThreadPoolExecutor(max_workers=2) as pool:
        for check, (passed, words) in zip(all_checks := checks(), pool.map(Check.run, all_checks), strict=True):
            print(f"{'ok    ' if passed else 'FAILED'} {check.what}", flush=True)
            if not passed:
                failed.append(check.what)
                print(words, flush=True)
            elif check.loud:
                print(*(line for line in words.splitlines() if line.startswith(check.loud)), sep="\n", flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
