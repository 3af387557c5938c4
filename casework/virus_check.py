"""Asks clamd, the council's own virus scanner, about a file: the INSTREAM command of its protocol (man clamd(8))."""

import logging
import re
import socket
import struct
from collections.abc import Iterable
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from casework.rules.document import not_checked, virus_found

log = logging.getLogger("casework.virus_check")
PATIENCE_SECONDS = 30
PIECE = 64 * 1024


def check_for_viruses(upload: UploadedFile, *, child_id: int, user_id: int) -> None:
    """Raises ValidationError on "upload" for a file in which the scanner finds something, and for any file while the
    scanner that CLAMD_URL names does not answer. Does nothing where none is named.
    """
    if not settings.CLAMD_URL:
        return
    name = upload.name or "file"
    upload.seek(0)
    try:
        said = ask_clamd(settings.CLAMD_URL, upload.chunks(PIECE))
    except (OSError, ValueError) as trouble:
        log.error("The virus scanner does not answer: %s", type(trouble).__name__)
        raise not_checked(name) from trouble
    finally:
        upload.seek(0)
    if said == "stream: OK":
        return
    found = re.fullmatch(r"stream: ([\w.\-:/()+]{1,200}) FOUND", said)
    if not found:
        log.error("The virus scanner could not check a file: %s", said[:200])
        raise not_checked(name)
    log.warning("Virus refused: %s, sent by account %s for child %s", found[1], user_id, child_id)
    raise virus_found(name)


def ask_clamd(address: str, pieces: Iterable[bytes]) -> str:
    """What clamd says about these bytes: "stream: OK", or "stream: NAME FOUND". Raises OSError when it is not there.

    clamd stops listening in the middle of a file that is too large for it, and says so: that answer is read, too.
    """
    with closing(_connect(address)) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            for piece in pieces:
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            log.warning("The virus scanner stopped listening in the middle of a file")
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            more = line.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE_SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError("CLAMD_URL must be tcp://host:port or unix:///path")
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=PATIENCE_SECONDS)
