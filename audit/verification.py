"""Working every hash out again. Reads one moment of the database, seal by seal, in little memory."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from audit.canonical import hash_of, pin
from audit.log_tables import LogTable, log_tables
from audit.models import Seal
from audit.protection import faults
from audit.seal_file import SealFile
from audit.sealed_blocks import Block, Breach, check_blocks
from audit.verification_copy import Comparison

TOO_LONG = timedelta(minutes=10)
BUFFERED_BLOCKS = 2000
BUFFERED_ROWS = 50_000


@dataclass(frozen=True)
class Unsealed:
    """Rows of a table that no seal covers yet, and when the oldest of them was written."""

    table: str
    rows: int
    since: datetime


@dataclass
class Report:
    """What was found. `concerns` break no chain, and need somebody's look; `notices` only say how things are."""

    seals: int = 0
    rows: int = 0
    tables: int = 0
    last_number: int = 0
    last_made_at: datetime | None = None
    copy: str = ""
    breaches: list[Breach] = field(default_factory=list)
    concerns: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unsealed: list[Unsealed] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing that was sealed was touched."""
        return not self.breaches

    def as_dict(self) -> dict[str, Any]:
        """For programs; moments are left as they are."""
        return {"holds": self.holds, **asdict(self)}


def verify_logs() -> Report:
    """Everything that is sealed, against the rows, the chain and the copy outside the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        pin(cursor)
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
        walk = _Walk(cursor)
        walk.through_the_chain()
        report = walk.report
        report.unsealed = list(_unsealed(cursor, walk.sealed_to))
        report.notices += [
            f"{one.table}: rows have waited for a seal since {one.since:%-d %B %Y %H:%M:%S} UTC. Does beat run?"
            for one in report.unsealed
            if now - one.since > TOO_LONG
        ]
        report.concerns += faults()
    return report


