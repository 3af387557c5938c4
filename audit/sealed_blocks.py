"""Sealed blocks of rows against the rows as they are: which block differs, and which of its rows."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from audit.canonical import MARK, digests, row_marks
from audit.log_tables import LogTable
from audit.models import Seal
from audit.sealing import keys

NAMED_ROWS = 20


@dataclass(frozen=True)
class Block:
    """So many rows with keys from `first` to `last`, and the hash over them."""

    seal: int
    first: int
    last: int
    rows: int
    hash: str
    sealed_at: datetime


@dataclass(frozen=True)
class Breach:
    """One thing that cannot be so unless somebody interfered. `rows` are the keys touched, where they can be told."""

    kind: str
    text: str
    table: str = ""
    seal: int | None = None
    first: int | None = None
    last: int | None = None
    rows: list[int] = field(default_factory=list)
    # Until then the rows were as they had been written.
    sealed_at: datetime | None = None


def check_blocks(
    cursor: CursorWrapper, table: LogTable, columns: Sequence[str], blocks: Sequence[Block]
) -> Iterator[Breach]:
    """Blocks of one table, sealed by the same columns, in the order of their keys."""
    found = digests(cursor, table, columns, [block.first for block in blocks], blocks[-1].last, marks=False)
    for block, now in zip(blocks, found, strict=True):
        if (now.rows, now.hash) != (block.rows, block.hash):
            yield from _narrowed(cursor, table, columns, block)


def _narrowed(cursor: CursorWrapper, table: LogTable, columns: Sequence[str], block: Block) -> Iterator[Breach]:
    sealed, now = _sealed_marks(table.name, block), dict(row_marks(cursor, table, columns, block.first, block.last))
    touched = {
        "rows changed": [key for key in now if key in sealed and now[key] != sealed[key]],
        "rows deleted": [key for key in sealed if key not in now],
        "rows put in": [key for key in now if key not in sealed],
    }
    words = {"rows changed": "changed", "rows deleted": "deleted", "rows put in": "put in"}
    for kind, ids in touched.items():
        if ids:
            yield _breach(table.name, block, kind, f"{_listed(sorted(ids), table.name)} {words[kind]}", sorted(ids))
    if not any(touched.values()):
        yield _breach(
            table.name, block, "rows changed", f"A row of {table.name}, nobody can say which, was changed", []
        )


def _breach(table: str, block: Block, kind: str, what: str, ids: list[int]) -> Breach:
    when = f"{block.sealed_at:%-d %B %Y at %H:%M:%S} UTC"
    text = f"{what} after the sealing on {when} (seal {block.seal}, over rows {block.first} to {block.last})."
    return Breach(kind, text, table, block.seal, block.first, block.last, ids, block.sealed_at)


def _listed(ids: Sequence[int], table: str) -> str:
    if len(ids) == 1:
        return f"Row {ids[0]} of {table} was"
    shown = ", ".join(map(str, ids[:NAMED_ROWS]))
    more = f" and {len(ids) - NAMED_ROWS} more" if len(ids) > NAMED_ROWS else ""
    return f"{len(ids)} rows of {table} ({shown}{more}) were"


def _sealed_marks(table: str, block: Block) -> dict[int, str]:
    """Key and mark of each row, as the seal has them."""
    for entry in json.loads(Seal.objects.get(number=block.seal).body)["tables"]:
        if entry["table"] != table:
            continue
        for last, rows, _, marks, told in entry["blocks"]:
            if last == block.last:
                pieces = [marks[at : at + MARK] for at in range(0, len(marks), MARK)]
                return dict(zip(keys(block.first, rows, told), pieces, strict=False))
    return {}
