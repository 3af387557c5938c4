"""What every page of a child's case has in common."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from people.models import Child
from staff.policies import check_may, child_for
from staff.roles import Permission
from ui.views import FormPage


def first_name(child: Child) -> str:
    """What the child is called: Maisie."""
    return child.known_as or child.forename or child.name


def child_url(name: str, child: Child, *more: int) -> str:
    """A page of the child's record; the record's first page where that one is not installed."""
    try:
        return reverse(name, args=[child.pk, *more])
    except NoReverseMatch:
        return f"/children/{child.pk}/"


def show(request: HttpRequest, template: str, child: Child, tab: str, **names: Any) -> HttpResponse:
    """A page of the record under the child's header."""
    names = {"child": child, "name": first_name(child), "tab": tab, **names}
    names.setdefault("may_write", request.user.may(Permission.WRITE_RECORD))
    return render(request, template, names)


@method_decorator(never_cache, name="dispatch")
class ChildForm(FormPage):
    """A form about one child. `page` is what the log says was opened, `tab` the record's page that it belongs to."""

    template_name = "casework/child_form.html"
    page: ClassVar[str] = ""
    tab: ClassVar[str] = ""
    permission: ClassVar[Permission] = Permission.WRITE_RECORD
    back: ClassVar[str] = ""
    child: Child

    def load(self) -> HttpResponse | None:
        self.child = child_for(self.request.user, self.kwargs["child_pk"], page=self.page)
        check_may(self.request.user, self.permission)
        self.cancel_url = child_url(self.back, self.child) if self.back else ""
        return self.begin()

    def begin(self) -> HttpResponse | None:
        """Fetch what else the page is about, through the child."""
        return None

    def check(self, check: Callable[..., None], *args: Any, otherwise: str) -> HttpResponse | None:
        """May it be done now? One who comes too late to see the form is sent elsewhere with the sentence.

        One who has typed already is answered by the service, on the form, so that no word is lost.
        """
        try:
            check(*args)
        except ValidationError as refusal:
            if self.request.method == "POST":
                return None
            messages.info(self.request, " ".join(refusal.messages))
            return HttpResponseRedirect(otherwise)
        return None

    def get_context(self) -> Mapping[str, Any]:
        return {"child": self.child, "name": first_name(self.child), "tab": self.tab}

    def back_url(self) -> str:
        return child_url(self.back, self.child)
