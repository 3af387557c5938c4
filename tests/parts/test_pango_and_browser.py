"""Found here, installed where one may, and otherwise said plainly."""

import os
import shutil

import pytest

from parts import pango
from parts.browser import find_browser


def test_a_named_browser_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    browser = find_browser()
    assert browser is not None
    assert str(browser) == "/bin/sh (named by CHROMIUM)"
    assert browser.launch_arguments["executable_path"] == "/bin/sh"


def test_a_wrong_name_is_not_passed_over_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(RuntimeError, match="/no/such/browser"):
        find_browser()


def test_no_browser_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert find_browser() is None


def test_missing_pango_is_said_with_the_command_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pango, "missing", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    advice = pango.ensure_pango()
    assert advice is not None
    assert "apt-get install libpango-1.0-0" in advice


def test_nothing_is_said_where_pango_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pango, "missing", lambda: False)
    assert pango.ensure_pango() is None
