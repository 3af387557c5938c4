"""What `make demo` decides before anything runs."""

import socket
from pathlib import Path

import pytest

from parts import demo_data
from parts.demo import choose_port, only_one_demo
from parts.servers import Servers
from parts.venv import SetUpError


def test_a_taken_port_is_named_and_the_next_free_one_used(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        taken = squatter.getsockname()[1]
        chosen = choose_port(taken)
    assert chosen > taken
    assert capsys.readouterr().out == f"Port {taken} is taken; using {chosen}.\n"


def test_a_second_demo_is_sent_to_the_first(tmp_path: Path) -> None:
    with only_one_demo(tmp_path):
        (tmp_path / "demo.json").write_text('{"url": "http://127.0.0.1:8000/"}')
        with pytest.raises(SetUpError, match=r"http://127\.0\.0\.1:8000/"), only_one_demo(tmp_path):
            pass


def test_a_named_database_is_never_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unfinished = tmp_path / "simulation-unfinished"
    unfinished.touch()
    monkeypatch.setattr(demo_data, "UNFINISHED", unfinished)
    named = Servers(tmp_path, durable=True, named={"DATABASE_URL": "postgres://elsewhere/x", "REDIS_URL": "redis://x"})
    with pytest.raises(SetUpError, match="not ours to empty"):
        demo_data.prepare(named, 20, print)
    assert unfinished.exists()
