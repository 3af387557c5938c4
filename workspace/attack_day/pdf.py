"""The pack as one PDF: an index by name, then by worker, then a short entry for each child. Opens with a password.

A PDF with AES-256 opens on any office machine, telephone or memory stick, without a network and without us.
"""

import io
import os
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from workspace.attack_day.gathering import Entry

# Children to one run of the typesetter: its memory holds this many, not all.
PIECE = 40


@dataclass(frozen=True)
class Heading:
    """What stands on the first page."""

    council: str
    made_at: datetime
    counts: list[tuple[str, int]]
    children: int
    restricted_left_out: int = 0
    ask: str = ""
    only_restricted: bool = False


@dataclass(frozen=True)
class Line:
    """One line of an index."""

    text: str
    page: int


def write_pack(target: Path, entries: Iterable[Entry], heading: Heading, password: str) -> int:
    """Write the encrypted PDF, which appears only when it is whole; answers its number of pages.

    Raises OSError where the disk is full. Nothing of it ever lies on disk in clear.
    """
    rows = sorted(entries, key=lambda entry: entry.sort_key)
    with pikepdf.new() as whole:
        pages = _add_bodies(whole, rows)
        front = _front(rows, pages, heading)
        with pikepdf.open(io.BytesIO(front)) as first:
            for number, page in enumerate(first.pages):
                whole.pages.insert(number, page)
        whole.docinfo["/Title"] = f"Attack-day pack, {heading.council}"
        _save(whole, target, password)
        return len(whole.pages)


def _add_bodies(whole: pikepdf.Pdf, rows: list[Entry]) -> dict[int, int]:
    """The entries, a piece at a time; answers on which page of the body each child begins, from 1."""
    pages: dict[int, int] = {}
    for start in range(0, len(rows), PIECE):
        piece, before = rows[start : start + PIECE], len(whole.pages)
        document = _typeset("workspace/attack_day/entries.html", {"entries": piece}, pages_before=before)
        for number, page in enumerate(document.pages, before + 1):
            pages |= {int(name.removeprefix("child-")): number for name in page.anchors if name.startswith("child-")}
        with pikepdf.open(io.BytesIO(document.write_pdf())) as part:
            whole.pages.extend(part.pages)
    return pages


def _front(rows: list[Entry], pages: dict[int, int], heading: Heading) -> bytes:
    by_worker: dict[str, list[Line]] = defaultdict(list)
    for row in rows:
        by_worker[f"{row.worker} – {row.team}"].append(Line(row.name, pages[row.child_id]))
    names = {
        "heading": heading,
        "children": [Line(_in_a_list(row), pages[row.child_id]) for row in rows],
        "workers": sorted(by_worker.items(), key=lambda item: item[0].casefold()),
        "warned": [
            Line(row.name, pages[row.child_id]) for row in rows if any("Not safe" in one for one in row.warnings)
        ],
    }
    pdf: bytes = _typeset("workspace/attack_day/front.html", names).write_pdf()
    return pdf


def _in_a_list(row: Entry) -> str:
    """Bell, Maisie, 1 June 2017: there may be two of one name."""
    first = row.name.removesuffix(row.surname).strip()
    return ", ".join(part for part in (row.surname, first, row.born.split(",")[0]) if part)


def _typeset(template: str, names: dict[str, Any], pages_before: int = 0) -> Any:
    from weasyprint import CSS, HTML

    style = CSS(filename=finders.find("css/attack_day.css"))
    count_on = CSS(string=f"@page body:first {{ counter-reset: page {pages_before + 1} }}")
    return HTML(string=render_to_string(template, names), url_fetcher=_fetch_nothing).render(
        stylesheets=[style, count_on]
    )


def _fetch_nothing(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    raise ValueError("The pack fetches nothing.")


def _save(whole: pikepdf.Pdf, target: Path, password: str) -> None:
    partial = target.with_name(f".{target.name}.partial")
    # Nobody needs the owner's password: it would only lift what this file forbids.
    locked = pikepdf.Encryption(
        user=password,
        owner=secrets.token_urlsafe(32),
        R=6,
        allow=pikepdf.Permissions(modify_other=False, modify_form=False),
    )
    number = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(number, "w+b") as file:
            whole.save(file, encryption=locked, compress_streams=True)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
