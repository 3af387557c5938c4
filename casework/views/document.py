"""A child's documents: listed, added, handed out, withdrawn."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework import queries, services
from casework.forms.note import DocumentForm, WithdrawDocumentForm
from casework.uploads import too_large, without_room
from casework.views.pages import ChildForm, child_url, show
from staff.policies import child_for
from ui.forms import GovForm

A_PAGE = 50


@never_cache
@require_safe
def documents(request: HttpRequest, child_pk: int) -> HttpResponse:
    """The list; the files themselves are opened one by one."""
    child = child_for(request.user, child_pk, page="documents")
    found = Paginator(queries.documents_of(child), A_PAGE).get_page(request.GET.get("page"))
    return show(request, "casework/documents.html", child, "documents", documents=found)


class DocumentAdd(ChildForm):
    """Add a file. A refused one leaves the title typed, and a sentence that says why."""

    form_class = DocumentForm
    heading = "Add a document"
    submit_text = "Add document"
    success_message = "Document added."
    page = "document, to add"
    tab = back = "documents"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "largest": settings.DOCUMENT_MAX_BYTES,
            "too_large": too_large(self.request),
            "without_room": without_room(self.request),
        }

    def draft_key(self) -> str:
        return f"document:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        typed = form.cleaned_data
        services.add_document(child=self.child, title=typed["title"], upload=typed["upload"], by=self.request.user)
        return child_url("documents", self.child)


@never_cache
@require_safe
def document_file(request: HttpRequest, child_pk: int, pk: int) -> FileResponse:
    """The file itself, always as a download and never as something the browser would run."""
    child = child_for(request.user, child_pk, page="document")
    found = queries.document_of(child, pk)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=found.file_name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class DocumentWithdraw(ChildForm):
    """Take a document from the record that does not belong there."""

    form_class = WithdrawDocumentForm
    heading = "Withdraw a document"
    submit_text = "Withdraw it"
    submit_kind = "warning"
    success_message = "Document withdrawn."
    page = "document, to withdraw"
    tab = back = "documents"

    def begin(self) -> HttpResponse | None:
        self.document = queries.document_of(self.child, self.kwargs["pk"])
        self.intro = f"“{self.document.title}” will no longer be handed out. That it was here stays in the record."
        return None

    def save(self, form: GovForm) -> str:
        services.withdraw_document(document=self.document, because=form.cleaned_data["because"], by=self.request.user)
        return child_url("documents", self.child)
