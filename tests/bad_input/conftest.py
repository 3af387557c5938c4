"""Real processes for the tests of what they answer and what they write down."""

from collections.abc import Callable, Iterator

import pytest

from tests.bad_input.web import WebProcess


@pytest.fixture(scope="session")
def make_web_process(django_db_setup, tmp_path_factory) -> Iterator[Callable[..., WebProcess]]:
    made: list[WebProcess] = []

    def make(settings: str = "config.settings.test") -> WebProcess:
        process = WebProcess(tmp_path_factory.mktemp("web"), settings)
        made.append(process)
        process.start()
        return process

    yield make
    for process in made:
        process.stop()


@pytest.fixture(scope="session")
def web(make_web_process) -> WebProcess:
    """One for all tests of this process that only ask."""
    return make_web_process()
