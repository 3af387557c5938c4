"""Asks everything as everybody and keeps what went wrong."""

import zlib
from dataclasses import dataclass, field

from django.test import Client

from tests.factories.pages import signed_in
from tests.leaks import questions
from tests.leaks.department import Department, Life
from tests.leaks.oracle import may_know_of, may_open
from tests.leaks.questions import Question
from ui.models import Draft

# Where somebody may learn that a child exists whose record is not theirs to open.
NAMES_OTHERS = ("/search/", "/contacts/", "/children/", "/early-help/", "/drafts/")
Answer = tuple[int, str]


@dataclass
class Asking:
    """What each got before the hidden families came, what each gets since, and how many times it was asked."""

    department: Department
    askers: list[str]
    # Asking by number costs little: more people do it.
    by_number: list[str]
    before: dict[tuple[str, Question], tuple[int, bytes]] = field(default_factory=dict)
    of_nobody: dict[tuple[str, str], Answer] = field(default_factory=dict)
    attempts: int = 0
    leaks: list[str] = field(default_factory=list)

    def client(self, who: str) -> Client:
        client = signed_in(self.department.users[who])
        client.raise_request_exception = False
        return client

    def general(self, who: str, surnames: list[str]) -> list[Question]:
        """Everything that names no number of a hidden child."""
        asked = list(questions.lists(self.department))
        for surname in surnames:
            asked += [*questions.searches(surname), *questions.matches(surname)]
        kin = self.department.open[0]
        if may_open(who, kin, self.department):
            asked += questions.records(kin)
        return sorted(asked, key=lambda question: question.sent is not None)

    def remember(self, surnames: list[str]) -> None:
        """Ask before the families come, so that afterwards any difference is a leak: a name, a count, an order."""
        for who in self.askers:
            client = self.client(who)
            for question in self.general(who, surnames):
                status, words = question.ask(client)
                self.before[who, question] = status, zlib.compress(words.encode())
            self._forget_what_was_typed(who)

    def ask_again(self) -> None:
        for who in self.askers:
            client = self.client(who)
            stranger = not any(may_know_of(who, life, self.department) for life in self.department.hidden)
            for (asker, question), (status, words) in self.before.items():
                if asker == who:
                    was = (status, zlib.decompress(words).decode()) if stranger else None
                    self._check(who, question, question.ask(client), was)
            self._forget_what_was_typed(who)

    def _forget_what_was_typed(self, who: str) -> None:
        """What was asked for is kept as words not yet sent, and would stand on the next page."""
        Draft.objects.filter(user=self.department.users[who]).delete()

    def ask_by_number(self) -> None:
        kin = self.department.open[0]
        for who in self.by_number:
            client = self.client(who)
            for life in self.department.lives:
                if may_open(who, life, self.department):
                    continue
                for real, nobody in questions.by_number(life, kin):
                    if who in life.hidden_from or self._is_of_record(life, real):
                        self._check(who, real, real.ask(client), self._nobodys(who, client, nobody))

    def _is_of_record(self, life: Life, question: Question) -> bool:
        """Of a child who is not hidden a search may tell, and the pages that ask why one looks; the record may not."""
        record = f"/children/{life.place.child.pk}/"
        return question.address.startswith(record) and question.address not in (f"{record}open/", f"{record}my-family/")

    def _nobodys(self, who: str, client: Client, question: Question) -> Answer:
        """What a number that nobody has answers: the same whoever is asked for, so it is asked once."""
        key = (who, question.key)
        if key not in self.of_nobody:
            self.of_nobody[key] = question.ask(client)
        return self.of_nobody[key]

    def _check(self, who: str, question: Question, found: Answer, expected: Answer | None) -> None:
        self.attempts += 1
        status, words = found
        if status >= 500:
            self._leak(who, question, f"answers {status}")
        if expected is not None and found != expected:
            self._leak(who, question, f"{expected[0]} became {status}: {_difference(expected[1], words)}")
        asked_for = question.address.lower() + str(question.sent).lower()
        for life in self.department.lives:
            if may_open(who, life, self.department) or life.surname.lower() in asked_for:
                continue
            if life.secret in words:
                self._leak(who, question, f"tells what is written of {life.surname}")
            known = may_know_of(who, life, self.department) and question.address.startswith(NAMES_OTHERS)
            if life.surname in words and not known:
                self._leak(who, question, f"names {life.surname}")

    def _leak(self, who: str, question: Question, what: str) -> None:
        self.leaks.append(f"{who}: {question.address} {question.sent or ''}: {what}")

    def check_mails(self, mails: list) -> None:
        """No e-mail names anybody, whoever gets it."""
        for mail in mails:
            for life in self.department.lives:
                self.attempts += 1
                if life.surname in mail.subject + mail.body or life.secret in mail.body:
                    self.leaks.append(f"an e-mail to {mail.to} names {life.surname}")


def _difference(was: str, now: str) -> str:
    """The first place where the two part, with some words round it."""
    at = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    return f"…{was[max(0, at - 60) : at + 80]!r} / {now[max(0, at - 60) : at + 80]!r}"
