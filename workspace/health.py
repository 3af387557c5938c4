"""Whether each part that the site stands on answers."""

import time

from django.core.cache import cache
from django.db import DatabaseError, connection
from redis.exceptions import RedisError

# Beat sends every 15 seconds: three missed in a row, and a little more, is silence.
SILENT_AFTER = 60
KEPT_FOR = 24 * 60 * 60


def sign_of_life(part: str) -> None:
    """Note that the worker, or beat, was alive just now."""
    cache.set(f"alive:{part}", time.time(), timeout=KEPT_FOR)


def report() -> dict[str, str]:
    """Each part with "ok", or what is wrong with it in a few words."""
    redis = _redis()
    parts = {"database": _database(), "redis": redis}
    for part in ("worker", "beat"):
        parts[part] = _heard_of(part) if redis == "ok" else "not known: Redis does not answer"
    return parts


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def _redis() -> str:
    try:
        cache.set("alive:asked", 1, timeout=10)
    except (RedisError, OSError):
        return "does not answer"
    return "ok"


def _heard_of(part: str) -> str:
    last = cache.get(f"alive:{part}")
    if last is None:
        return "not heard of yet"
    silent = time.time() - last
    return "ok" if silent <= SILENT_AFTER else f"silent for {int(silent)} seconds"
