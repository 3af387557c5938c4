"""The provider of tests/sign_in/provider, as a process of its own."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from django.test import Client

from parts.npm import install_packages, npm_command

FOLDER = Path(__file__).parent / "provider"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Provider:
    """Speaks HTTP to the process: signs people on as a browser would, and spoils answers."""

    def __init__(self, issuer: str):
        self.issuer = issuer

    def spoil(self, how: str) -> None:
        requests.get(f"{self.issuer}/_spoil", {"how": how}, timeout=10).raise_for_status()

    def sign_on(self, address: str, name: str) -> str:
        """From the provider's front door to the address that it sends the browser back to."""
        browser = requests.Session()
        answer = browser.get(address, timeout=10)
        form = re.search(r'action="([^"]+)"', answer.text)
        assert form, answer.text
        typed = {"prompt": "login", "login": name, "password": "anything"}
        answer = browser.post(form[1], typed, allow_redirects=False, timeout=10)
        while "/log-in/council/back/" not in answer.headers["Location"].partition("?")[0]:
            answer = browser.get(answer.headers["Location"], allow_redirects=False, timeout=10)
        return answer.headers["Location"]


def come_back(client: Client, address: str):
    """The browser follows the provider back to us."""
    return client.get("/" + address.split("/", 3)[3])


@contextmanager
def running_provider(port: int) -> Iterator[Provider]:
    """Started, awaited, and stopped in the end."""
    if not (FOLDER / "node_modules" / "oidc-provider").exists():
        install_packages(FOLDER)
    npm = npm_command()
    node = shutil.which("node") if len(npm) == 1 else npm[0]
    process = subprocess.Popen([node, "provider.mjs", str(port)], cwd=FOLDER, stdout=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 30
        while process.stdout.readline().strip() != "ready":
            assert time.monotonic() < until, "the provider did not start"
            assert process.poll() is None, "the provider ended"
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)
