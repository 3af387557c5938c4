"""A developer's machine: the private servers of parts/ unless DATABASE_URL and REDIS_URL name others."""

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, env

SECRET_KEY = env("SECRET_KEY", default="local-only-secret-key-local-only-secret-key-0123456789")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Static files are served from where they lie: nothing to collect, nothing to go stale. Production collects and hashes.
WHITENOISE_USE_FINDERS = True
# On a machine of one's own a backup works without preparation: its key is made beside the data that it protects.
BACKUP_KEY_FILE = env("BACKUP_KEY_FILE", default=str(BASE_DIR / ".local" / "backup.key"))
BACKUP_MAKES_ITS_KEY = True
