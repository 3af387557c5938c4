"""The private Redis, really started and really killed."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from parts.processes import wait_until
from parts.redis_server import Redis


@pytest.fixture
def server(home: Path) -> Iterator[Redis]:
    server = Redis(home, durable=True, tied=True)
    yield server
    server.stop()


def client(server: Redis) -> redis.Redis:
    return redis.Redis.from_url(server.url, socket_timeout=5)


def test_a_durable_server_keeps_the_queue_over_a_stop(server: Redis) -> None:
    server.start()
    client(server).lpush("celery", "a task")
    server.stop()
    assert not server.running()
    server.start()
    assert client(server).llen("celery") == 1


def test_starts_again_at_the_same_address_after_a_hard_kill(server: Redis) -> None:
    server.start()
    before, pid = server.url, server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.running(), 10)
    server.start()
    assert server.url == before
    assert server.pid() != pid


def test_takes_another_port_when_its_own_was_taken_meanwhile(server: Redis) -> None:
    server.start()
    port = int(server.url.rsplit(":", 1)[1].split("/")[0])
    server.stop()
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        server.start()
        assert f":{port}/" not in server.url
        assert client(server).ping()


def test_nobody_gets_in_without_the_password(server: Redis) -> None:
    server.start()
    without = server.url.split("@")[1]
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(f"redis://{without}").ping()


def test_stop_leaves_alone_a_process_that_got_the_old_number(server: Redis) -> None:
    server.start()
    server.stop()
    state = server.base / "state.json"
    state.write_text(state.read_text().replace(f'"pid": {server.pid()}', f'"pid": {os.getpid()}'))
    assert not server.running()
    server.stop()


def test_there_is_a_database_for_each_process_of_a_parallel_run(server: Redis) -> None:
    server.start()
    last = server.url.removesuffix("/0") + "/63"
    assert redis.Redis.from_url(last).ping()
