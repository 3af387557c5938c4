"""The browser for the tests: the one that is there, else one that is installed, and it says which was taken."""

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from parts.places import local_directory


@dataclass(frozen=True)
class Browser:
    """A Chromium, and in words how it was found. Without a path Playwright uses its own download."""

    path: str | None
    how: str

    @property
    def launch_arguments(self) -> dict[str, Any]:
        """What Playwright's launch() is given. Chromium's sandbox needs rights that root and most containers lack."""
        arguments: dict[str, Any] = {"args": ["--no-sandbox", "--disable-dev-shm-usage"]}
        if self.path is not None:
            arguments["executable_path"] = self.path
        return arguments

    def __str__(self) -> str:
        return f"{self.path or 'Chromium'} ({self.how})"


def find_browser() -> Browser | None:
    """$CHROMIUM, else `chromium` on the path; None where there is neither. RuntimeError if $CHROMIUM is wrong."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            raise RuntimeError(f"CHROMIUM names {named}, which is not a program.")
        return Browser(named, "named by CHROMIUM")
    on_path = shutil.which("chromium")
    return Browser(on_path, "on the path") if on_path else None


def ensure_browser() -> Browser:
    """The browser, installed first if need be: by apt where one may, else by Playwright's own download.

    Raises RuntimeError, saying what to do, where neither works. Two at once wait for each other.
    """
    with (local_directory() / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return find_browser() or _from_apt() or _from_playwright()


def _from_apt() -> Browser | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing chromium with apt-get …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL)
    installed = shutil.which("chromium")
    return Browser(installed, "installed by apt-get") if installed else None


def _from_playwright() -> Browser:
    print("Downloading Playwright's own Chromium …", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command).returncode:
        raise RuntimeError("No browser: install chromium, or name one in CHROMIUM.")
    return Browser(None, "Playwright's own download")


if __name__ == "__main__":
    print(f"browser: {ensure_browser()}")
