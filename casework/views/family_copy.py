"""Handing out the family's copy of an assessment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from casework.family_copy import family_copy
from casework.views.assessment import chosen
from casework.views.pages import child_page, first_name
from people.models import Child


@child_page("assessment, the family's copy")
def assessment_pdf(request: HttpRequest, child: Child, pk: int | None = None) -> HttpResponse:
    """The PDF; `?without=child_words` leaves out what the child said."""
    found = chosen(child, pk)
    if found is None:
        raise Http404
    name = first_name(child)
    pdf = family_copy(found, name, without=request.GET.getlist("without"))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "child"}-assessment.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
