"""What the browser would refuse is found before a browser is asked."""

from pathlib import Path

import pytest
from django.test import override_settings

from parts.template_check import blocked, problems


@pytest.mark.parametrize(
    ("markup", "word"),
    [
        ("<p>one</p>\n<script>alert(1)</script>", "script"),
        ('<p>one</p>\n<p style="color: red">', "style attribute"),
        ("<p>one</p>\n<style>p { color: red }</style>", "style element"),
        ('<p>one</p>\n<button type="button" onclick="go()">', "event attribute"),
    ],
)
def test_what_the_content_policy_forbids_is_named_with_its_line(markup: str, word: str) -> None:
    ((line, what),) = blocked(markup, "workspace/home.html")
    assert line == 2
    assert word in what


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="module" src="/static/js/start.js"></script>',
        '<a href="?style=plain&once=1">',
        '{# <p style="color: red"> #}',
        "{% comment %}\n<script>old()</script>\n{% endcomment %}",
    ],
)
def test_what_it_allows_is_left_alone(markup: str) -> None:
    assert blocked(markup, "workspace/home.html") == []


def test_printed_pages_carry_their_own_styles() -> None:
    assert blocked("<style>@page { size: A4 }</style>", "casework/assessment_pdf.html") == []


def test_a_template_that_does_not_compile_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.html").write_text("{% if child %}")
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}
    with override_settings(TEMPLATES=[engine]):
        (problem,) = problems(tmp_path)
    assert problem.startswith("broken.html: Unclosed tag")
