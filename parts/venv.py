"""The project's own environment, .venv, made and kept up to date. Runs on a bare Python, before anything is installed.

`python3 -m parts.venv requirements-dev.txt` does nothing when those requirements are in place already.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


class SetUpError(Exception):
    """Something that the person at the keyboard has to put right; the text says what."""


def use_own_environment() -> None:
    """Go on in .venv, with the same arguments, where Django is missing from the Python that was called."""
    if importlib.util.find_spec("django") is None and PYTHON.exists() and Path(sys.prefix) != VENV:
        os.execv(PYTHON, [str(PYTHON), *sys.orig_argv[1:]])


def ensure_venv(requirements: str) -> None:
    """Make .venv and install these requirements into it. Raises SetUpError when that cannot be done."""
    if not PYTHON.exists():
        _make()
    # requirements-dev.txt holds all of requirements.txt, so either will do where the smaller one is asked for.
    if is_ready(requirements) or is_ready("requirements-dev.txt"):
        return
    print(f"Installing {requirements} into .venv (a minute or so) …", flush=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]
    if subprocess.run([str(PYTHON), *install], cwd=ROOT).returncode:
        raise SetUpError(f"pip could not install {requirements}; its own words stand above.")
    _stamp(requirements).write_text(_fingerprint(requirements))


def is_ready(requirements: str) -> bool:
    """Whether these requirements are in place just as they are pinned now."""
    stamp = _stamp(requirements)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == _fingerprint(requirements)


def _stamp(requirements: str) -> Path:
    return VENV / f".{Path(requirements).stem}"


def _fingerprint(requirements: str) -> str:
    """Changes with the pins and with the Python below; reinstalling when either does costs little."""
    interpreter = str(PYTHON.resolve())
    return hashlib.sha256((ROOT / requirements).read_bytes() + interpreter.encode()).hexdigest()


def _make() -> None:
    print("Making .venv …", flush=True)
    base = _new_enough_python()
    if subprocess.run([base, "-m", "venv", VENV]).returncode == 0:
        return
    # Debian keeps the module in a package of its own.
    if os.geteuid() == 0 and shutil.which("apt-get"):
        version = subprocess.run(
            [base, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True
        ).stdout.strip()
        print(f"Installing python{version}-venv with apt-get …", flush=True)
        subprocess.run(["apt-get", "update", "-qq"])
        subprocess.run(["apt-get", "install", "-y", "-qq", f"python{version}-venv"])
        if subprocess.run([base, "-m", "venv", "--clear", VENV]).returncode == 0:
            return
    shutil.rmtree(VENV, ignore_errors=True)
    raise SetUpError("Python cannot make an environment here. On Debian or Ubuntu: apt-get install python3-venv")


def _new_enough_python() -> str:
    """This Python, or a newer one beside it. Raises SetUpError where all are too old."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in (13, 12, 11):
        if found := shutil.which(f"python3.{minor}"):
            return found
    raise SetUpError(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")


def main() -> int:
    """The command line of this module."""
    try:
        ensure_venv(sys.argv[1])
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
