"""The tests' settings with faults built in: tests/bad_input/faulty.py."""

from config.settings.test import *  # noqa: F403

ROOT_URLCONF = "tests.bad_input.faulty"
CELERY_IMPORTS = ["tests.bad_input.faulty"]
