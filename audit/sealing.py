"""Sealing: the rows that were written since the last time get hashes, and the hashes are chained.

A seal's body is JSON:

    {"tables": [{"table": "audit_event", "from": 1, "to": 1873, "rows": 1870,
                 "columns": ["id", "kind", ...],          # where they differ from the table's seal before
                 "late": {"rows": 1, "ids": [1871]},      # where rows say that they were written long before
                 "anew": "why",                           # where the table is sealed again from its beginning
                 "blocks": [[last key, rows, hash, marks, keys], ...]}]}

A block begins after the one before it. Its hash is over the hashes of its rows in the order of their keys. `keys` is
empty where every key from the first to the last has a row; else the steps from one to the next.
"""

import json
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from audit.canonical import Digest, digests, pin, seal_hash
from audit.log_tables import LogTable, log_tables
from audit.models import Seal, SealingState
from audit.seal_file import SealFile
from audit.watermark import Waiting, decided

log = logging.getLogger("audit.seals")

# A breach names a block at worst; a seal is worked out in a second or two and in little memory.
BLOCK_ROWS = 1000
SEAL_ROWS = 100_000
LATE = timedelta(days=1)
LATE_NAMED = 20
ONE_SEALER = 7_215_001  # the number of the advisory lock


class SealedElsewhereError(Exception):
    """Another process is sealing at this moment."""


@dataclass
class Standing:
    """Per table: sealed up to where, by which columns, what is waited for, and why it is to be sealed anew."""

    seal: int = 0
    to: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    waiting: Waiting = field(default_factory=dict)
    anew: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sealed:
    """What a run did. `held_back` are the tables in which somebody was still writing."""

    seals: int
    rows: int
    held_back: tuple[str, ...]


def seal_logs(*, patience: float = 0, anew: Collection[str] = (), reason: str = "") -> Sealed:
    """Seal all that is surely complete; safe to run at any time. Answers what was done.

    `patience` as in `audit.watermark.decided`. `anew` names tables to seal again from their first row, with the
    reason: after a breach was looked into, or a column was taken away. Raises SealedElsewhereError when another
    process seals at this moment.
    """
    made: list[Seal] = []
    rows, more, last_run = 0, True, None
    held: tuple[str, ...] = ()
    while more:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_SEALER])
            if not cursor.fetchone()[0]:
                raise SealedElsewhereError
            pin(cursor)
            before = Seal.objects.defer("body").order_by("number").last()
            if not made:
                last_run = before.made_at if before else None
            seal, count, more, held = _seal_once(cursor, before, last_run, patience, dict.fromkeys(anew, reason))
        patience, anew, rows = 0, (), rows + count
        if seal is not None:
            log.info("Seal %s %s", seal.number, seal.hash)
            made.append(seal)
    SealFile.named_in_settings().bring_up_to_date()
    return Sealed(len(made), rows, held)


def _seal_once(
    cursor: CursorWrapper, before: Seal | None, last_run: datetime | None, patience: float, anew: dict[str, str]
) -> tuple[Seal | None, int, bool, tuple[str, ...]]:
    tables, standing = log_tables(), _standing(before)
    sure, standing.waiting = decided(cursor, tables, standing.waiting, patience)
    standing.anew |= anew
    for name in anew:
        standing.to.pop(name, None)
    entries, rows, more = [], 0, False
    for table in tables:
        if sure.get(table.name, 0) <= standing.to.get(table.name, 0):
            continue
        if rows >= SEAL_ROWS:
            more = True
            break
        entry = _entry(cursor, table, sure[table.name], standing, last_run)
        more = more or entry["to"] < sure[table.name]
        rows += entry["rows"]
        entries.append(entry)
    seal = _chain(cursor, entries, before) if entries else None
    standing.seal = seal.number if seal else standing.seal
    _keep(standing)
    return seal, rows, more, tuple(sorted(standing.waiting))


