"""What manage.py asks: does this command need the private servers, and if so, bring them up around it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# They read code and files alone; bringing servers up for them would be a second wasted.
WITHOUT_SERVERS = {"help", "--help", "-h", "version", "--version", "check", "collectstatic", "findstatic", "startapp"}
# In a council's own settings the servers are named or the start fails. Nothing private ever steps in.
WITH_PRIVATE_SERVERS = {"config.settings.local", "config.settings.demo", "config.settings.test"}
# They make tables, set rights, or read and write everything: the database's owner does that, never the application.
COMMAND_LINES = {"manage.py", "django-admin", "__main__.py"}
AS_OWNER = {
    *("migrate", "makemigrations", "showmigrations", "protect_logs", "backup", "restore", "flush"),
    "simulate",  # for as long as it plays, the triggers of history ask the played clock
}


def acts_as_owner(arguments: Sequence[str]) -> bool:
    """Whether this manage.py command line takes OWNER_DATABASE_URL, where that is set, and not DATABASE_URL."""
    return Path(arguments[0]).name in COMMAND_LINES and arguments[1:2] != [] and arguments[1] in AS_OWNER


@contextmanager
def servers_for(arguments: Sequence[str]) -> Iterator[None]:
    """Run the block with the servers that this manage.py command line needs: the demo's, if it runs, or new ones."""
    command = arguments[1] if len(arguments) > 1 else "help"
    private = os.environ.get("DJANGO_SETTINGS_MODULE") in WITH_PRIVATE_SERVERS
    if command in WITHOUT_SERVERS or "--help" in arguments or not private:
        yield
        return
    from parts.servers import leased_servers

    with leased_servers():
        yield
