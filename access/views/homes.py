"""Where workers live: kept as a fingerprint, shown to nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from access import services
from access.forms import HomeForm
from access.policies import check_may_open_homes
from access.queries import homes as all_homes
from access.queries import worker_for
from staff.policies import check_may
from staff.roles import Permission
from ui.forms import GovForm
from ui.views import FormPage


@never_cache
@require_safe
def homes(request: HttpRequest) -> HttpResponse:
    """Of which workers an address is kept."""
    check_may(request.user, Permission.KEEP_ACCOUNTS)
    return render(request, "access/homes.html", {"people": all_homes()})


class KeepHome(FormPage):
    form_class = HomeForm
    heading = "Home address"
    intro = (
        "It is used for one thing: to notice when somebody opens the record of a child at their own address. "
        "Nobody can read it again, not even the administrator: only a fingerprint of it is kept."
    )
    submit_text = "Keep it"
    success_message = "The address is kept, as a fingerprint."

    def load(self) -> None:
        self.worker = worker_for(self.kwargs["pk"])
        check_may_open_homes(self.request.user, self.worker)
        self.caption = str(self.worker)
        keeps = self.request.user.may(Permission.KEEP_ACCOUNTS)
        self.cancel_url = reverse("worker-homes") if keeps else reverse("account")

    def save(self, form: GovForm) -> str:
        services.keep_home(user=self.worker, by=self.request.user, **form.cleaned_data)
        return self.cancel_url
