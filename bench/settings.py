"""A council's settings, over plain HTTP on this machine: nothing else differs from production but the counting of queries."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-the-bench-only-for-the-bench-only-for-the-bench-0123456789")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")

from config.settings.production import *  # noqa: F403
from config.settings.production import MIDDLEWARE, STORAGES

# The client signs in with name and password; a second factor is asked once a session and costs its pages nothing.
REQUIRE_SECOND_FACTOR = "nobody"
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
# Served from where they lie: no page that is measured asks for one.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
