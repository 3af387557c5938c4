"""A page of ours as a PDF that a screen reader can read."""

import logging
from collections.abc import Mapping
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify

# WeasyPrint tells of every step otherwise.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


def paper(template: str, names: Mapping[str, Any]) -> bytes:
    """The PDF of a template."""
    from weasyprint import CSS, HTML

    html = render_to_string(template, dict(names))
    style = CSS(filename=finders.find("css/family_copy.css"))
    return HTML(string=html, url_fetcher=_fetch_nothing).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")


def as_download(pdf: bytes, name: str) -> HttpResponse:
    """`name` becomes the file's: "Maisie assessment" is maisie-assessment.pdf."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "child"}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _fetch_nothing(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """The text is people's own words and ours: nothing in it may make this server call anywhere."""
    raise ValueError("A paper fetches nothing.")
