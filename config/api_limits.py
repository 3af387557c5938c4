"""How much and how often the API takes something."""

import json
import logging
import time
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

from staff.models import ApiToken

if TYPE_CHECKING:
    # The views read their settings while they are being imported, and those name this module.
    from rest_framework.views import APIView

LARGEST = 1024 * 1024
log = logging.getLogger(__name__)


class TooLarge(APIException):
    status_code = 413
    default_detail = "This message is too large. Send at most one megabyte."
    default_code = "too_large"


class BoundedJSONParser(JSONParser):
    """JSON in UTF-8 of at most a megabyte, the size being known before a byte of it is read."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request: Request = (parser_context or {})["request"]
        _check_wrapping(request)
        size = str(request.META.get("CONTENT_LENGTH") or 0)
        if not size.isascii() or not size.isdigit():
            raise ParseError("The header Content-Length is no number.")
        if len(size) > 12 or int(size) > LARGEST:
            raise TooLarge
        try:
            return json.loads(stream.read().decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_once_each)
        except UnicodeDecodeError:
            raise ParseError("The text is not in UTF-8.") from None
        except RecursionError:
            raise ParseError("It is nested too deeply.") from None
        except ValueError as unread:
            raise ParseError(_sentence(unread)) from None


class _NotTakenError(ValueError):
    """JSON that can be read, and could be read in two ways."""


def _sentence(unread: ValueError) -> str:
    """Where it breaks off, and not the library's own words, which may quote what was sent."""
    if isinstance(unread, _NotTakenError):
        return f"{unread}."
    if isinstance(unread, json.JSONDecodeError):
        return f"It breaks off at line {unread.lineno}, column {unread.colno}."
    return "A number in it is too long."


def _check_wrapping(request: Request) -> None:
    """Raises UnsupportedMediaType for a message that is packed, or in another alphabet."""
    packed = request.META.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if packed not in ("", "identity"):
        raise UnsupportedMediaType(packed, "Send the message as it is, without Content-Encoding.")
    alphabet = (request._request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
    if alphabet not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(alphabet, "Send the message in UTF-8.")


def _no_number(text: str) -> None:
    raise _NotTakenError(f"{text} is no number in JSON")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotTakenError("A name stands twice in one object")
    return found


class _CountedInRedis(SimpleRateThrottle):
    """So many in each minute, counted for all processes together.

    One step in Redis counts and answers, so that two processes never both take the last place. While Redis is away
    nobody is counted, and everybody answered: a child's contact matters more than a script that asks too often.
    """

    duration: int
    num_requests: int

    def allow_request(self, request: Request, view: "APIView | None") -> bool:
        if self.rate is None:
            return True
        key = self.get_cache_key(request, view)  # type: ignore[arg-type]  # none of ours looks at the view
        if key is None:
            return True
        now = time.time()
        self.left = self.duration - now % self.duration
        try:
            return self._count(f"{key}:{int(now // self.duration)}") <= self.num_requests
        except (RedisError, OSError):
            log.warning("Requests are not counted: Redis does not answer.")
            return True

    def _count(self, key: str) -> int:
        self.cache.add(key, 0, timeout=self.duration * 2)
        try:
            return int(self.cache.incr(key))
        except ValueError:  # it ran out between the two
            return 1

    def wait(self) -> float:
        return self.left


class PerUser(_CountedInRedis, UserRateThrottle):
    """Each token by itself; and each person who is signed in."""

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        if isinstance(request.auth, ApiToken):
            return self.cache_format % {"scope": "token", "ident": request.auth.pk}
        return super().get_cache_key(request, view) if request.user.is_authenticated else None


class PerAddress(_CountedInRedis, AnonRateThrottle):
    """Whoever has not said who they are, by network address."""


class FailedAttempts(_CountedInRedis):
    """Requests that fail to say who they are, by network address: fewer, since no program needs more.

    Only further failures are refused. Whoever has a valid token behind the same address is answered all the same.
    """

    scope = "failed"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}

    def get_rate(self) -> Any:
        return settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"].get(self.scope)
