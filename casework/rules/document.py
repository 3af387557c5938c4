"""Which files a record takes. What a file is comes from its content, never from its name."""

from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Kind:
    """A kind of file that we keep: its name in words, the type it is served as, and the ending it gets."""

    title: str
    content_type: str
    ending: str


_KINDS = [
    Kind("PDF", "application/pdf", ".pdf"),
    Kind("Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    Kind("Word document", "application/msword", ".doc"),
    Kind("Excel workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    Kind("OpenDocument text", "application/vnd.oasis.opendocument.text", ".odt"),
    Kind("OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", ".ods"),
    Kind("Text", "text/plain", ".txt"),
    Kind("Photograph", "image/jpeg", ".jpg"),
    Kind("Picture", "image/png", ".png"),
    Kind("Photograph", "image/heic", ".heic"),
    Kind("E-mail", "message/rfc822", ".eml"),
    Kind("E-mail", "application/vnd.ms-outlook", ".msg"),
]
KINDS = {kind.content_type: kind for kind in _KINDS}
OTHER_NAMES = {"image/heif": "image/heic", "text/csv": "text/plain"}
SAME_KIND = {".jpeg": ".jpg", ".jpe": ".jpg", ".heif": ".heic", ".text": ".txt", ".csv": ".txt", ".log": ".txt"}
IN_WORDS = "PDF, Word, Excel, OpenDocument, text, JPEG, PNG or HEIC, or a saved e-mail"
ENDINGS = sorted({kind.ending for kind in _KINDS} | {".jpeg"})


def kind_of(content_type: str, file_name: str) -> Kind:
    """The kind for a type found in the content. Raises ValidationError on "upload", naming the file, for any other."""
    kind = KINDS.get(OTHER_NAMES.get(content_type, content_type))
    if kind is None:
        raise ValidationError(
            {"upload": f"“{shown_name(file_name)}” is not a kind of file that the record keeps. Choose {IN_WORDS}."}
        )
    return kind


def check_size(size: int, most: int, file_name: str) -> None:
    """Raises ValidationError on "upload" for an empty file, or one that is too large."""
    if size == 0:
        raise ValidationError({"upload": f"“{shown_name(file_name)}” is empty. Choose another file."})
    if size > most:
        megabytes = most // (1024 * 1024)
        raise ValidationError(
            {
                "upload": f"“{shown_name(file_name)}” is larger than {megabytes} MB, so it was not kept. "
                "Make it smaller, or split it."
            }
        )


def no_room(file_name: str) -> ValidationError:
    """The refusal of a file that the server could not put down."""
    return ValidationError(
        {
            "upload": f"“{shown_name(file_name)}” could not be kept: the server has no room for files. Everything else "
            "that you typed is kept here. Tell the system team, and add the file again later."
        }
    )


def kept_name(file_name: str, kind: Kind) -> str:
    """The name under which the file is handed out again: no path, and an ending that tells the truth."""
    path = PurePath(shown_name(file_name))
    ending = path.suffix.lower()
    if SAME_KIND.get(ending, ending) == kind.ending:
        return f"{path.stem}{ending}"
    return f"{path.stem}{kind.ending}"


def shown_name(file_name: str) -> str:
    """The last part of the name, without anything that a header or a page could stumble over."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")
    return clean[-150:] or "file"


def virus_found(file_name: str) -> ValidationError:
    """What to say about a file in which the scanner found something."""
    return ValidationError(
        {
            "upload": f"“{shown_name(file_name)}” was not kept: the virus scanner found something harmful in it. "
            "Do not open it again. Tell your IT service desk, and ask whoever sent it for a clean copy."
        }
    )


def not_checked(file_name: str) -> ValidationError:
    """What to say while nobody can tell whether a file is harmful."""
    return ValidationError(
        {
            "upload": f"“{shown_name(file_name)}” was not kept: it could not be checked for viruses just now. "
            "Keep it and try again in a few minutes. If it still cannot be checked, tell your IT service desk."
        }
    )
