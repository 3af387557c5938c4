"""`python -m parts.run COMMAND ...`: run any command with the private servers up and named in its environment."""

import subprocess
import sys

from parts.servers import leased_servers


def main() -> int:
    """Answer with the command's own exit code. Ctrl-C reaches the command too; we wait for it to finish."""
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    with leased_servers():
        child = subprocess.Popen(sys.argv[1:])
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue
            except SystemExit:
                child.terminate()
                child.wait()
                raise


if __name__ == "__main__":
    sys.exit(main())
