"""The tests: real servers, a quick password hasher, mail kept in memory, the demo room installed."""

from config.settings.demo import *  # noqa: F403

SECRET_KEY = "test-only-secret-key-test-only-secret-key-0123456789"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
SEALS_FILE = ""
