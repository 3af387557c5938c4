"""How much and how often the API takes something."""

import logging
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from redis.exceptions import RedisError
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

from config.api_errors import TooLarge

if TYPE_CHECKING:
    # The views read their settings while they are being imported, and those name this module.
    from rest_framework.views import APIView

LARGEST = 1024 * 1024
log = logging.getLogger(__name__)


class BoundedJSONParser(JSONParser):
    """JSON of at most a megabyte, the size being known before a byte of it is read."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request: Request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise TooLarge
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None


class _OpenWhenRedisIsAway(SimpleRateThrottle):
    """The count is kept in Redis. While Redis is away nobody is counted: a child's contact matters more."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError:
            log.warning("Requests are not counted: Redis does not answer.")
            return True


class PerUser(_OpenWhenRedisIsAway, UserRateThrottle):
    """Each token, or each person who is signed in."""


class PerAddress(_OpenWhenRedisIsAway, AnonRateThrottle):
    """Whoever has not said who they are, by network address."""
