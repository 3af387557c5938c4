"""What a file is, read from its bytes."""

import lzma
import zipfile
import zlib
from typing import IO

import magic

OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
START = 4096
MAIL_HEADERS = ("from:", "subject:", "date:", "received:", "message-id:", "to:")
# What reading an archive raises where some of its bytes are wrong, or where it asks for a password.
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)
ZIP_LIKE = ("application/zip", "application/octet-stream", "application/vnd.openxmlformats", "application/vnd.oasis")


def content_type_of(file: IO[bytes]) -> str:
    """The type that the content says; "application/zip" for an archive that is no document we know.

    A document that carries macros is none: it is a program.
    """
    file.seek(0)
    found = magic.from_buffer(file.read(START), mime=True)
    if found.startswith(ZIP_LIKE):
        found = _inside_zip(file) or found
    if found in ("application/CDFV2", "application/x-ole-storage"):
        found = _inside_compound_file(file) or found
    if found == "text/plain" or found.startswith("text/x-"):
        found = "message/rfc822" if _looks_like_mail(file) else found
    file.seek(0)
    return found


def _inside_zip(file: IO[bytes]) -> str:
    file.seek(0)
    try:
        if not zipfile.is_zipfile(file):
            return ""
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any("vbaproject" in name.lower() for name in names):
                return "application/zip"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except DAMAGED:
        return "application/zip"
    if "[Content_Types].xml" not in names:
        return "application/zip"
    found = [kind for folder, kind in OFFICE.items() if any(name.startswith(folder) for name in names)]
    return found[0] if found else "application/zip"


def _inside_compound_file(file: IO[bytes]) -> str:
    """An Outlook message keeps its parts under names that begin with __substg1.0_."""
    file.seek(0)
    return "application/vnd.ms-outlook" if "__substg1.0_".encode("utf-16-le") in file.read() else ""


def _looks_like_mail(file: IO[bytes]) -> bool:
    file.seek(0)
    head = file.read(START).decode("utf-8", "replace").lower()
    headers = head.split("\n\n")[0].split("\r\n\r\n")[0]
    lines = headers.splitlines()
    return sum(line.startswith(MAIL_HEADERS) for line in lines) >= 3
