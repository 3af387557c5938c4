"""Compiles every template, and finds what the pages' strict content policy would block in the browser."""

import os
import re
import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from parts.venv import ROOT

FORBIDDEN = {
    "a script in the page (put it in static/js/)": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "a style attribute (put it in static/css/)": re.compile(r"<[a-z][^>]*\sstyle=", re.IGNORECASE),
    "a style element (put it in static/css/)": re.compile(r"<style\b", re.IGNORECASE),
    "an event attribute (listen from static/js/)": re.compile(r"<[a-z][^>]*\son[a-z]+=", re.IGNORECASE),
}
# Read by PDF and mail programs, to which the browser's policy does not apply.
PRINTED = ("pdf", "mail", "email", "print")


def problems(folder: Path) -> list[str]:
    """One sentence for each fault in the templates under this folder."""
    found = []
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
        name = path.relative_to(folder).as_posix()
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            found.append(f"{name}: {error}")
        found += [f"{name}:{line}: {what}" for line, what in blocked(path.read_text(), name)]
    return found


def blocked(text: str, name: str) -> list[tuple[int, str]]:
    """Line and description of what the browser would refuse to run."""
    if any(word in re.split(r"[/_.-]", name) for word in PRINTED):
        return []
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", _same_lines, text, flags=re.DOTALL)
    found = [
        (text.count("\n", 0, hit.start()) + 1, what) for what, how in FORBIDDEN.items() for hit in how.finditer(text)
    ]
    return sorted(found)


def _same_lines(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def main() -> int:
    """1 when a template has a fault."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    found = problems(ROOT / "templates")
    print("\n".join(found) or "All templates compile.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
