"""Celery, and the one timetable of everything that runs by itself."""

import gc
import os
from logging.config import dictConfig
from typing import Any

import django
from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, worker_init
from django.conf import settings
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("casework", task_cls="audit.jobs:NamedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_like_the_web_process(**kwargs: Any) -> None:
    """Celery's own log quotes what a task was given, gave and failed with. Ours does not."""
    dictConfig(settings.LOGGING)


@worker_init.connect
def settle(**kwargs: Any) -> None:
    """Once, before any work: look up the pages' addresses, and keep all that was loaded out of the garbage collector's
    rounds. Otherwise the first warnings wait a second for the one, and every few thousand a tenth for the other.
    """
    django.setup()
    reverse("home")
    gc.collect()
    gc.freeze()


app.conf.beat_schedule = {
    # Hour-long clocks (partner checks) need a look more than once an hour; the sweep itself takes well under a second.
    "sweep-clocks": {"task": "timescales.tasks.sweep_clocks", "schedule": crontab(minute="*/10")},
    # Derived clocks are computed again from the record every night; a difference is a fault in the program.
    "reconcile-clocks": {"task": "timescales.tasks.reconcile_clocks", "schedule": crontab(hour=2, minute=30)},
    # Alerts go out by e-mail a minute after they are raised; a failed one goes with the next run.
    "send-alert-mails": {"task": "staff.tasks.send_alert_mails", "schedule": 60.0},
    # What is not sealed can still be rewritten without a trace, so no row waits for long.
    "seal-logs": {"task": "audit.tasks.seal_logs", "schedule": 60.0},
    # A broken chain is told to the auditors by morning.
    "verify-logs": {"task": "staff.tasks.verify_logs", "schedule": crontab(hour=4, minute=5)},
    # Whoever is newly recorded is compared with restricted people soon, and never while an officer waits for an answer.
    "look-blindly": {"task": "access.tasks.look_blindly", "schedule": 60.0},
    # Whoever came into a restricted family, or into one from which a worker is kept, is asked about soon.
    "find-newcomers": {"task": "access.tasks.find_newcomers", "schedule": 300.0},
    # The same for two weeks, in case nothing ran for a while.
    "find-newcomers-of-two-weeks": {
        "task": "access.tasks.find_newcomers_of_two_weeks",
        "schedule": crontab(hour=4, minute=20),
    },
    # Yesterday's openings, and those of the night so far, are looked through for what the auditor should see.
    "find-odd-access": {"task": "access.tasks.find_odd_access", "schedule": crontab(hour=4, minute=10)},
    # Fourteen days before a token of the API ends, its owner and the administrators are told, once.
    "warn-of-ending-tokens": {"task": "staff.tasks.warn_of_ending_tokens", "schedule": crontab(hour=6, minute=45)},
    # A form that was handled is remembered for two weeks, so that a resend counts once; then it can go.
    "forget-old-tokens": {"task": "ui.tasks.forget_old_tokens", "schedule": crontab(hour=3, minute=15)},
    # Records that may be of one person: for whoever may merge them, each morning.
    "find-duplicates": {"task": "staff.tasks.find_duplicates", "schedule": crontab(hour=4, minute=15)},
    # Every document must have its file; what a full disk or a killed upload left half-written goes.
    "check-documents": {"task": "casework.tasks.check_documents", "schedule": crontab(hour=3, minute=45)},
    # Sessions that have ended, and failures to sign in that no longer count, need not be kept.
    "forget-old-sign-ins": {"task": "sign_in.tasks.forget_old_sign_ins", "schedule": crontab(hour=3, minute=30)},
    # Once a night each, asked for every hour: a night that was missed is made up for as soon as somebody works again.
    "nightly-backup": {"task": "workspace.tasks.nightly_backup", "schedule": crontab(minute=10)},
    "nightly-pack": {"task": "workspace.tasks.nightly_pack", "schedule": crontab(minute=20)},
    # /readyz asks when beat was last alive.
    "heartbeat": {"task": "workspace.tasks.heartbeat", "schedule": 15.0},
}
