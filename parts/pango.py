"""Pango, which WeasyPrint draws PDF files with. A library of the system: no wheel carries it."""

import ctypes.util
import os
import shutil
import subprocess

LIBRARIES = ("pango-1.0", "pangoft2-1.0")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0")
ADVICE = (
    "Pango is missing: pages work, PDF files cannot be made.\n"
    f"  On Debian or Ubuntu: apt-get install {' '.join(PACKAGES)}. On macOS: brew install pango."
)


def missing() -> bool:
    """Whether WeasyPrint would not find what it needs."""
    return not all(ctypes.util.find_library(name) for name in LIBRARIES)


def ensure_pango() -> str | None:
    """Install it where one may. Answer with advice for the person at the keyboard where it stays missing."""
    if not missing():
        return None
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Pango with apt-get …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *PACKAGES]):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL)
    return ADVICE if missing() else None
