"""Every way to ask: the lists, the searches, the matches, and each address with a key put into it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.architecture.access_table import PAGES, RECORD, OfChild
from tests.leaks.department import Department, Life

NOBODY = 7_000_000_000  # no row ever has such a number
# These answer differently each time, or are about the asker alone.
LEFT_OUT = {
    "session-status",
    "second-factor-change",
    "healthz",
    "readyz",
    "log-in",
    "log-out",
    "draft-csrf",
    "api-schema",
    "partner-contact-new",
}
# They say who looked: asking changes the answer. PDFs are packed, so that nothing in them can be found by looking.
LOOKED_AT = {"history", "assessment-pdf", "document-file"}
# Tokens against forgery and against sending twice are new each time.
CHANGING = re.compile(r"value=\"[\w=:-]{30,}\"|\b[A-Za-z0-9]{64}\b|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}")


@dataclass(frozen=True, eq=False)
class Question:
    """One request. `about` are numbers of the child asked for: an answer may say them back."""

    address: str
    sent: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    about: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.address} {self.sent}"

    def ask(self, client: Client) -> tuple[int, str]:
        """The status and the words, without what changes from one asking to the next."""
        client.cookies.pop("messages", None)  # what an act before this one had to say
        if self.sent is None:
            response = client.get(self.address, headers=self.headers)
        else:
            response = client.post(self.address, self.sent, headers=self.headers)
        words = CHANGING.sub("", _body(response)) + response.headers.get("Location", "")
        for number in self.about:
            words = words.replace(str(number), "0")
        return response.status_code, words


def _body(response: HttpResponse) -> str:
    if not response.streaming:
        return response.content.decode(errors="replace")
    body = b"".join(response.streaming_content).decode(errors="replace")  # type: ignore[union-attr]
    # Not response.close(): that would end the test's own connection to the database as well.
    for close in response._resource_closers:
        close()
    return body


def lists(department: Department) -> Iterator[Question]:
    """Every page and API route of no child in particular, which lists, counts or exports."""
    for row in PAGES:
        if row.method == "get" and row.name not in LEFT_OUT:
            yield Question(reverse(row.name, args=row.args(department.door)))


def records(life: Life) -> Iterator[Question]:
    """Every page of a record that somebody may open: relatives, choices in forms, chronology, exports."""
    for row in RECORD:
        if row.method == "get" and row.name not in LOOKED_AT:
            yield Question(reverse(row.name, args=row.args(life.place)))


def searches(surname: str) -> Iterator[Question]:
    """What somebody may type who has heard of the family: names in any order and spelling, numbers, the home."""
    search, children = reverse("search"), reverse("api-children")
    typed = [surname, f"Maisie {surname}", f"{surname} Maisie", f"{surname[:4]}{surname[5:]}", f"Kelly {surname}"]
    typed += [f"maisie 2019 {surname.lower()}", f"Leo {surname}", f"{surname} 3/4/2019", surname[:5], "Maisie"]
    typed += ["12 High Street", "LS1 4AP", "07700 900123", "3 April 2019", "4/3/2019", f"{surname} LS1 4AP"]
    for text in typed:
        yield Question(f"{search}?q={text.replace(' ', '+')}")
    for query in (f"surname={surname}", f"forename=Maisie&surname={surname}", "date_of_birth=2019-04-03"):
        yield Question(f"{children}?{query}")


def matches(surname: str) -> Iterator[Question]:
    """The likely people shown while a contact is typed, and the page sent half-filled, which shows them again."""
    families = [{"line1": "12 High Street", "postcode": "LS1 4AP"}, {"adults-0-phone": "07700 900123"}, {}]
    for family in families:
        for prefix, forename in (("children-0", "Maisie"), ("children-0", "Leo"), ("adults-0", "Kelly")):
            names = {f"{prefix}-forename": forename, f"{prefix}-surname": surname}
            born = {f"{prefix}-date_of_birth_{part}": n for part, n in (("day", 3), ("month", 4), ("year", 2019))}
            rows = {"children-TOTAL_FORMS": 1, "children-INITIAL_FORMS": 0}
            rows |= {"adults-TOTAL_FORMS": 1, "adults-INITIAL_FORMS": 0}
            target = {"HX-Target": f"id_{prefix}-person"}
            yield Question(reverse("contact-matches"), names | family | rows, target)
            yield Question(reverse("contact-matches"), {**names, **born} | family | rows, target)
        yield Question(reverse("contact-new"), names | family | rows)


def by_number(life: Life, among: Life) -> Iterator[tuple[Question, Question]]:
    """Each address with the child's own number, and the numbers of what hangs on the child put into an address of
    another child; beside each the same with numbers that nobody has. The two answers have to be one."""
    for row in RECORD:
        real = row.args(life.place)
        yield _pair(row, real, real[:1], range(len(real)))
        if len(real) > 1:
            forged = (*row.args(among.place)[:1], *real[1:])
            yield _pair(row, forged, forged[1:], range(1, len(real)))
    for pk in life.people:
        yield from _typed_numbers(pk, among)


def _pair(row: OfChild, args: tuple, about: tuple, places: range) -> tuple[Question, Question]:
    sent = {} if row.method == "post" else None
    nobody = tuple(
        NOBODY + place if place in places and isinstance(one, int) else one for place, one in enumerate(args)
    )
    hidden = Question(reverse(row.name, args=args), sent, about=_numbers(args, places))
    return hidden, Question(reverse(row.name, args=nobody), sent, about=_numbers(nobody, places))


def _numbers(args: tuple, places: range) -> tuple[int, ...]:
    return tuple(sorted((args[place] for place in places if isinstance(args[place], int)), reverse=True))


def _typed_numbers(pk: int, among: Life) -> Iterator[tuple[Question, Question]]:
    """The number typed where a person is looked for or picked: search, filters, a contact, a visit, a relative."""
    own = among.place.child.pk
    rows = {"children-TOTAL_FORMS": 1, "children-INITIAL_FORMS": 0, "adults-TOTAL_FORMS": 0, "adults-INITIAL_FORMS": 0}
    for one in (f"{reverse('search')}?q=%23{{}}", f"{reverse('api-clocks')}?child={{}}"):
        yield tuple(Question(one.format(n), about=(n,)) for n in (pk, NOBODY))  # type: ignore[misc]
    for name, args, field_name, more in (
        ("contact-new", [], "children-0-person", rows),
        ("contact-matches", [], "children-0-person", rows),
        ("relative-add", [own], "person", {}),
        ("visit-book", [own], "children", {}),
        ("visit-record", [own], "children", {}),
        ("case-note-new", [own], "children", {}),
        ("relationship-edit", [own, among.place.relationship.pk], "person", {}),
        ("adult-identify", [own, among.place.unknown.pk], "person", {}),
    ):
        yield tuple(  # type: ignore[misc]
            Question(reverse(name, args=args), {**more, field_name: n}, about=(n,)) for n in (pk, NOBODY)
        )
