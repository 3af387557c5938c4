"""The demonstration's settings, less what a test run has no time for: e-mails go where the run can count them."""

from pathlib import Path

from config.settings.base import env
from config.settings.demo import *  # noqa: F403

EMAIL_FILE_PATH = Path(env("FAULTS_MAIL"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
