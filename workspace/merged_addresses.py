"""Addresses with the number of a record that was merged into another lead to the same page of the one that goes on.

Bookmarks, alerts, e-mails and partners' references keep working. Asked for only where a page was not found, so that it
costs no other request anything; whoever may not know of the record that goes on gets the same 404 as before.
"""

import re
from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, resolve, reverse

from people.merged import survivors_of
from people.merging.guard import IS_MERGED
from staff.models import User
from staff.policies import people_visible_to
from workspace.policies import may_know_of_child

# What is called so in an address is the number of a person; `pk` only where the whole address is a child's.
PERSONS = ("child_pk", "person_pk", "other_pk", "sibling_pk")
OF_A_CHILD = {"api-child": "pk", "api-chronology": "pk"}
OF_THE_PAST = re.compile(r"(?P<before>.*/as-known/[^/]+/children/)(?P<pk>\d{1,18})(?P<rest>/.*)")


class MergedAddresses:
    """302 to the survivor's page, 307 for what was sent, so that nothing typed is lost on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        # A page of the past is found by another hand, and has no match of its own.
        match = request.resolver_match
        return (self._elsewhere(request, match) if match else self._past(request)) or response

    def _past(self, request: HttpRequest) -> HttpResponse | None:
        found = OF_THE_PAST.match(request.path)
        goes_on = survivors_of([int(found["pk"])]) if found else {}
        if not found or not goes_on or not isinstance(request.user, User):
            return None
        if not _may_know_of(request.user, list(goes_on.values())):
            return None
        return HttpResponseRedirect(f"{found['before']}{goes_on[int(found['pk'])]}{found['rest']}")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The two became one while something was being saved: the database refused it, and it is sent again there."""
        told = getattr(error.__cause__, "diag", None)
        if not isinstance(error, IntegrityError) or getattr(told, "constraint_name", "") != IS_MERGED:
            return None
        return self._elsewhere(request, resolve(request.path_info))

    def _elsewhere(self, request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
        names = [name for name in (*PERSONS, OF_A_CHILD.get(match.view_name, "")) if name in match.kwargs]
        if not names or not isinstance(request.user, User):
            return None
        goes_on = survivors_of([match.kwargs[name] for name in names])
        if not goes_on or not _may_know_of(request.user, list(goes_on.values())):
            return None
        kwargs = {name: goes_on.get(value, value) if name in names else value for name, value in match.kwargs.items()}
        url = reverse(match.view_name, kwargs=kwargs)
        if request.META.get("QUERY_STRING"):
            url = f"{url}?{request.META['QUERY_STRING']}"
        response = HttpResponseRedirect(url)
        if request.method not in ("GET", "HEAD"):
            response.status_code = 307
        return response


def _may_know_of(user: User, person_ids: list[int]) -> bool:
    people = people_visible_to(user).filter(pk__in=person_ids)
    return all(may_know_of_child(user, person) for person in people) and len(people) == len(set(person_ids))
