"""Logs that say what went wrong and where, and never about whom.

Whoever runs the servers reads their logs; nobody who reads a log is asked whether the child is theirs to know of. An
error's own words may quote anything that was typed ("Key (forename)=(…) already exists", "invalid literal: …"), and so
may what follows the question mark of an address. So no log of ours has either. It has the kind of error, the lines of
the program that led to it, and for the database the constraint, table and column.
"""

import logging
import re
import traceback
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
# What stands after an address's question mark: a search for a child is one.
QUESTION = re.compile(r"\?[^\s\"'<>]+")
# Celery's records carry these by name.
QUOTING = {"exc", "traceback", "args", "kwargs", "return_value", "argsrepr", "kwargsrepr"}
WITHHELD = "(withheld)"
# staff.tasks.send_alert_mails, celery@host, redis://:**@127.0.0.1:6379/0
NAME = re.compile(r"[\w.@:/*\-]{0,200}")


class CarefulFormatter(logging.Formatter):
    """One line for each record, and below it the lines of the program; no values."""

    def __init__(self, fmt: str | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(fmt or FORMAT, *args, **kwargs)

    def format(self, record: logging.LogRecord) -> str:
        # A copy: other handlers (a test's, an operator's own) format the same record.
        careful = logging.makeLogRecord({**record.__dict__, "exc_text": None, "args": _careful(record)})
        try:
            return super().format(careful)
        except (TypeError, ValueError, KeyError):
            # Python's own complaint about a message that does not fit its arguments would print them all.
            return f"{record.levelname} {record.name} {record.pathname}:{record.lineno} a message that does not fit"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the library's name
        record.message = QUESTION.sub("?…", record.message).replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the library's name
        kind, error, trace = ei
        return "\n".join(_chain(error, trace)) if isinstance(error, BaseException) else str(kind)


def _careful(record: logging.LogRecord) -> Any:
    args, spoken = record.args, record.name.startswith(("celery", "kombu"))
    if isinstance(args, dict):
        return {name: WITHHELD if name in QUOTING else _named(value, spoken) for name, value in args.items()}
    return tuple(_named(value, spoken) for value in args) if isinstance(args, tuple) else args


def _named(value: Any, spoken: bool) -> Any:
    """An error by its kind. Of what Celery says, which may be a whole message of the queue: numbers and plain names."""
    if isinstance(value, BaseException):
        return kind_of(value)
    if spoken and not isinstance(value, int | float | type(None)) and not NAME.fullmatch(str(value)):
        return WITHHELD
    return value


def kind_of(error: BaseException) -> str:
    """What kind of error, and for the database which rule it broke: IntegrityError 23505 person_nhs_number_key."""
    diagnosis = getattr(error, "diag", None) or getattr(error.__cause__, "diag", None)
    names = [getattr(diagnosis, name, None) for name in ("sqlstate", "constraint_name", "table_name", "column_name")]
    return " ".join([f"{type(error).__module__}.{type(error).__qualname__}", *(name for name in names if name)])


def _chain(error: BaseException, trace: Any) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = traceback.extract_tb(trace if one is error else one.__traceback__)
        called = [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames]
        lines = ["Traceback (most recent call last):", *called, f"{kind_of(one)} {WITHHELD}", *lines]
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return lines


def logging_settings() -> dict[str, Any]:
    """Django's and Celery's LOGGING. Django's own handler that mails errors to ADMINS, with values, is left out."""
    quiet: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"careful": {"()": "parts.careful_log.CarefulFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "careful"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {"django": quiet, "django.server": quiet},
    }
