"""Tokens of the API: an administrator makes and withdraws them; whoever owns one sees it, and collects its key."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staff.api_tokens import collect_token, last_day_allowed, make_token, token_of, tokens_for, withdraw_token
from staff.policies import check_may
from staff.queries import token_owners
from staff.roles import Permission
from ui.forms import GovForm
from ui.views import FormPage
from workspace.forms.tokens import NothingToSayForm, TokenForm, owner_words, titles

A_PAGE = 50
USUAL_DAYS = 180


@never_cache
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """All of them for an administrator, one's own for everybody else; the newest first."""
    page = Paginator(tokens_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    for token in page.object_list:
        token.scope_titles = titles(token.scopes)
        token.owner_words = owner_words(token.user)
        token.last_day = timezone.localdate(token.ends_at - timedelta(seconds=1))
    names = {"page": page, "may_make": request.user.may(Permission.MANAGE_TOKENS)}
    return render(request, "workspace/tokens.html", names)


@method_decorator(never_cache, name="dispatch")
class ShowsKey(FormPage):
    """A form whose answer shows a key once: it is in no session, draft or address, so nothing shows it again."""

    key = ""
    cancel_url = "/tokens/"

    def _save(self, form: GovForm) -> HttpResponse:
        answer = super()._save(form)
        if not self.key or answer.status_code != HttpResponseRedirect.status_code:
            return answer
        return render(self.request, "workspace/token_key.html", {"key": self.key, "token": self.token})

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [("API tokens", reverse("tokens"))]


class MakeToken(ShowsKey):
    form_class = TokenForm
    heading = "Make a token of the API"
    submit_text = "Make the token"

    def load(self) -> None:
        check_may(self.request.user, Permission.MANAGE_TOKENS)
        self.intro = f"A token works until {last_day_allowed():%-d %B %Y} at the longest."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"owners": token_owners()}

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": min(timezone.localdate() + timedelta(days=USUAL_DAYS), last_day_allowed())}

    def save(self, form: GovForm) -> str:
        self.token, self.key = make_token(by=self.request.user, **form.cleaned_data)
        if not self.key:
            self.success_message = f"The token is made. {self.token.user} has been told to collect it within a week."
        return reverse("tokens")


class CollectToken(ShowsKey):
    """For the owner alone. To anybody else there is no such page."""

    form_class = NothingToSayForm
    heading = "Collect a token of the API"
    submit_text = "Show the token"
    intro = "It is shown once, now. Have the place ready where your program keeps it."

    def load(self) -> None:
        self.token = token_of(self.request.user, self.kwargs["pk"])
        self.caption = self.token.name

    def save(self, form: GovForm) -> str:
        self.key = collect_token(token=self.token, by=self.request.user)
        self.token.refresh_from_db()
        return reverse("tokens")


class WithdrawToken(FormPage):
    form_class = NothingToSayForm
    heading = "Withdraw this token"
    submit_text = "Withdraw the token"
    submit_kind = "warning"
    success_message = "The token is withdrawn. It opens nothing any more."
    cancel_url = "/tokens/"

    def load(self) -> None:
        self.token = token_of(self.request.user, self.kwargs["pk"], of_others=True)
        self.caption = f"{self.token.name}, {owner_words(self.token.user)}"
        self.intro = (
            "The program that uses it is refused from then on. This cannot be undone, but a new one can be made."
        )

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [("API tokens", reverse("tokens"))]

    def save(self, form: GovForm) -> str:
        withdraw_token(token=self.token, by=self.request.user)
        return reverse("tokens")
