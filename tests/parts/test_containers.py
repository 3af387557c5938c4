"""docker-compose.yml, read by Compose itself; no engine is needed for that."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from parts.venv import ROOT

COMPOSE = Path(sys.executable).parent / "docker-compose"
VALUES = {
    "SECRET_KEY": "s",
    "SITE_URL": "https://casework.example",
    "ALLOWED_HOSTS": "casework.example",
    "POSTGRES_PASSWORD": "p",
    "APPLICATION_PASSWORD": "a",
    "REDIS_PASSWORD": "r",
}


def config(values: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **values}
    command = [str(COMPOSE), "-f", "docker-compose.yml", "config", "--format", "json"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("missing", sorted(VALUES))
def test_nothing_secret_has_a_default(missing: str) -> None:
    answer = config({name: value for name, value in VALUES.items() if name != missing})
    assert answer.returncode != 0
    assert missing in answer.stderr


def test_web_worker_and_beat_share_one_postgresql_and_one_redis() -> None:
    services = json.loads(config(VALUES).stdout)["services"]
    assert {"web", "worker", "beat", "postgres", "redis"} <= set(services)
    for name in ("web", "worker", "beat"):
        service = services[name]
        assert service["environment"]["DATABASE_URL"] == "postgres://casework_app:a@postgres:5432/casework"
        assert "OWNER_DATABASE_URL" not in service["environment"]
        assert "/seals" in [volume["target"] for volume in service["volumes"]]
        assert service["environment"]["REDIS_URL"] == "redis://:r@redis:6379/0"
        assert service["environment"]["CSRF_TRUSTED_ORIGINS"] == "https://casework.example"
        assert service["healthcheck"]["test"]
        assert service["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_servers_answer_only_inside() -> None:
    services = json.loads(config(VALUES).stdout)["services"]
    assert "ports" not in services["postgres"]
    assert "ports" not in services["redis"]
    assert services["redis"]["command"][-2:] == ["--requirepass", "r"]


def test_image_runs_as_a_user_without_powers() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER casework" in lines
    assert lines.index("USER casework") > max(number for number, line in enumerate(lines) if line.startswith("RUN"))


def test_only_migrate_knows_the_owner_of_the_database() -> None:
    services = json.loads(config(VALUES).stdout)["services"]
    owner = "postgres://casework:p@postgres:5432/casework"
    assert services["migrate"]["environment"]["OWNER_DATABASE_URL"] == owner
    assert services["migrate"]["environment"]["DATABASE_URL"].startswith("postgres://casework_app:")
    assert [name for name, one in services.items() if owner in str(one)] == ["migrate"]
