"""A child's record: who, held by whom, what is in force, what is due and why, what happened last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import as_known
from casework.header import is_restricted
from people.codes import Disability
from people.family_tree import tree_of
from staff.policies import child_for
from staff.roles import Permission
from workspace.policies import may_read_openings
from workspace.queries.family import addresses_of, family_with_reach
from workspace.queries.record import record_of


@never_cache
@require_safe
def child(request: HttpRequest, child_pk: int) -> HttpResponse:
    user = request.user
    subject = child_for(user, child_pk, page="record")
    names = {
        "child": subject,
        "tab": "child",
        "record": record_of(user, subject, as_known.now()),
        "disabilities": [str(Disability(code).label) for code in subject.disabilities],
        "may_write": user.may(Permission.WRITE_RECORD),
        "may_allocate": user.may(Permission.ALLOCATE),
        "may_read_openings": not as_known.moment_shown() and may_read_openings(user, subject),
        "may_merge": not as_known.moment_shown() and user.may(Permission.MERGE_RECORDS),
        "is_restricted": is_restricted(subject),
        "may_restrict": user.may(Permission.RESTRICT),
        "may_declare": user.may(Permission.OPEN_WITH_REASON),
    }
    return render(request, "workspace/child.html", names)


@never_cache
@require_safe
def family(request: HttpRequest, child_pk: int) -> HttpResponse:
    """Relatives with parental responsibility and dates, as a drawing and in words."""
    user = request.user
    subject = child_for(user, child_pk, page="family")
    found, relatives, reach = family_with_reach(user, subject)
    names = {
        "child": subject,
        "tab": "family",
        "family": found,
        "tree": tree_of(found, named_only={one.person.pk for one in relatives if not one.facts_open}),
        "relatives": relatives,
        "addresses": addresses_of(subject),
        "other_names": reach.names,
        "may_write": user.may(Permission.WRITE_RECORD),
        "may_merge": user.may(Permission.MERGE_RECORDS),
    }
    return render(request, "workspace/family.html", names)
