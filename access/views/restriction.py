"""A restricted record: whom it hides, who may know, until when."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from access import services
from access.clocks import latest_review
from access.forms import LiftForm, RestrictForm, ReviewForm, ShortListForm
from access.policies import family_on_record, may_keep
from access.queries import likely_to_be_named, restriction_of, restriction_page, workers
from access.services.newcomers import newcomers_to
from casework.views.pages import ChildForm, show
from staff.models import Restriction
from staff.policies import child_for
from staff.queries import open_lead_allocation
from staff.restrictions import check_may_keep, named_on, open_restriction_of
from staff.roles import Permission
from ui.forms import GovForm


@never_cache
@require_safe
def restriction(request: HttpRequest, child_pk: int) -> HttpResponse:
    """What restricts the record. Only those named come here: to the others there is no such child."""
    child = child_for(request.user, child_pk, page="restriction")
    found = restriction_page(restriction_of(child))
    names = {
        "found": found,
        "reviews": found.row.reviews.select_related("by"),
        "may_keep": may_keep(request.user, found.row),
        "newcomers": newcomers_to(found.row, request.user),
        "may_lift": may_keep(request.user, found.row) and request.user.may(Permission.RESTRICT),
    }
    return show(request, "access/restriction.html", child, "child", **names)


def review_hint() -> str:
    latest = latest_review()
    return f"Not later than {latest:%-d %B %Y}: the council’s own rule, not the law’s."


class RestrictionForm(ChildForm):
    """A form of the keeper's about an open restriction."""

    tab = "child"
    back = "restriction"
    restriction: Restriction

    def begin(self) -> HttpResponse | None:
        self.restriction = restriction_of(self.child)
        check_may_keep(self.request.user, self.restriction)
        return None


class Restrict(ChildForm):
    form_class = RestrictForm
    page = "restrict"
    tab = "child"
    back = "child"
    permission = Permission.RESTRICT
    heading = "Restrict this record"
    intro = "Nobody but those whom you name will see that there is such a record: in no list, search, match or figure."
    submit_text = "Restrict the record"
    submit_kind = "warning"
    success_message = "The record is restricted. Only those named see it now."

    def begin(self) -> HttpResponse | None:
        if open_restriction_of(self.child):
            return HttpResponseRedirect(reverse("restriction", args=[self.child.pk]))
        return None

    def get_initial(self) -> Mapping[str, Any]:
        held = open_lead_allocation(self.child)
        named = {self.request.user.pk} | {held.worker_id if held else None, held.team.manager_id if held else None}
        return {
            "named": [str(pk) for pk in named if pk],
            "others": [str(one.pk) for one in family_on_record(self.request.user, self.child)],
            "review_on": latest_review(),
            "keeper": str(self.request.user.pk),
        }

    def get_form_kwargs(self) -> Mapping[str, Any]:
        user = self.request.user
        return {
            "offered": likely_to_be_named(self.child, user),
            "everybody": workers(),
            "family": family_on_record(user, self.child),
            "review_hint": review_hint(),
        }

    def save(self, form: GovForm) -> str:
        services.hide_household(child=self.child, by=self.request.user, **form.for_service())
        return reverse("restriction", args=[self.child.pk])


class ShortList(RestrictionForm):
    form_class = ShortListForm
    page = "who may know of the record"
    heading = "Who may know of this record"
    submit_text = "Save"
    success_message = "Who may know of the record has been changed."

    def get_initial(self) -> Mapping[str, Any]:
        named = [str(user.pk) for user in named_on(self.restriction)]
        return {"named": named, "keeper": str(self.restriction.keeper_id or self.request.user.pk)}

    def get_form_kwargs(self) -> Mapping[str, Any]:
        ids = [user.pk for user in named_on(self.restriction)]
        likely = likely_to_be_named(self.child, self.request.user).values("pk")
        return {"offered": workers().filter(pk__in=ids) | workers().filter(pk__in=likely), "everybody": workers()}

    def save(self, form: GovForm) -> str:
        services.short_list(restriction=self.restriction, by=self.request.user, **form.for_service())
        if self.request.user not in named_on(self.restriction):
            return reverse("home")
        return self.back_url()


class Review(RestrictionForm):
    form_class = ReviewForm
    page = "review the restriction"
    heading = "Is the restriction still needed?"
    submit_text = "It goes on"
    success_message = "The restriction goes on. You will be asked again before the day that you named."

    def get_form_kwargs(self) -> Mapping[str, Any]:
        return {"review_hint": review_hint()}

    def get_initial(self) -> Mapping[str, Any]:
        return {"next_review_on": latest_review()}

    def save(self, form: GovForm) -> str:
        services.review(restriction=self.restriction, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class Lift(RestrictionForm):
    form_class = LiftForm
    page = "lift the restriction"
    permission = Permission.RESTRICT
    heading = "Lift the restriction"
    intro = "Everybody whom it hides is seen again by those whose role and team allow it."
    submit_text = "Lift the restriction"
    submit_kind = "warning"
    success_message = "The restriction is lifted."

    def save(self, form: GovForm) -> str:
        services.let_go(restriction=self.restriction, by=self.request.user, **form.cleaned_data)
        return reverse("child", args=[self.child.pk])