def _entry(
    cursor: CursorWrapper, table: LogTable, to: int, standing: Standing, last_run: datetime | None
) -> dict[str, Any]:
    first = standing.to.get(table.name, 0) + 1
    ends = _block_ends(cursor, table, first, to)
    firsts = [first, *(end + 1 for end in ends[:-1])]
    found = digests(cursor, table, table.columns, firsts, ends[-1], marks=True)
    entry: dict[str, Any] = {"table": table.name, "from": first, "to": ends[-1], "rows": sum(d.rows for d in found)}
    if standing.columns.get(table.name) != list(table.columns):
        entry["columns"] = standing.columns[table.name] = list(table.columns)
    if table.name in standing.anew:
        entry["anew"] = standing.anew.pop(table.name)
    elif last_run and (late := _late(cursor, table, first, ends[-1], last_run - LATE)):
        entry["late"] = late
    entry["blocks"] = [_block(*block) for block in zip(firsts, ends, found, strict=True)]
    standing.to[table.name] = ends[-1]
    return entry


def _block_ends(cursor: CursorWrapper, table: LogTable, first: int, to: int) -> list[int]:
    """The last key of each block: every thousandth row, and the last row of all or as many as one seal takes."""
    name, key = connection.ops.quote_name(table.name), connection.ops.quote_name(table.key)
    cursor.execute(
        f"SELECT k FROM (SELECT k, row_number() OVER (ORDER BY k) AS n, count(*) OVER () AS rows FROM"
        f" (SELECT {key}::bigint AS k FROM {name} WHERE {key} BETWEEN %s AND %s ORDER BY {key} LIMIT %s) AS taken)"
        " AS numbered WHERE n %% %s = 0 OR n = rows ORDER BY k",
        [first, to, SEAL_ROWS, BLOCK_ROWS],
    )
    return [key for (key,) in cursor.fetchall()] or [to]


def _block(first: int, last: int, digest: Digest) -> list[Any]:
    return [last, digest.rows, digest.hash, digest.marks, steps(first, digest.ids)]


def steps(first: int, ids: Iterable[int] | None) -> str:
    """Keys with gaps, as the steps from one to the next: short, whatever the keys are."""
    told, at = [], first - 1
    for key in ids or ():
        told.append(str(key - at))
        at = key
    return ",".join(told)


def keys(first: int, rows: int, told: str) -> list[int]:
    """The keys back again."""
    if not told:
        return list(range(first, first + rows))
    found, at = [], first - 1
    for step in told.split(","):
        at += int(step)
        found.append(at)
    return found


def _late(cursor: CursorWrapper, table: LogTable, first: int, to: int, before: datetime) -> dict[str, Any] | None:
    """Rows that say they were written long before the last sealing, when they were not there."""
    quote = connection.ops.quote_name
    cursor.execute(
        f"SELECT count(*), (array_agg({quote(table.key)} ORDER BY {quote(table.key)}))[1:{LATE_NAMED}]"
        f" FROM {quote(table.name)} WHERE {quote(table.key)} BETWEEN %s AND %s AND {quote(table.says)} < %s",
        [first, to, before],
    )
    rows, ids = cursor.fetchone()
    return {"rows": rows, "ids": ids} if rows else None


def _chain(cursor: CursorWrapper, entries: list[dict[str, Any]], before: Seal | None) -> Seal:
    cursor.execute("SELECT clock_timestamp()")  # the database's own: no other clock counts here
    made_at = cursor.fetchone()[0].astimezone(UTC)
    number, previous = (before.number + 1, before.hash) if before else (1, "")
    body = json.dumps({"tables": entries}, separators=(",", ":"))
    return Seal.objects.create(
        number=number,
        previous_hash=previous,
        made_at=made_at,
        body=body,
        hash=seal_hash(number, previous, made_at, body),
    )


def _standing(last: Seal | None) -> Standing:
    kept = SealingState.objects.first()
    if kept and kept.seal == (last.number if last else 0):
        return Standing(kept.seal, **kept.state)
    standing = Standing(last.number if last else 0)
    for body in Seal.objects.order_by("number").values_list("body", flat=True).iterator(100):
        for entry in json.loads(body)["tables"]:
            standing.to[entry["table"]] = entry["to"]
            if "columns" in entry:
                standing.columns[entry["table"]] = entry["columns"]
    return standing


def _keep(standing: Standing) -> None:
    state = {"to": standing.to, "columns": standing.columns, "waiting": standing.waiting, "anew": standing.anew}
    SealingState.objects.update_or_create(pk=1, defaults={"seal": standing.seal, "state": state})
