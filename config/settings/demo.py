"""`make demo`: everything real, the people made up. Adds the demo room and its logins."""

from config.settings.base import BASE_DIR, INSTALLED_APPS, env
from config.settings.local import *  # noqa: F403

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
COUNCIL_NAME = "Wexcombe Council (made up)"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / ".local" / "mail"
SEALS_FILE = env("SEALS_FILE", default=str(BASE_DIR / ".local" / "seals.jsonl"))
