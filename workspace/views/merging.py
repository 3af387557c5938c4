"""Is this the same person as …? Both records side by side, merged at once, and taken apart again."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.merging import compare_records
from people.merging.merge import OUT_OF_DATE
from people.merging.since import changed_facts, names_before, written_since
from people.merging.unmerge import check_can_be_unmerged
from people.models import Person, PersonMerge
from staff.merging import (
    check_can_merge,
    likely_duplicates_for,
    merge_into,
    merge_records,
    merges_of,
    person_wholly_for,
    set_pair_aside,
    unmerge_records,
)
from staff.policies import check_may, child_for
from staff.roles import Permission
from ui.forms import GovForm
from ui.views import FormPage
from workspace.forms.merging import MergeForm, NotSameForm, UnmergeForm
from workspace.queries.duplicates import kept_under_the_old_number, likely_same, moved_by_kind, pair_of

A_PAGE = 25


class OfPerson:
    """The record that a page is about: a child by the gate, an adult where all of her children are open."""

    kwargs: dict[str, Any]
    request: HttpRequest
    for_adults: ClassVar[bool] = False

    def the_person(self, name: str = "", page: str = "") -> Person:
        """Whoever may not see the child is told of no such child; whoever may, and does not merge, is told so."""
        user = self.request.user
        if self.for_adults:
            check_may(user, Permission.MERGE_RECORDS)
            return person_wholly_for(user, self.kwargs[name or "person_pk"])
        child = child_for(user, self.kwargs[name or "child_pk"], page=page)
        check_may(user, Permission.MERGE_RECORDS)
        return child

    def url(self, name: str, *args: int) -> str:
        return reverse(f"adult-{name}" if self.for_adults else name, args=args)

    def home_of(self, person: Person) -> str:
        return reverse("duplicates") if self.for_adults else reverse("child", args=[person.pk])


@method_decorator(never_cache, name="dispatch")
class SamePerson(OfPerson, View):
    """Whom the record may be the same as: found by its own facts, or by a search."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        person = self.the_person(page="is this the same person as")
        text = request.GET.get("q", "").strip()[:200]
        likely = likely_same(request.user, person, text)
        names = {
            "child": person,
            "tab": "child",
            "text": text,
            "found": [(one, self.url("merge", person.pk, one.person.pk)) for one in likely],
            "merges": list(merges_of(person)),
            "undo": {merge.pk: self.url("unmerge", person.pk, merge.pk) for merge in merges_of(person).live()},
        }
        return render(request, "workspace/same_person.html", names)


@method_decorator(never_cache, name="dispatch")
class MergeRecords(OfPerson, FormPage):
    """Side by side, field by field; then it is done."""

    form_class = MergeForm
    template_name = "workspace/merge.html"
    heading = "Are these one person?"
    submit_text = "Merge the two records"
    submit_kind = "warning"
    success_message = "The two records are one. Both numbers go on working."

    def load(self) -> HttpResponse | None:
        self.person = self.the_person(page="merge, to compare")
        self.other = self.the_person("other_pk", page="merge, to compare")
        check_can_merge(self.request.user, self.person, self.other)
        if self.person.pk == self.other.pk:
            messages.info(self.request, "This is one record already: the other number leads here.")
            return HttpResponseRedirect(self.home_of(self.person))
        if self.other.is_child and not self.person.is_child:
            return HttpResponseRedirect(reverse("merge", args=[self.other.pk, self.person.pk]))
        self.caption = f"{self.person.name} and {self.other.name}"
        self.cancel_url = self.url("same-person", self.person.pk)
        self.comparison = compare_records(self.person, self.other)
        return None

    def get_form_kwargs(self) -> Mapping[str, Any]:
        return {"comparison": self.comparison}

    def get_context(self) -> Mapping[str, Any]:
        swap = not (self.person.is_child and not self.other.is_child)
        return {
            "child": self.person,
            "tab": "child",
            "other": self.other,
            "comparison": self.comparison,
            "swap_url": self.url("merge", self.other.pk, self.person.pk) if swap else "",
        }

    def save(self, form: GovForm) -> str:
        try:
            merge_records(
                survivor=self.person,
                absorbed=self.other,
                reason=form.cleaned_data["reason"],
                choices=form.choices(),
                mark=form.cleaned_data["mark"],
                by=self.request.user,
            )
        except ValidationError as refusal:
            raise self._readable(refusal, form) from refusal
        return self.home_of(self.person)

    def _readable(self, refusal: ValidationError, form: GovForm) -> ValidationError:
        """Beside its box where there is one. A page out of date is shown afresh and can be sent again."""
        problems = getattr(refusal, "error_dict", None)
        if problems is None:
            return refusal
        if OUT_OF_DATE in problems:
            afresh = form.data.copy()
            afresh["mark"] = self.comparison.mark
            form.data = afresh
            return ValidationError(
                "One of the two records has changed since you opened this page. Look at them again, then merge."
            )
        if set(problems) <= set(form.fields):
            return refusal
        return ValidationError([message for messages in refusal.message_dict.values() for message in messages])


