"""A document whose bytes were damaged on the way is named as what it is, and stops nobody."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.file_types import content_type_of

TEXT = "application/vnd.oasis.opendocument.text"
WAYS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


def a_document(packed: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed) as archive:
        archive.writestr("mimetype", TEXT)
        archive.writestr("content.xml", "<text>" * 40)
    return written.getvalue()


DOCUMENTS = {packed: a_document(packed) for packed in WAYS}


@pytest.mark.parametrize("packed", WAYS)
def test_a_whole_document_is_known_however_it_was_packed(packed):
    assert content_type_of(io.BytesIO(DOCUMENTS[packed])) == TEXT


@given(st.sampled_from(WAYS), st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_document_has_a_type_as_well(packed, wrong):
    damaged = bytearray(DOCUMENTS[packed])
    for place, byte in wrong:
        damaged[place % len(damaged)] = byte
    assert content_type_of(io.BytesIO(bytes(damaged)))


def test_a_document_that_breaks_off_in_its_packed_part_is_an_archive_of_no_known_kind():
    damaged = bytearray(DOCUMENTS[zipfile.ZIP_DEFLATED])
    start = 30 + len("mimetype")
    damaged[start : start + 8] = b"\xff" * 8
    assert content_type_of(io.BytesIO(bytes(damaged))) == "application/zip"
