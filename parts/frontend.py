"""The design systems' files, cleaned and placed in static/vendor/ (which git ignores).

Two things in them are for gov.uk alone and are taken out: the GDS Transport typeface and the royal arms or crown.
"""

import hashlib
import re
import shutil
import sys
from pathlib import Path

from parts.npm import install_packages
from parts.venv import ROOT, SetUpError

GOVUK = Path("node_modules/govuk-frontend/dist/govuk")
MOJ = Path("node_modules/@ministryofjustice/frontend/moj")
FILES = [GOVUK / "govuk-frontend.min.css", GOVUK / "govuk-frontend.min.js"]
FILES += [MOJ / "moj-frontend.min.css", MOJ / "moj-frontend.min.js"]
CHARSET = '@charset "UTF-8";'  # counts only at the very start
TYPEFACE = '"Helvetica Neue",Arial,sans-serif'
RESERVED = ("crest", "crown", "govuk-icon", "favicon", "opengraph", "apple-touch")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_NOTICE = re.compile(r"/\*![^*]*Margaret Calvert[^*]*\*/")
FONT_NAME = re.compile(r"""["']?GDS Transport["']?\s*(,\s*arial\s*,\s*sans-serif)?""", re.IGNORECASE)
ASSET = re.compile(r"""url\((["']?)/assets/([^)"']+)\1\)""")
# The manifest of hashed names would look for the maps, which are not placed.
SOURCE_MAP = re.compile(r"(/\*#\s*sourceMappingURL=[^*]*\*/|//#\s*sourceMappingURL=\S+)")


def build(root: Path = ROOT, *, install: bool = True) -> bool:
    """Place the files; False where they were in place already. Raises SetUpError when a package cannot be had."""
    vendor = root / "static" / "vendor"
    stamp = vendor / ".made-from"
    wanted = _fingerprint(root)
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    if install:
        print("Installing the front-end packages …", flush=True)
        install_packages(root)
    # Made beside it and then moved, so that pages in use never find half a folder.
    fresh = root / ".local" / "vendor"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for file in FILES:
        _place(root, file, fresh)
    (fresh / "LICENCE.txt").write_text(LICENCE, encoding="utf-8")
    (fresh / stamp.name).write_text(wanted)
    vendor.parent.mkdir(exist_ok=True)
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return True


def clean_css(text: str) -> tuple[str, set[str]]:
    """The style sheet without what is reserved to gov.uk, and the pictures that it still asks for."""
    assets: set[str] = set()

    def local_or_none(found: re.Match[str]) -> str:
        if any(word in found[2] for word in RESERVED):
            return "none"
        assets.add(found[2])
        return f"url({found[2]})"

    text = FONT_NOTICE.sub("", FONT_FACE.sub("", text))
    text = FONT_NAME.sub(TYPEFACE, text)
    text = ASSET.sub(local_or_none, text)
    return text.replace(CHARSET, ""), assets


def _place(root: Path, file: Path, target: Path) -> None:
    text = (root / file).read_text(encoding="utf-8")
    name = "govuk-frontend" if file.is_relative_to(GOVUK) else "@ministryofjustice/frontend"
    start = f"/* {name}, MIT licence, changed: see LICENCE.txt */\n"
    if file.suffix == ".css":
        text, assets = clean_css(text)
        start = CHARSET + start
        for asset in sorted(assets):
            (target / asset).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / file.parent / "assets" / asset, target / asset)
    (target / file.name).write_text(start + SOURCE_MAP.sub("", text), encoding="utf-8")


def _fingerprint(root: Path) -> str:
    sources = [root / "package-lock.json", Path(__file__)]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


LICENCE = """\
The files in this folder come from these packages. They were changed: the GDS Transport typeface, the royal arms
and the references to source maps were taken out, and addresses of pictures were made relative.

govuk-frontend                Copyright (C) 2017 Crown Copyright (Government Digital Service)
@ministryofjustice/frontend   published by the Ministry of Justice

Both are under the MIT licence:

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> int:
    """`python -m parts.frontend`; with --no-install the packages are in node_modules already."""
    try:
        build(install="--no-install" not in sys.argv)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
