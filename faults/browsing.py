"""One person at a browser: signs in, opens forms, sends them, and tells exactly what was answered."""

import http.client
import json
import re
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

PASSWORD = "demo-password"
TIMEOUT = 30.0
Fields = list[tuple[str, str]]
File = tuple[str, str, bytes]


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    text: str = ""
    location: str = ""

    @property
    def saved(self) -> bool:
        """The server has said that it is done."""
        return self.status in (200, 201, 302, 303)

    @property
    def refused(self) -> bool:
        """The server has said that it did nothing, and why."""
        return 400 <= self.status < 500


@dataclass
class Form:
    """A form as a browser holds it: where it goes, and every box with its text."""

    address: str
    boxes: Fields = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    def filled(self, **texts: str) -> "Form":
        """The same opening of the form with these boxes filled; a box that was empty or unticked may be new."""
        rest = [(name, text) for name, text in self.boxes if name not in texts]
        return Form(self.address, [*rest, *texts.items()], self.files)

    def value(self, name: str) -> str:
        return next((text for one, text in self.boxes if one == name), "")


class _Forms(HTMLParser):
    """Finds the boxes of every form of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms = address, list[Form]()
        self._area: str | None = None
        self._text = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(names.get("action") or self.address))
        elif not self.forms:
            return
        elif tag == "input" and names.get("name"):
            self._input(names, {name for name, _ in attrs})
        elif tag == "textarea":
            self._area, self._text = names.get("name", ""), ""
        elif tag == "select":
            self._select = names.get("name", "")
        elif tag == "option" and self._select and "selected" in {name for name, _ in attrs}:
            self.forms[-1].boxes.append((self._select, names.get("value", "")))

    def _input(self, names: dict[str, str], has: set[str]) -> None:
        kind = names.get("type", "text")
        if kind in ("submit", "button", "file", "image", "reset") or (
            kind in ("checkbox", "radio") and "checked" not in has
        ):
            return
        self.forms[-1].boxes.append((names["name"], names.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.forms[-1].boxes.append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = ""


def forms_of(page: str, address: str) -> list[Form]:
    """Every form of a page."""
    parser = _Forms(address)
    parser.feed(page)
    return parser.forms


class Browser:
    """One signed-in session. No request is repeated by itself."""

    def __init__(self, url: str, name: str) -> None:
        self.host, self.name = urlsplit(url).netloc, name
        self.cookies: dict[str, str] = {}

    def sign_in(self) -> None:
        """Raises RuntimeError where that is refused."""
        form = next(one for one in forms_of(self.get("/log-in/").text, "/log-in/") if one.value("csrfmiddlewaretoken"))
        answer = self.send(form.filled(username=self.name, password=PASSWORD))
        if answer.status != 302:
            raise RuntimeError(f"{self.name} could not sign in: {answer.status}")

    def get(self, address: str) -> Answer:
        return self._ask("GET", address)

    def open(self, address: str) -> Form | None:
        """The page's main form, the one with a token; None when the page did not come or has none."""
        answer = self.get(address)
        return next((form for form in forms_of(answer.text, address) if form.value("submit_token")), None)

    def send(self, form: Form) -> Answer:
        """Press the form's button."""
        if form.files:
            body, kind = _multipart(form)
        else:
            body, kind = urlencode(form.boxes).encode(), "application/x-www-form-urlencoded"
        return self._ask("POST", form.address, body, kind)

    def autosave(self, form: Form, key: str) -> Answer:
        """Keep what is typed, as the page's script does."""
        data: dict[str, list[str]] = {}
        for name, text in form.boxes:
            if name not in ("csrfmiddlewaretoken", "submit_token", "version", "draft_seen"):
                data.setdefault(name, []).append(text)
        body = {"data": data, "token": form.value("submit_token"), "seen": form.value("draft_seen"), "url": "/"}
        csrf = {"X-CSRFToken": form.value("csrfmiddlewaretoken")}
        return self._ask("POST", f"/drafts/{key}", json.dumps(body).encode(), "application/json", csrf)

    def _ask(
        self, method: str, address: str, body: bytes = b"", kind: str = "", headers: dict[str, str] | None = None
    ) -> Answer:
        line = http.client.HTTPConnection(self.host, timeout=TIMEOUT)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(headers or {})}
        if kind:
            sent["Content-Type"] = kind
        try:
            line.request(method, address, body or None, sent)
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            line.close()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(answer.status, text, answer.headers.get("Location", ""))


def _multipart(form: Form) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in form.boxes
    ]
    body = "".join(parts).encode()
    for name, file_name, content in form.files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        body += head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"
    return body + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def words_of(page: str) -> str:
    """What a reader sees of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