class _Walk:
    """From the first seal to the last."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self.cursor, self.report = cursor, Report()
        self.tables = {table.name: table for table in log_tables()}
        self.sealed_to: dict[str, int] = {}
        self.waiting: dict[str, list[Block]] = {}
        self.columns: dict[str, list[str]] = {}
        self.anew = _last_anew()

    def through_the_chain(self) -> None:
        comparison = Comparison(SealFile.named_in_settings())
        number, previous = 0, ""
        for seal in Seal.objects.order_by("number").iterator(50):
            self._link(seal, number, previous)
            self.report.breaches += comparison.at(seal)
            number, previous = seal.number, seal.hash
            self.report.last_made_at = seal.made_at
            self.report.seals += 1
            for entry in _entries(seal):
                self._take(seal, entry)
        self.report.last_number = number
        for name in list(self.waiting):
            self._check(name)
        self.report.tables = len(self.sealed_to)
        self._outside_all_seals()
        breaches, notices, self.report.copy = comparison.end(number)
        self.report.breaches += breaches
        self.report.notices += notices

    def _link(self, seal: Seal, number: int, previous: str) -> None:
        if seal.number != number + 1:
            gone = (
                f"Seal {number + 1} is" if seal.number == number + 2 else f"Seals {number + 1} to {seal.number - 1} are"
            )
            self._breach("seal missing", f"{gone} not there.", seal=number + 1)
        elif seal.previous_hash != previous:
            self._breach(
                "seal out of place", f"Seal {seal.number} does not follow the seal before it.", seal=seal.number
            )
        if seal.hash != hash_of(seal):
            self._breach("seal changed", f"Seal {seal.number} was changed after it was made.", seal=seal.number)

    def _take(self, seal: Seal, entry: dict[str, Any]) -> None:
        name = entry["table"]
        if "columns" in entry and entry["columns"] != self.columns.get(name):
            self._check(name)  # those before were sealed by other columns
            self.columns[name] = entry["columns"]
        if "anew" in entry:
            self.waiting.pop(name, None)
            self.report.notices.append(
                f"{name} was sealed anew by seal {seal.number} on {seal.made_at:%-d %B %Y}: {entry['anew']}"
            )
        elif entry["from"] != self.sealed_to.get(name, 0) + 1:
            text = f"{name}: seal {seal.number} begins at row {entry['from']}, but the one before ends at row "
            text += f"{self.sealed_to.get(name, 0)}."
            self._check(name)  # what lies between belongs to neither
            self._breach("gap between seals", text, table=name, seal=seal.number)
        if "late" in entry:
            rows = ", ".join(map(str, entry["late"]["ids"]))
            self.report.concerns.append(
                f"{name}: rows first seen by seal {seal.number} ({seal.made_at:%-d %B %Y}) say that they were written "
                f"more than a day before it: {entry['late']['rows']} rows, {rows}. Look at how they came in."
            )
        self.sealed_to[name] = entry["to"]
        if seal.number >= self.anew.get(name, 0):
            self._keep(name, seal, entry)

    def _keep(self, name: str, seal: Seal, entry: dict[str, Any]) -> None:
        first, waiting = entry["from"], self.waiting.setdefault(name, [])
        for last, rows, hash_, *_ in entry["blocks"]:
            waiting.append(Block(seal.number, first, last, rows, hash_, seal.made_at))
            first = last + 1
        if len(waiting) > BUFFERED_BLOCKS or sum(block.rows for block in waiting) > BUFFERED_ROWS:
            self._check(name)

    def _check(self, name: str) -> None:
        blocks = self.waiting.pop(name, [])
        if not blocks:
            return
        self.report.rows += sum(block.rows for block in blocks)
        where = {"table": name, "first": blocks[0].first, "last": blocks[-1].last}
        gone = set(self.columns.get(name, [])) - _columns_of(self.cursor, name)
        if name not in self.tables or gone:
            what = f"the columns {', '.join(sorted(gone))}" if name in self.tables else "the table itself"
            text = f"{name}: {what}, sealed in seals {blocks[0].seal} to {blocks[-1].seal}, cannot be found any more."
            self._breach("cannot be checked", text, seal=blocks[0].seal, **where)
            return
        self.report.breaches += check_blocks(self.cursor, self.tables[name], self.columns[name], blocks)

    def _outside_all_seals(self) -> None:
        """Keys begin at one: a row below it lies where no seal looks."""
        for table in self.tables.values():
            self.cursor.execute(f"SELECT {table.key} FROM {table.name} WHERE {table.key} < 1 LIMIT 20")
            ids = [key for (key,) in self.cursor.fetchall()]
            if ids:
                text = f"{table.name}: rows were put in below the first: {', '.join(map(str, ids))}."
                self.report.breaches.append(Breach("rows put in", text, table.name, rows=ids))

    def _breach(self, kind: str, text: str, **where: Any) -> None:
        self.report.breaches.append(Breach(kind, text, **where))


def _entries(seal: Seal) -> list[dict[str, Any]]:
    """What a seal says; nothing where its body was spoilt, which its hash tells already."""
    try:
        entries = json.loads(seal.body)["tables"]
        return [entry for entry in entries if {"table", "from", "to", "blocks"} <= set(entry)]
    except (ValueError, TypeError, KeyError):
        return []


def _last_anew() -> dict[str, int]:
    found = {}
    for seal in Seal.objects.filter(body__contains='"anew":').order_by("number"):
        found.update({entry["table"]: seal.number for entry in _entries(seal) if "anew" in entry})
    return found


def _columns_of(cursor: CursorWrapper, table: str) -> set[str]:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped", [table]
    )
    return {name for (name,) in cursor.fetchall()}


def _unsealed(cursor: CursorWrapper, sealed_to: dict[str, int]) -> Iterator[Unsealed]:
    for table in log_tables():
        rows, since = _beyond(cursor, table, sealed_to.get(table.name, 0))
        if rows:
            yield Unsealed(table.name, rows, since)


def _beyond(cursor: CursorWrapper, table: LogTable, key: int) -> tuple[int, datetime]:
    quote = connection.ops.quote_name
    cursor.execute(
        f"SELECT count(*), min({quote(table.since)}) FROM {quote(table.name)} WHERE {quote(table.key)} > %s", [key]
    )
    rows, since = cursor.fetchone()
    return rows, since
