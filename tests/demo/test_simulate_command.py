"""manage.py simulate"""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from demo.department import LOGINS, PASSWORD, TOKENS
from people.models import Child
from staff.api_tokens import token_with_key
from staff.models import User
from tests.factories.people import child


@pytest.fixture
def documents(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def simulate(**options):
    call_command("simulate", **{"children": 5, "years": 0.2, "until": timezone.localdate(), "seed": 3, **options})


@pytest.mark.django_db
def test_it_fills_an_empty_database_and_says_with_what(documents, capsys):
    simulate()
    assert Child.objects.count() >= 4
    assert {login.name for login in LOGINS} == set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    assert "open cases" in capsys.readouterr().out
    assert Client().login(username="worker", password=PASSWORD)
    assert token_with_key(TOKENS["police"]).user.username == "police"


@pytest.mark.django_db
def test_it_leaves_a_database_with_people_in_it_alone():
    child()
    with pytest.raises(CommandError, match="not empty"):
        simulate()
    assert Child.objects.count() == 1


@pytest.mark.django_db
def test_it_adds_to_a_department_when_told_so(documents):
    simulate()
    before = Child.objects.count()
    simulate(seed=4, yes_add=True)
    assert Child.objects.count() >= before + 4


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{"children": 0}, {"years": 0}, {"years": 40}])
def test_it_refuses_what_cannot_be(options):
    with pytest.raises(CommandError):
        simulate(**options)


@pytest.mark.django_db
def test_last_day_may_be_past_or_to_come(documents):
    simulate(until=timezone.localdate() - timedelta(days=30))
    simulate(until=timezone.localdate() + timedelta(days=30), seed=5, yes_add=True)
