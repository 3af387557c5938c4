"""The files that a record of the demonstration holds are real files."""

from random import Random

from pypdf import PdfReader

from casework.file_types import content_type_of
from demo.documents import drawing, letter


def test_letter_is_a_pdf_with_its_words_in_it():
    made = letter("Ash Grove Primary", ["About Maisie (Year 3)", "She’s settled. " * 20])
    assert content_type_of(made) == "application/pdf"
    text = PdfReader(made).pages[0].extract_text()
    assert "About Maisie (Year 3)" in text
    assert "She’s settled." in text


def test_drawing_is_a_picture_and_differs_from_child_to_child():
    assert content_type_of(drawing(Random(1))) == "image/png"
    assert drawing(Random(1)).read() != drawing(Random(2)).read()
