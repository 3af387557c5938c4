#!/usr/bin/env python3
"""Django's command line, with the real servers brought up first where none is named."""

import os
import sys

from parts.command_line import servers_for
from parts.venv import use_own_environment


def main() -> None:
    """A developer's machine is the demo's; elsewhere DJANGO_SETTINGS_MODULE names the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    use_own_environment()
    with servers_for(sys.argv):
        from audit.jobs import NamedCommands

        NamedCommands(sys.argv).execute()


if __name__ == "__main__":
    main()
