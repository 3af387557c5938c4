"""The tests: real servers, a quick password hasher, mail kept in memory, the demo room installed."""

from config.settings.demo import *  # noqa: F403
from config.settings.demo import REST_FRAMEWORK

SECRET_KEY = "test-only-secret-key-test-only-secret-key-0123456789"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
SEALS_FILE = ""
# Every test asks from one address: one that means to be refused sets the rate itself.
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"user": "120/min", "anon": "60/min", "failed": None}}
