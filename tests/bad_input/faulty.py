"""What goes wrong on purpose: a view that fails with a child in its hands, a database that quotes a row, a task."""

from celery import shared_task
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400 as handler400
from config.urls import handler403 as handler403
from config.urls import handler404 as handler404
from config.urls import handler500 as handler500
from config.urls import urlpatterns as ours


@login_not_required
def fails(request: HttpRequest) -> HttpResponse:
    child = request.GET["name"]
    try:
        return HttpResponse(int(child))
    except ValueError as unread:
        raise RuntimeError(f"{child} cannot be counted") from unread


def insert_twice(name: str) -> None:
    """The database's own words hold the name: Key (forename)=(…) already exists."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS seen (forename text PRIMARY KEY)")
        cursor.execute("INSERT INTO seen VALUES (%s)", [name])
        cursor.execute("INSERT INTO seen VALUES (%s)", [name])


@login_not_required
def quotes(request: HttpRequest) -> HttpResponse:
    insert_twice(request.GET["name"])
    return HttpResponse()


@shared_task(name="faulty.fails")
def task_that_fails(name: str) -> None:
    raise ValueError(f"{name} cannot be counted")


@shared_task(name="faulty.quotes")
def task_that_quotes(name: str) -> None:
    insert_twice(name)


@shared_task(name="faulty.tells")
def task_that_tells(name: str) -> str:
    return name


urlpatterns = [path("faulty/fails/", fails), path("faulty/quotes/", quotes), path("api/faulty/", fails), *ours]