@method_decorator(never_cache, name="dispatch")
class UnmergeRecords(OfPerson, FormPage):
    """What came from which, what was written since, and where each of that goes."""

    form_class = UnmergeForm
    template_name = "workspace/unmerge.html"
    heading = "Take the two records apart"
    submit_text = "Make them two records again"
    submit_kind = "warning"
    success_message = "They are two records again."
    merge: PersonMerge

    def load(self) -> HttpResponse | None:
        self.person = self.the_person(page="merge, to take apart")
        merge = merge_into(self.person, self.kwargs["pk"])
        if merge is None:
            raise Http404
        self.merge = merge
        self.caption = " and ".join(names_before(merge))
        self.cancel_url = self.url("same-person", self.person.pk)
        return self._not_now()

    def _not_now(self) -> HttpResponse | None:
        """Whoever comes before or after the time is told why; whoever has pressed the button is told by the service."""
        if self.request.method == "POST":
            return None
        try:
            check_can_be_unmerged(self.merge, self.merge.survivor)
        except ValidationError as refusal:
            messages.info(self.request, " ".join(refusal.messages))
            return HttpResponseRedirect(self.cancel_url)
        return None

    def get_form_kwargs(self) -> Mapping[str, Any]:
        return {
            "merge": self.merge,
            "rows": written_since(self.merge),
            "facts": changed_facts(self.merge, self.merge.survivor),
        }

    def get_context(self) -> Mapping[str, Any]:
        return {
            "child": self.person,
            "tab": "child",
            "merge": self.merge,
            "moved": moved_by_kind(self.merge),
            "kept": kept_under_the_old_number(self.merge),
        }

    def save(self, form: GovForm) -> str:
        done = unmerge_records(
            merge=self.merge, reason=form.cleaned_data["reason"], choices=form.choices(), by=self.request.user
        )
        if done.left_as_it_is:
            self.success_message = f"They are two records again. {'. '.join(done.left_as_it_is)}."
        return self.home_of(self.merge.survivor)


class SameAdult(SamePerson):
    for_adults = True


class MergeAdults(MergeRecords):
    for_adults = True


class UnmergeAdults(UnmergeRecords):
    for_adults = True


@never_cache
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one person, among those whom the reader sees wholly."""
    check_may(request.user, Permission.MERGE_RECORDS)
    page = Paginator(likely_duplicates_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/duplicates.html", {"page": page})


@method_decorator(never_cache, name="dispatch")
class NotTheSame(FormPage):
    """Somebody looked: they are two people, and the list does not show them again."""

    form_class = NotSameForm
    heading = "They are two people"
    submit_text = "Take the pair off the list"
    success_message = "The pair is off the list."

    def load(self) -> HttpResponse | None:
        check_may(self.request.user, Permission.MERGE_RECORDS)
        self.pair = pair_of(self.request.user, self.kwargs["pk"])
        if self.pair is None:
            raise Http404
        self.caption = f"{self.pair.one.name} and {self.pair.other.name}"
        self.cancel_url = reverse("duplicates")
        return None

    def save(self, form: GovForm) -> str:
        set_pair_aside(pair=self.pair, because=form.cleaned_data["because"], by=self.request.user)
        return reverse("duplicates")
