"""A disk that is soon full: a real one in memory where one may be mounted, else a limit on the size of files."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.system import System

ROOM = 1024 * 1024
LARGEST_FILE_KB = 256


@contextmanager
def small_disk(system: System) -> Iterator[str]:
    """Start the web server anew on it, and on the old place afterwards. Says which kind of disk it is."""
    place = system.home / "web" / "small"
    place.mkdir(exist_ok=True)
    mounted = os.geteuid() == 0 and _mount(place)
    before = system.documents
    (place / "temporary").mkdir(exist_ok=True)
    system.documents = place / "files"
    system.documents.mkdir(exist_ok=True)
    # bash counts in kilobytes, dash in half of them; the log of the web server must fit as well.
    wrapper = () if mounted else ("bash", "-c", f'ulimit -f {LARGEST_FILE_KB}; exec "$@"', "bash")
    system.kill("web")
    system.launch("web", wrapper=wrapper, environment={"TMPDIR": str(place / "temporary")})
    system.wait_until_well()
    try:
        yield "a small disk" if mounted else "a limit on files"
    finally:
        system.kill("web")
        kept = Path(system.documents)
        subprocess.run(["cp", "-a", f"{kept}/.", str(before)], check=True)
        system.documents = before
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)
        system.launch("web")
        system.wait_until_well()


def _mount(place: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=0700", "tmpfs", str(place)]
    return subprocess.run(command, capture_output=True).returncode == 0
