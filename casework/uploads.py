"""A file that cannot be taken is read to its end and thrown away: the page answers instead of breaking off."""

import logging
from contextlib import suppress
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

log = logging.getLogger(__name__)

# Where the request carries the name of the file that was thrown away.
SENT_TOO_LARGE = "file_too_large"
NO_ROOM = "file_without_room"


class StopAtLimit(FileUploadHandler):
    """First of the upload handlers: no more than the largest document is ever kept, in memory or on disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.DOCUMENT_MAX_BYTES:
            setattr(self.request, SENT_TOO_LARGE, self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class OnDisk(TemporaryFileUploadHandler):
    """Last of the upload handlers. Where the disk is full, the file is thrown away and the rest of the form is read."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except OSError as full:
            self._throw_away(full)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()
        except OSError as full:
            self._throw_away(full)

    def _throw_away(self, full: OSError) -> NoReturn:
        log.error("An uploaded file could not be put down: %s", full)
        # Closing it would try once more to write what did not fit.
        with suppress(AttributeError, OSError):
            self.file.close()
        self.__dict__.pop("file", None)
        setattr(self.request, NO_ROOM, self.file_name)
        raise SkipFile from full


def without_room(request: HttpRequest) -> str:
    """The name of the file that was thrown away because the server's disk is full; empty when there was none."""
    return getattr(request, NO_ROOM, "")


def too_large(request: HttpRequest) -> str:
    """The name of the file that was sent and thrown away; empty when there was none."""
    return getattr(request, SENT_TOO_LARGE, "")
