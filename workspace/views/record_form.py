"""What every form on a child's record has in common."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse

from people.models import Child
from staff.policies import check_may, child_for
from staff.roles import Permission
from ui.views import FormPage


class RecordForm(FormPage):
    """A form on a child's record. The child comes through the gate; only those who do this kind of work get a form."""

    template_name = "workspace/record_form.html"
    permission = Permission.WRITE_RECORD
    # As it stands in the log of openings.
    page = ""
    # Where to go back to: the name of one of the child's own pages.
    back = "child"
    back_text = ""
    child: Child

    def load(self) -> HttpResponse | None:
        user = self.request.user
        self.child = child_for(user, self.kwargs["child_pk"], page=self.page)
        check_may(user, self.permission)
        self.caption = self.child.name
        self.cancel_url = self.url_back()
        return self.find()

    def find(self) -> HttpResponse | None:
        """Fetch what else the page is about, through the child."""
        return None

    def url_back(self) -> str:
        return reverse(self.back, args=[self.child.pk])

    def breadcrumbs(self) -> Sequence[tuple[str, str]]:
        record = (self.child.name, reverse("child", args=[self.child.pk]))
        return [record] if self.back == "child" else [record, (self.back_text, self.url_back())]

    def draft_key(self) -> str:
        """One draft for a person and an address: "child:12:address"."""
        parts = [str(value) for name, value in self.kwargs.items() if name != "child_pk"]
        return ":".join(["child", str(self.child.pk), self.page.replace(" ", "-"), *parts])

    def get_context(self) -> dict[str, object]:
        return {"child": self.child}
