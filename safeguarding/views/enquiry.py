"""The section 47 enquiry: read, written, handed in, decided on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.due import due_words
from casework.policies import allowed
from casework.queries import answers_at
from casework.views.pages import child_url, show
from safeguarding import queries, services
from safeguarding.forms.enquiry import DecideEnquiryForm, EnquiryForm, HandInForm
from safeguarding.models import Section47Enquiry
from safeguarding.policies import check_can_decide_on_enquiry, check_can_write_enquiry
from safeguarding.views.protection import Protecting
from staff.policies import child_for
from staff.roles import Permission
from timescales.queries import clocks_of
from ui.forms import GovForm

FIELDS = tuple(EnquiryForm.base_fields)


@never_cache
@require_safe
def enquiry(request: HttpRequest, child_pk: int, pk: int) -> HttpResponse:
    child = child_for(request.user, child_pk, page="section 47 enquiry")
    found = queries.enquiry_of(child, pk)
    clock = clocks_of("section47_enquiry", found.pk).first()
    names = {
        "enquiry": found,
        "due": due_words(clock, "Held"),
        "may_change": not found.submitted_at and allowed(check_can_write_enquiry, request.user, found),
        "may_decide": allowed(check_can_decide_on_enquiry, request.user, found),
        "interviews": found.interviews.all(),
    }
    return show(request, "safeguarding/enquiry.html", child, "protection", **names)


class AboutEnquiry(Protecting):
    """A form about one enquiry."""

    enquiry: Section47Enquiry
    permission = Permission.WRITE_ASSESSMENT

    def begin(self) -> HttpResponse | None:
        self.enquiry = queries.enquiry_of(self.child, self.kwargs["pk"])
        return None

    def back_url(self) -> str:
        return child_url("enquiry", self.child, self.enquiry.pk)


class EnquiryEdit(AboutEnquiry):
    form_class = EnquiryForm
    heading = "Section 47 enquiry"
    submit_text = "Save enquiry"
    success_message = "Enquiry saved."
    page = "section 47 enquiry, to write"

    def get_record(self) -> Section47Enquiry:
        return self.enquiry

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in FIELDS}

    def answers_at(self, version: int) -> dict[str, Any] | None:
        return answers_at(self.record, version, FIELDS)

    def draft_key(self) -> str:
        return f"enquiry:{self.enquiry.pk}"

    def save(self, form: GovForm) -> str:
        services.save_section47_enquiry(enquiry=self.enquiry, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class EnquirySubmit(AboutEnquiry):
    form_class = HandInForm
    heading = "Hand in the enquiry"
    submit_text = "Hand in"
    success_message = "Handed in."
    page = "section 47 enquiry, to hand in"
    intro = "Your manager reads it and decides."

    def save(self, form: GovForm) -> str:
        services.submit_section47_enquiry(enquiry=self.enquiry, by=self.request.user)
        return self.back_url()


class EnquiryDecide(AboutEnquiry):
    form_class = DecideEnquiryForm
    heading = "Decide on the enquiry"
    submit_text = "Save decision"
    page = "section 47 enquiry, to decide on"
    permission = Permission.AUTHORISE

    def draft_key(self) -> str:
        return f"enquiry-decide:{self.enquiry.pk}"

    def save(self, form: GovForm) -> str:
        if form.cleaned_data["answer"] == "authorise":
            services.conclude_section47_enquiry(enquiry=self.enquiry, by=self.request.user)
        else:
            because = form.cleaned_data["because"]
            services.return_section47_enquiry(enquiry=self.enquiry, because=because, by=self.request.user)
        return self.back_url()
