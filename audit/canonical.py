"""A row as text that is the same on every machine, and hashes of it. PostgreSQL does the work, where the rows are.

The text of a row is that of `ROW(column, ...)`: every value is quoted where it must be, and nothing differs from an
empty text, so no two rows share a text. It depends on a few settings of the session, which are pinned here.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from audit.log_tables import LogTable
from audit.models import Seal

PINNED = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
}
# The first figures of each row's hash are kept as its mark: they tell which row of a block was touched.
MARK = 6


@dataclass(frozen=True)
class Digest:
    """What the rows of one block come to. `ids` is given only where the keys have gaps."""

    rows: int
    hash: str
    marks: str = ""
    ids: tuple[int, ...] | None = None


EMPTY = Digest(0, hashlib.sha256().hexdigest())


def pin(cursor: CursorWrapper) -> None:
    """Until the end of the transaction, values are written out in one way only."""
    for name, value in PINNED.items():
        cursor.execute(f"SET LOCAL {name} TO '{value}'")


def row_hash(columns: Sequence[str]) -> str:
    """The SQL of one row's hash, as bytes."""
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    return f"sha256(convert_to(ROW({listed})::text, 'UTF8'))"


def digests(
    cursor: CursorWrapper, table: LogTable, columns: Sequence[str], firsts: Sequence[int], last: int, *, marks: bool
) -> list[Digest]:
    """One digest for each block. A block reaches from its first key up to the next block's; the end one to `last`."""
    name, key = connection.ops.quote_name(table.name), connection.ops.quote_name(table.key)
    extra = ""
    if marks:
        extra = (
            f", string_agg(left(encode(h, 'hex'), {MARK}), '' ORDER BY k)"
            ", CASE WHEN count(*) < max(k) - min(k) + 1 OR min(k) > (%s::bigint[])[b] THEN array_agg(k ORDER BY k) END"
        )
    cursor.execute(
        f"SELECT b, count(*), encode(sha256(string_agg(h, ''::bytea ORDER BY k)), 'hex'){extra} FROM ("
        f"  SELECT {key}::bigint AS k, width_bucket({key}::bigint, %s::bigint[]) AS b, {row_hash(columns)} AS h"
        f"  FROM {name} WHERE {key} BETWEEN %s AND %s"
        ") AS hashed GROUP BY b",
        [*([list(firsts)] if marks else []), list(firsts), firsts[0], last],
    )
    found = {
        bucket: Digest(rows, hash_, rest[0], tuple(rest[1]) if rest[1] else None) if marks else Digest(rows, hash_)
        for bucket, rows, hash_, *rest in cursor.fetchall()
    }
    return [found.get(number, EMPTY) for number in range(1, len(firsts) + 1)]


def row_marks(
    cursor: CursorWrapper, table: LogTable, columns: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, str]]:
    """Each row's key and mark, as they are now."""
    name, key = connection.ops.quote_name(table.name), connection.ops.quote_name(table.key)
    cursor.execute(
        f"SELECT {key}, left(encode({row_hash(columns)}, 'hex'), {MARK}) FROM {name} WHERE {key} BETWEEN %s AND %s",
        [first, last],
    )
    yield from cursor.fetchall()


def seal_hash(number: int, previous_hash: str, made_at: datetime, body: str) -> str:
    """The hash of a seal, over all that it says."""
    head = f"{number}\n{previous_hash}\n{made_at.astimezone(UTC).isoformat(timespec='microseconds')}\n"
    return hashlib.sha256((head + body).encode()).hexdigest()


def hash_of(seal: Seal) -> str:
    """What a seal's hash has to be."""
    return seal_hash(seal.number, seal.previous_hash, seal.made_at, seal.body)
