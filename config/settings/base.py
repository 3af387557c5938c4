"""Settings that hold everywhere. What differs by place stands in local, test, demo and production."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ

from parts.careful_log import logging_settings
from parts.command_line import acts_as_owner

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

ROOMS = [
    "audit",
    "people",
    "ui",
    "staff",
    "sign_in",
    "timescales",
    "casework",
    "referrals",
    "safeguarding",
    "access",
    "workspace",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "guardian",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "parts",
    *ROOMS,
]

MIDDLEWARE = [
    "config.security_headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ui.middleware.ReadableFormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sign_in.middleware.SessionLimitsMiddleware",
    "ui.middleware.KeepPostedMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "audit.middleware.HistoryContextMiddleware",
    "workspace.merged_addresses.MergedAddresses",
    # Last: within it there is only the page itself, all the others live in the present.
    "workspace.past.middleware.AsKnownMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workspace.context.page_frame",
                "sign_in.context.session_frame",
            ],
            "builtins": ["ui.templatetags.components"],
        },
    }
]

# The application's role cannot alter the logs; the owner's, which migrates, backs up and restores, is another one.
_application = env.db("DATABASE_URL", default="postgres:///casework")
_owner = env.db("OWNER_DATABASE_URL") if env("OWNER_DATABASE_URL", default="") else _application
APPLICATION_DATABASE = _application if _application["USER"] != _owner["USER"] else {}
DATABASES = {"default": _owner if acts_as_owner(sys.argv) else _application}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# libpq names a socket's directory as ?host=/path; Django's own tools (dbshell) look for it in HOST.
for _key in ("host", "port"):
    if _key in DATABASES["default"].get("OPTIONS", {}):
        DATABASES["default"][_key.upper()] = str(DATABASES["default"]["OPTIONS"].pop(_key))

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
# Emptying a cache empties its whole database, so the queue has another one: the cache's is the next after it.
_redis = urlsplit(REDIS_URL)
_next = f"/{int(_redis.path.strip('/') or 0) + 1}"
CACHE_URL = env("CACHE_URL", default=_redis._replace(path=_next).geturl())
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        # A Redis that hangs must not hang the pages: after this it counts as away.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = REDIS_URL
# A worker that dies half-way gives its task back; every task is safe to run twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for Redis as long as Redis is away; by default it would give up after an hour.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_TIME_LIMIT = 1800

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = [
    "staff.backends.StaffBackend",
    "guardian.backends.ObjectPermissionBackend",
]
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "ui.views.csrf_failure"
LOGIN_URL = "log-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "log-in"
# Who comes in and how long they stay: docs/decisions/log-in.md.
# Ten hours from signing in, whatever is done meanwhile.
SESSION_COOKIE_AGE = 60 * 60 * 10
IDLE_MINUTES = env.int("IDLE_MINUTES", default=30)
PASSWORD_RESET_TIMEOUT = 60 * 60
# "everyone", "nobody", or role keys with commas between them: "administrator,team_manager".
REQUIRE_SECOND_FACTOR = env("REQUIRE_SECOND_FACTOR", default="nobody")
# How many proxies of the council stand in front: that many entries at the end of X-Forwarded-For can be believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# The council's own sign-on (OpenID Connect). Off without an issuer.
OIDC_ISSUER = env("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env("OIDC_NAME", default="your council account")
OIDC_SCOPES = env("OIDC_SCOPES", default="openid email profile")
# Which claim finds the account at the first sign-on, and in which field of the account it stands.
OIDC_MATCH_CLAIM = env("OIDC_MATCH_CLAIM", default="email")
OIDC_MATCH_FIELD = env("OIDC_MATCH_FIELD", default="email")
# For a provider that hands out only addresses it has verified, and does not say so with email_verified.
OIDC_EMAIL_IS_VERIFIED = env.bool("OIDC_EMAIL_IS_VERIFIED", default=False)
# A role key: somebody without an account then gets one of this role, in no team. Empty: nobody does.
OIDC_NEW_ACCOUNT_ROLE = env("OIDC_NEW_ACCOUNT_ROLE", default="")
# "provider": the provider sees to the second factor. "here": this system asks for its own as well.
OIDC_SECOND_FACTOR = env("OIDC_SECOND_FACTOR", default="provider")
# What the provider must say about how it made sure: one of these in amr, or this acr. Empty: not asked.
OIDC_REQUIRED_AMR = env.list("OIDC_REQUIRED_AMR", default=[])
OIDC_REQUIRED_ACR = env("OIDC_REQUIRED_ACR", default="")
# Off: passwords serve the accounts named below alone, for the day when the provider is down.
PASSWORD_SIGN_IN = env.bool("PASSWORD_SIGN_IN", default=True)
BREAK_GLASS_ACCOUNTS = env.list("BREAK_GLASS_ACCOUNTS", default=[])
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"
FORMAT_MODULE_PATH = ["config.formats"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
# The design system's files are installed by npm and cleaned by `make frontend`; they are never kept in this repository.
FRONTEND_DIR = BASE_DIR / "static" / "vendor"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "casework.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Outside the web root: a document leaves only through a view that asks the policy first.
MEDIA_ROOT = Path(env("DOCUMENTS_DIR", default=str(BASE_DIR / ".local" / "documents")))
DOCUMENT_MAX_BYTES = 20 * 1024 * 1024
# A virus scanner, clamd: tcp://host:3310 or unix:///path. Empty: files are not checked for viruses.
CLAMD_URL = env("CLAMD_URL", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    # Before anything is kept: a 2 GB film fills neither memory nor disk, and the page still answers.
    "casework.uploads.StopAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "casework.uploads.OnDisk",
]

# Where the nightly backup and the attack-day pack are put; empty: none is made. See docs/operations.md.
BACKUP_DIR = env("BACKUP_DIR", default="")
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", default=14)
# Public keys (age1…). The secret half opens backups, belongs on no server, and is named only when one is restored.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_KEY_FILE = env("BACKUP_KEY_FILE", default="")
PACK_DIR = env("PACK_DIR", default="")
PACK_KEEP_DAYS = env.int("PACK_KEEP_DAYS", default=7)
PACK_PASSWORD = env("PACK_PASSWORD", default="")
# Restricted records have a file and a password of their own; without one they are left out of the pack, and counted.
PACK_RESTRICTED_PASSWORD = env("PACK_RESTRICTED_PASSWORD", default="")

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="no-reply@casework.example")
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")

_SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _SELF,
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": ["'self'", "data:"],
        "connect-src": _SELF,
        "form-action": _SELF,
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"

# A token of the API ends; nobody can ask for a longer one.
API_TOKEN_LONGEST_DAYS = env.int("API_TOKEN_LONGEST_DAYS", default=366)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "staff.backends.StaffTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "staff.api_schema.ScopedSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.api_limits.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["config.api_limits.PerUser", "config.api_limits.PerAddress"],
    # A partner that comes back after a failure may send what has piled up; a runaway script may not.
    # "failed": requests of one address that say nothing, or nothing true, of who they are.
    "DEFAULT_THROTTLE_RATES": {"user": "120/min", "anon": "60/min", "failed": "20/min"},
    "NUM_PROXIES": TRUSTED_PROXIES,
    "EXCEPTION_HANDLER": "config.api_errors.answer",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Casework API",
    "DESCRIPTION": "Contacts from partner agencies, and the council's own children, clocks and queue. See docs/api.md.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}

# Openings outside these hours, at weekends and on bank holidays are listed for the auditor. The council's own.
WORKING_HOURS = tuple(env.list("WORKING_HOURS", default=["07:00", "20:00"]))
PGHISTORY_APPEND_ONLY = True
# A copy of the seals over the logs, kept where whoever runs the database cannot write: docs/operations.md.
SEALS_FILE = env("SEALS_FILE", default="")
# Demo logins exist only where this is on; every other place refuses their password.
DEMO = False
COUNCIL_NAME = env("COUNCIL_NAME", default="Children's services")

# No log quotes what was typed, and no fault is mailed: see parts/careful_log.py.
LOGGING = logging_settings()
ADMINS: list[tuple[str, str]] = []
