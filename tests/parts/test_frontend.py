"""What is reserved to gov.uk never reaches our pages, and what the style sheets ask for is there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from parts import npm
from parts.frontend import ROOT, build, clean_css
from parts.venv import SetUpError

VENDOR = ROOT / "static" / "vendor"


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    build()


def style_sheets() -> list[Path]:
    return sorted(VENDOR.glob("*.css"))


def test_typeface_arms_and_crown_are_gone() -> None:
    assert len(style_sheets()) == 2
    for sheet in style_sheets():
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"GDS Transport|@font-face|Margaret Calvert", text, re.IGNORECASE)
        assert not re.search(r"url\([^)]*(crest|crown|govuk-icon)", text, re.IGNORECASE)
        assert '"Helvetica Neue",Arial,sans-serif' in text
    names = [path.name for path in VENDOR.rglob("*")]
    assert not [name for name in names if re.search(r"crest|crown|govuk-icon|favicon|opengraph|\.woff", name)]


def test_every_picture_a_style_sheet_asks_for_is_beside_it() -> None:
    for sheet in style_sheets():
        wanted = re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8"))
        assert not [url for url in wanted if not url.startswith("data:") and not (VENDOR / url).is_file()]


def test_licence_goes_with_the_files() -> None:
    assert "Permission is hereby granted" in (VENDOR / "LICENCE.txt").read_text()
    for path in [*style_sheets(), *VENDOR.glob("*.js")]:
        assert "MIT licence, changed" in path.read_text(encoding="utf-8")[:120]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a{font-family:GDS Transport,arial,sans-serif}", 'a{font-family:"Helvetica Neue",Arial,sans-serif}'),
        ('@font-face{font-family:"GDS Transport";src:url(/assets/fonts/x.woff)}b{}', "b{}"),
        ("c{background:url(/assets/images/govuk-crest.svg)}", "c{background:none}"),
        ("d{background:url('/assets/images/tick.svg')}", "d{background:url(images/tick.svg)}"),
    ],
)
def test_cleaning(before: str, after: str) -> None:
    assert clean_css(before)[0] == after


def test_hashed_names_can_be_given_to_all_static_files(tmp_path: Path) -> None:
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": storage}, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "vendor" / "govuk-frontend.min.css").is_file()
    assert list((tmp_path / "js").glob("begin.*.js"))


def test_lock_file_names_no_host() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


def test_built_only_once() -> None:
    assert build() is False


def test_missing_npm_that_cannot_be_installed_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(npm, "NODE", tmp_path / "node")
    monkeypatch.setattr(npm, "WHEEL", str(tmp_path / "no-such-wheel.whl"))
    with pytest.raises(SetUpError, match=r"Install Node\.js"):
        npm.npm_command()


def test_npm_is_found_on_this_machine() -> None:
    assert subprocess.run([*npm.npm_command(), "--version"], capture_output=True).returncode == 0
