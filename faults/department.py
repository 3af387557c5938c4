"""`python -m faults.department DATABASE CHILDREN`: a migrated database with a small made-up department in it."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

from parts.places import ROOT
from parts.test_database import make_test_database

SEED = 7
YEARS = 0.3


def main(name: str, children: str) -> int:
    """Called with DATABASE_URL naming any database of the server. 1 when it could not be made."""
    environment = dict(os.environ)
    os.environ["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path="/casework").geturl()
    if not make_test_database(name):
        return 1
    command = [sys.executable, "manage.py", "simulate", f"--children={children}", f"--years={YEARS}", f"--seed={SEED}"]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
