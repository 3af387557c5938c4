"""`python -m parts.audit`: does anybody warn of a package that we build on?

pip-audit asks the package index for Python, npm for the front end. On a machine that reaches neither source of warnings
this says so loudly and passes: a check that nobody could make need not stop work, and is never called a clean one.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from parts.npm import npm_command
from parts.venv import ROOT, SetUpError

PATIENCE_SECONDS = 90
# A mirror of the OSV database inside a network that reaches neither index.
OSV_URL = "AUDIT_OSV_URL"
LOCKS = [ROOT, ROOT / "tests" / "sign_in" / "provider"]


@dataclass
class Verdict:
    """What was learnt about one list of packages: how many could be asked about, and the warnings."""

    what: str
    asked: int = 0
    unknown: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def audited(self) -> bool:
        return self.asked > 0

    def __str__(self) -> str:
        if not self.audited:
            return f"NOT AUDITED: {self.what}: no advisory source reachable"
        if self.warnings:
            return "\n".join([f"{self.what}: {len(self.warnings)} known vulnerabilities", *self.warnings])
        rest = f", {self.unknown} unknown to the source" if self.unknown else ""
        return f"{self.what}: no known vulnerability in {self.asked} packages{rest}"


def python_packages(requirements: Path = ROOT / "requirements.txt") -> Verdict:
    """Every pinned package of a list. A package that the index does not describe is not counted as asked about."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(requirements), "--no-deps", "--disable-pip"]
    if OSV_URL in os.environ:
        command += ["--vulnerability-service", "osv", "--osv-url", os.environ[OSV_URL]]
    said = _json([*command, "--format", "json", "--progress-spinner", "off", "--timeout", "20"])
    return read_pip_audit(said, requirements.name)


def read_pip_audit(said: dict | None, what: str) -> Verdict:
    verdict = Verdict(what)
    for package in (said or {}).get("dependencies", []):
        if "skip_reason" in package:
            verdict.unknown += 1
            continue
        verdict.asked += 1
        for warning in package["vulns"]:
            mended = ", ".join(warning.get("fix_versions", [])) or "nowhere yet"
            verdict.warnings.append(f"  {package['name']} {package['version']}: {warning['id']}, mended in {mended}")
    return verdict


def npm_packages(folder: Path = ROOT) -> Verdict:
    """Every package of a folder's package-lock.json."""
    what = os.path.relpath(folder / "package-lock.json", ROOT)
    try:
        command = [*npm_command(), "audit", "--json", "--package-lock-only", "--audit=true"]
    except SetUpError:
        return Verdict(what)
    return read_npm_audit(_json(command, folder), what)


def read_npm_audit(said: dict | None, what: str) -> Verdict:
    verdict = Verdict(what)
    if not said or "vulnerabilities" not in said:
        return verdict
    verdict.asked = said.get("metadata", {}).get("dependencies", {}).get("total", 0)
    for name, found in said["vulnerabilities"].items():
        titles = [via["title"] for via in found.get("via", []) if isinstance(via, dict)]
        verdict.warnings.append(f"  {name} {found.get('range', '')}: {found.get('severity')}: {'; '.join(titles)}")
    return verdict


def _json(command: list[str], folder: Path = ROOT) -> dict | None:
    """What a command prints; None when it says nothing that can be read, or takes too long."""
    try:
        answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        said = json.loads(answer.stdout)
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def main() -> int:
    """1 when somebody warns of a package."""
    verdicts = [python_packages(), python_packages(ROOT / "requirements-dev.txt"), *map(npm_packages, LOCKS)]
    for verdict in verdicts:
        print(verdict)
    return 1 if any(verdict.warnings for verdict in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
