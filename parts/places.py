"""Where the private servers keep their things: under .local/ in the project, unless their account cannot go there."""

import hashlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from parts.accounts import Account, can_enter
from parts.processes import is_alive

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
# Used by root alone, when the project lies inside a closed directory such as /root.
SHARED = Path("/var/lib/casework")
# A Unix socket's whole path has a fixed room in the kernel: 104 bytes on macOS, 108 on Linux.
LONGEST_SOCKET = 100
THROWAWAY = "casework-tests-"


def local_directory(local: Path = LOCAL) -> Path:
    """`.local/`, made if missing. Root leaves it passable, not readable, for the account that the servers run as."""
    local.mkdir(exist_ok=True)
    local.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return local


def project_id(local: Path = LOCAL) -> str:
    """A word of this checkout's own. It goes with .local/, so a fresh clone never finds an old clone's data."""
    path = local_directory(local) / "id"
    if not path.exists():
        path.write_text(secrets.token_hex(4))
    return path.read_text().strip()


def durable_home(account: Account | None, local: Path = LOCAL) -> Path:
    """The directory that outlives a restart: .local/, or a place of its own where the account cannot enter that."""
    local_directory(local)
    if can_enter(account, local):
        return local
    home = SHARED / project_id(local)
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    pointer = local / "elsewhere"
    if not pointer.is_symlink():
        pointer.symlink_to(home)
    return home


def throwaway_home(account: Account | None) -> Path:
    """A short-named temporary directory for one run of the tests, which its owner removes."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        if len(parent) < LONGEST_SOCKET // 2 and can_enter(account, Path(parent)):
            home = Path(tempfile.mkdtemp(prefix=f"{THROWAWAY}{os.getpid()}-", dir=parent))
            home.chmod(0o711)
            return home
    raise RuntimeError("No temporary directory is both short enough for a socket and open to the servers' account.")


def sweep_throwaway_homes() -> None:
    """Remove what test runs that were killed have left behind; a run that is still alive keeps its own."""
    for home in Path(tempfile.gettempdir()).glob(f"{THROWAWAY}*"):
        pid = home.name.removeprefix(THROWAWAY).split("-")[0]
        if pid.isdigit() and not is_alive(int(pid)) and home.stat().st_uid == os.geteuid():
            shutil.rmtree(home, ignore_errors=True)


def socket_directory(beside: Path, file_name: str, local: Path = LOCAL) -> Path:
    """Where a socket of that name fits: beside its data, or in /tmp when the project lies too deep."""
    if len(str(beside / "run" / file_name)) <= LONGEST_SOCKET:
        return beside / "run"
    # The name cannot be guessed beforehand, and two servers of one checkout do not meet there.
    name = hashlib.sha256(f"{project_id(local)} {beside}".encode()).hexdigest()[:12]
    return Path("/tmp") / f"casework-{name}"
