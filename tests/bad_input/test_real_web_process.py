"""What the web process itself answers to requests that no browser sends: a clear status, no fault, no traceback."""

import gzip
import json

import pytest

from tests.factories.partners import key_of, partner, posted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PIECES = ("Content-Type: application/json", "Transfer-Encoding: chunked")
REFUSED = {0, 400, 401, 403, 404, 405, 411, 413, 414, 415, 431, 501, 505}


def get(target: str, *headers: str, method: str = "GET", host: str = "localhost") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def faults(web, tries: dict[str, bytes], allowed: set[int]) -> list[str]:
    found = []
    for what, request in tries.items():
        status, answer = web.raw(request)
        if status not in allowed or b"Traceback" in answer or b"DATABASES" in answer:
            found.append(f"{what}: {status} {answer[:200]!r}")
    return found


def test_requests_that_no_browser_sends_are_refused(web):
    tries = {
        "a header as long as a book": get("/log-in/", f"X-Book: {'a' * 200_000}"),
        "ten thousand headers": get("/log-in/", *[f"X-{number}: 1" for number in range(10_000)]),
        "a question of two megabytes": get(f"/log-in/?q={'a' * 2_000_000}"),
        "a method that is none": get("/log-in/", method="ABC DEF"),
        "a version that is none": b"GET / HTTP/9.9\r\n\r\n",
        "no request at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 9 + b"\r\n\r\n",
        "a length that is none": get("/log-in/", "Content-Length: many", method="POST"),
        "a length below nothing": get("/log-in/", "Content-Length: -5", method="POST"),
        "two lengths": get("/api/v1/contacts/", "Content-Length: 5", "Content-Length: 6", method="POST"),
        "a length and pieces": get("/log-in/", "Content-Length: 5", "Transfer-Encoding: chunked", method="POST"),
        "the way out of static files": get("/static/../config/settings/base.py"),
        "the same in code": get("/static/%2e%2e/%2e%2e/config/settings/base.py"),
        "the same in longer code": get("/static/..%252f..%252fmanage.py"),
        "a document by its path": get("/children/1/documents/../../../../etc/passwd"),
        "a null in the path": get("/static/a%00b.css"),
        "a path in no alphabet": get("/%ff%fe/%c0%af"),
        "half a code": get("/children/%/"),
        "a child of a large number": get(f"/api/v1/children/{'9' * 400}/"),
    }
    assert faults(web, tries, REFUSED | {302}) == []


def test_requests_that_are_odd_and_harmless_are_answered(web):
    tries = {
        "a cookie of nonsense": get("/log-in/", "Cookie: sessionid=\xff\x01; csrftoken=;;;=; =; a"),
        "a session that is none": get("/log-in/", f"Cookie: sessionid={'x' * 4000}; csrftoken={'%00' * 99}"),
        "a part of a page": get("/static/css/app.css", "Range: bytes=0-1,5-2,-999999999999999999999"),
        "a day that is none": get("/static/css/app.css", "If-Modified-Since: yesterday", "If-None-Match: \"'"),
        "no language": get("/log-in/", f"Accept-Language: {'en;q=x,' * 200}"),
        "a forged address": get("/log-in/", "X-Forwarded-For: '; DROP TABLE x; --, 1.2.3.4"),
    }
    assert faults(web, tries, {200, 206, 304, 400, 416}) == []


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "CONNECT", "DELETE", "PUT", "PATCH", "FOO"])
def test_methods_that_nobody_needs_do_nothing(web, method):
    for target in ("/log-in/", "/static/css/app.css", "/api/v1/contacts/"):
        status, answer = web.raw(get(target, method=method))
        assert status in REFUSED | {302}, (target, status)
        assert b"X-Secret" not in answer


def test_messages_that_lie_about_themselves(web):
    token = f"Authorization: Token {key_of(partner())}"
    whole = json.dumps(posted()).encode()

    def post(body: bytes, *headers: str, length: int | None = None, kind: str = "application/json") -> bytes:
        size = len(body) if length is None else length
        names = (token, f"Content-Type: {kind}", f"Content-Length: {size}", *headers)
        return get("/api/v1/contacts/", *names, method="POST") + body

    chunked = get(
        "/api/v1/contacts/", token, "Content-Type: application/json", "Transfer-Encoding: chunked", method="POST"
    )
    tries = {
        "shorter than it says": post(whole[:-5], length=len(whole)),
        "longer than it says": post(whole, length=10),
        "larger than we take": post(b" " * 1_100_000 + whole),
        "packed": post(gzip.compress(whole), "Content-Encoding: gzip"),
        "packed a thousandfold": post(gzip.compress(b" " * 30_000_000), "Content-Encoding: gzip"),
        "in another alphabet": post(whole.decode().encode("utf-16"), kind="application/json; charset=utf-16"),
        "in no alphabet": post(whole, kind="application/json; charset=rot13"),
        "no JSON": post(b"\x00\xff\xfe"),
        "deep": post(b"[" * 200_000),
        "a name twice": post(whole[:-1] + b', "urgency": "red"}'),
        "a number of 5,000 figures": post(b'{"concern": ' + b"9" * 5000 + b"}"),
        "half a character": post(b'{"concern": "\\ud800"}'),
        "pieces that do not add up": chunked + b"zz\r\n{}\r\n0\r\n\r\n",
        "as a form": post(b"concern=x", kind="application/x-www-form-urlencoded"),
        "an SVG": post(b"<svg onload='alert(1)'/>", kind="image/svg+xml"),
    }
    assert faults(web, tries, {0, 400, 413, 415}) == []


def test_message_in_pieces_is_no_way_round_the_limit(web):
    token = f"Authorization: Token {key_of(partner())}"
    head = get(
        "/api/v1/contacts/", token, "Content-Type: application/json", "Transfer-Encoding: chunked", method="POST"
    )
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (1_200_000, b" " * 1_200_000)
    status, answer = web.raw(head + body)
    assert status in (400, 411, 413), answer[:300]


def test_name_of_another_site_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["casework.example"]
    for host in ("elsewhere.example", "casework.example:x", "casework.example.elsewhere.example", "a" * 5000):
        answer = client.get("/log-in/", HTTP_HOST=host)
        assert answer.status_code == 400
        assert b"elsewhere" not in answer.content
