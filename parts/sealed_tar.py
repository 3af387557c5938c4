"""A tar file, encrypted while it is written and checked while it is read. Nothing is ever whole in memory or in clear
on disk.

The encryption is age's (X25519, ChaCha20-Poly1305 in chunks): a chunk that was altered, left out or put elsewhere is
refused, and so is a file that ends early. The last member of the tar holds the SHA-256 of each other one.
"""

import hashlib
import io
import json
import os
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pyrage

END = "end.json"
FORMAT = 2
Writer = Callable[["SealedTar"], None]
Reader = Callable[[str, IO[bytes]], None]


class NotWholeError(RuntimeError):
    """The file is no backup, is not whole, or is not for this key."""


class SealedTar:
    """What is being written. Members are added one after the other."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive, self._marks = archive, dict[str, str]()

    def add(self, name: str, content: bytes) -> None:
        self.add_stream(name, io.BytesIO(content), len(content))

    def add_stream(self, name: str, source: IO[bytes], size: int) -> None:
        """Raises OSError where the source ends before `size`."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(time.time())
        marking = _Marking(source)
        self._archive.addfile(entry, marking)
        self._marks[name] = marking.digest.hexdigest()

    def finish(self) -> None:
        self.add(END, json.dumps({"format": FORMAT, "sha256": self._marks}).encode())


class _Marking:
    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


def write_sealed(target: Path, keys: list[Any], write: Writer) -> None:
    """Write an encrypted tar that appears under its name only when it is whole and on disk. Raises what `write` did."""
    partial = target.with_name(f"{target.name}.partial")
    number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(number, "wb") as out:
            _encrypt(out, keys, write)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
        _sync_folder(target.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _encrypt(out: IO[bytes], keys: list[Any], write: Writer) -> None:
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def fill() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|") as archive:
                sealed = SealedTar(archive)
                write(sealed)
                sealed.finish()
        except BaseException as error:
            failures.append(error)

    filler = threading.Thread(target=fill, daemon=True)
    filler.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            pyrage.encrypt_io(pipe, out, keys)
    except pyrage.EncryptError as error:
        failures.append(OSError(str(error)))
    filler.join()
    # A full disk breaks the pipe as well: its own words come last and say more.
    if failures:
        raise failures[-1]


def read_sealed(source: IO[bytes], keys: list[Any], read: Reader) -> None:
    """Hand each member, a name and a stream, to `read`, and check all of it.

    Raises NotWholeError when the file is not whole or not for these keys: perhaps only after members were handed out,
    so whoever changes anything reads the file once before with a reader that does nothing.
    """
    source.seek(0)
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def decrypt() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe:
                pyrage.decrypt_io(source, pipe, keys)
        except BaseException as error:
            failures.append(error)

    decrypter = threading.Thread(target=decrypt, daemon=True)
    decrypter.start()
    trouble: BaseException | None = None
    with os.fdopen(reading, "rb") as pipe:
        try:
            _read_tar(pipe, read)
            while pipe.read(1024 * 1024):
                pass
        except (tarfile.TarError, EOFError, KeyError, ValueError) as error:
            trouble = error
            with suppress(OSError):
                while pipe.read(1024 * 1024):
                    pass
    decrypter.join()
    for failure in failures:
        if "No matching keys" in str(failure):
            raise NotWholeError("This backup was not made for this key.") from failure
        raise NotWholeError("This file is no backup, or it was altered or cut off.") from failure
    if trouble:
        raise NotWholeError("This file is no backup, or it was altered or cut off.") from trouble


def _read_tar(pipe: IO[bytes], read: Reader) -> None:
    marks: dict[str, str] = {}
    told: dict[str, Any] | None = None
    with tarfile.open(fileobj=pipe, mode="r|") as archive:
        for entry in archive:
            content = archive.extractfile(entry)
            if content is None or told is not None:
                raise ValueError(f"{entry.name} does not belong here")
            if entry.name == END:
                told = json.loads(content.read())
                continue
            marking = _Marking(content)
            read(entry.name, marking)  # type: ignore[arg-type]
            while marking.read(1024 * 1024):
                pass
            marks[entry.name] = marking.digest.hexdigest()
    if told is None or told["format"] != FORMAT or told["sha256"] != marks:
        raise ValueError("the members are not those that were written")


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def pieces(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """A stream in pieces of at most this many bytes."""
    while piece := stream.read(size):
        yield piece
