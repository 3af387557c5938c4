"""Where a request comes from, also behind the council's proxies."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The network address of whoever asks.

    X-Forwarded-For is believed only as far as TRUSTED_PROXIES proxies of the council wrote it: each adds one entry at
    its end, and everything before theirs anybody could have made up.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXIES
    told = said[-proxies] if 0 < proxies <= len(said) else direct
    return _plain(told) or _plain(direct) or "unknown"


def neighbourhood(address: str) -> str:
    """What one attacker can choose freely counts as one place: a whole /64 of the newer kind of address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _plain(text: str) -> str:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
