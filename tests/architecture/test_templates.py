"""The Content-Security-Policy lets no script or style stand in a page: none is written there."""

import re

import pytest

from tests.architecture.source import name_of, templates

INLINE = {
    "a script without an address": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"(?:href|action|src)\s*=\s*[\"']javascript:", re.I),
}
# Jinja-like tags may hold > and quotes; they are no part of the HTML.
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    found = [name_of(path) for path in templates() if INLINE[what].search(TAGS.sub("", path.read_text()))]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a script without an address", "<script>alert(1)</script>"),
        ("a style attribute", '<p class="a" style="color: red">'),
        ("an event handler", '<button onclick="go()">'),
    ],
)
def test_the_check_finds(what, text):
    assert INLINE[what].search(text)


def test_every_page_is_in_english_with_a_title():
    """A page that extends the frame says what it is."""
    untitled = [
        name_of(path)
        for path in templates()
        if '{% extends "base.html" %}' in path.read_text() and "{% block title %}" not in path.read_text()
    ]
    assert untitled == []
