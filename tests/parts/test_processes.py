"""Whoever is killed outright leaves nobody behind, also in the moment in which it starts a process."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from parts.places import ROOT
from parts.processes import LINUX, die_with_parent, wait_until

# A parent that dies between making a child and the child's asking the kernel: seen when a demonstration is killed while
# it starts a worker again.
DIES_TOO_EARLY = """
    import os, signal, sys, time
    from pathlib import Path
    from parts.processes import die_with_parent

    ask_kernel = die_with_parent(signal.SIGKILL)
    parent = os.getpid()
    if os.fork() == 0:
        while os.getppid() == parent:
            time.sleep(0.01)
        Path(sys.argv[1], "orphaned").touch()
        {ask}
        Path(sys.argv[1], "lived on").touch()
        os._exit(0)
"""


@pytest.mark.skipif(not LINUX, reason="elsewhere the next start finds what was left behind")
@pytest.mark.parametrize(("ask", "lives_on"), [("ask_kernel()", False), ("pass", True)])
def test_a_child_whose_parent_is_gone_already_ends_before_it_begins(tmp_path: Path, ask: str, lives_on: bool) -> None:
    program = textwrap.dedent(DIES_TOO_EARLY).format(ask=ask)
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, check=True, timeout=30)
    assert wait_until((tmp_path / "orphaned").exists, 10)
    assert wait_until((tmp_path / "lived on").exists, 1) is lives_on


def test_a_child_whose_parent_lives_begins() -> None:
    ended = subprocess.run([sys.executable, "-c", "pass"], preexec_fn=die_with_parent(signal.SIGKILL), timeout=30)
    assert ended.returncode == 0
