"""A file that is far too large is read to its end and thrown away: the page answers instead of breaking off."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

# Where the request carries the name of the file that was thrown away.
SENT_TOO_LARGE = "file_too_large"


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


def too_large(request: HttpRequest) -> str:
    """The name of the file that was sent and thrown away; empty when there was none."""
    return getattr(request, SENT_TOO_LARGE, "")
