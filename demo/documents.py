"""Two kinds of file that a record might hold, made here: a letter (PDF) and a child's drawing (PNG)."""

import struct
import zlib
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

WIDTH, HEIGHT = 120, 80


def letter(heading: str, lines: list[str]) -> SimpleUploadedFile:
    """A page of A4 with a heading and some lines, as plain a PDF as there is."""
    text = [b"BT /F1 16 Tf 60 770 Td", _shown(heading), b"/F1 11 Tf 0 -30 Td 16 TL"]
    for line in lines:
        for part in _wrapped(line):
            text += [_shown(part), b"T*"]
        text.append(b"T*")
    stream = b"\n".join([*text, b"ET"])
    return SimpleUploadedFile("letter.pdf", _pdf(stream), content_type="application/pdf")


def _shown(text: str) -> bytes:
    safe = text.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        safe = safe.replace(sign, b"\\" + sign)
    return b"(" + safe + b") Tj"


def _wrapped(line: str, width: int = 84) -> list[str]:
    words, rows = line.split(), [""]
    for word in words:
        if len(rows[-1]) + len(word) + 1 > width:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _pdf(stream: bytes) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    written, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + end % (size, table, size, len(written))


def drawing(rng: Random) -> SimpleUploadedFile:
    """A house, a sun and grass, in colours that differ from child to child."""
    sky, roof, wall = (tuple(rng.randrange(*span) for _ in range(3)) for span in ((150, 250), (60, 180), (120, 240)))
    sun = (rng.randrange(15, 105), 16)

    def colour(x: int, y: int) -> tuple[int, ...]:
        if y > 62:
            return (96, 160, 80)
        if 40 <= x <= 80 and y >= 36:
            return (110, 70, 50) if 56 <= x <= 64 and y >= 48 else wall
        if 20 <= y < 36 and abs(x - 60) <= (y - 20) * 1.6:
            return roof
        return (250, 210, 70) if (x - sun[0]) ** 2 + (y - sun[1]) ** 2 < 64 else sky

    rows = b"".join(b"\0" + bytes(part for x in range(WIDTH) for part in colour(x, y)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return SimpleUploadedFile("drawing.png", b"\x89PNG\r\n\x1a\n" + body, content_type="image/png")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
