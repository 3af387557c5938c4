"""Handing out the family's copy of an assessment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.family_copy import family_copy
from casework.paper import as_download
from casework.views.assessment import chosen
from casework.views.pages import first_name
from staff.policies import child_for


@never_cache
@require_safe
def assessment_pdf(request: HttpRequest, child_pk: int, pk: int | None = None) -> HttpResponse:
    """The PDF; `?without=child_words` leaves out what the child said."""
    child = child_for(request.user, child_pk, page="assessment, the family's copy")
    found = chosen(child, pk)
    if found is None:
        raise Http404
    name = first_name(child)
    pdf = family_copy(found, name, without=request.GET.getlist("without"))
    return as_download(pdf, f"{name} assessment")
