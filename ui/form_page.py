"""A page with one form, so that another room's view is a few lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views import View

from ui import drafts, rows, services, versions
from ui.forms import GovForm
from ui.models import Draft
from ui.posting import Kept, posted_fingerprint, posted_lists, posted_page, posted_seen, posted_token


class FormPage(View):
    """A form from first sight to saved record. A room writes what is particular to it:

        class RecordVisit(FormPage):
            form_class = VisitForm
            heading = "Record a visit"
            submit_text = "Save visit"
            success_message = "Visit saved."

            def load(self):
                self.child = child_for(self.request.user, self.kwargs["pk"], page="record a visit")
                self.caption = self.child.name

            def draft_key(self):
                return f"visit:{self.child.pk}"

            def save(self, form):
                services.record_visit(by=self.request.user, child=self.child, **form.cleaned_data)
                return reverse("child", args=[self.child.pk])

    The page does the rest: it fills the form from the draft, handles one sending once, runs `save` in a transaction,
    drops the draft when it has become a record, and gives the form back with everything typed when the service
    refuses (ValidationError: 422; PermissionDenied: 403) or somebody else has saved meanwhile (409).

    To change a record, let `get_record` return it (it needs an integer `version`, which the service raises by one) and
    `get_initial` its present answers. `self.record` is locked and fresh when `save` runs.
    """

    form_class: type[GovForm]
    template_name = "ui/form_page.html"
    heading = ""
    caption = ""
    intro = ""
    submit_text = "Save"
    submit_kind = ""
    cancel_url = ""
    success_message = ""
    http_method_names = ["get", "post", "head", "options"]

    request: HttpRequest
    record: Any = None

    # What a room fills in

    def load(self) -> HttpResponse | None:
        """Called first on every request: find the child, check the policy, set what the other methods need.

        A response returned here is sent instead of the page.
        """
        return None

    def get_record(self) -> Any:
        """The record that this form changes, or None when it makes a new one."""
        return None

    def get_initial(self) -> Mapping[str, Any]:
        """The record's present answers by field name, or what can be offered without typing."""
        return {}

    def answers_at(self, version: int) -> Mapping[str, Any] | None:
        """The record's answers in the version that the form was opened with, by field name; None when nobody can tell.

        With them, a question that this person left alone takes what somebody else saved meanwhile, so that sending
        the form again puts back nothing that is old.
        """
        return None

    def get_form_kwargs(self) -> Mapping[str, Any]:
        """Extra arguments for the form, such as lists to choose from."""
        return {}

    def get_context(self) -> Mapping[str, Any]:
        """Extra names for the template."""
        return {}

    def get_heading(self) -> str:
        return self.heading

    def breadcrumbs(self) -> Sequence[tuple[str, str]]:
        """(text, address) from the top down, without this page."""
        return []

    def draft_key(self) -> str:
        """Under which name unsent words are kept: "visit:12". Empty: they are not kept."""
        return ""

    def save(self, form: GovForm) -> str:
        """Call the service; return the address to go on to."""
        raise NotImplementedError

    # What the page does

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        elsewhere = self.load()
        if elsewhere is not None:
            return elsewhere
        self.record = self.get_record()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self._unbound(drafts.open_draft(request.user, self.draft_key())))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pressed = rows.after_button(posted_lists(request), self.form_class.rows)
        form = self.form_class(request.POST, request.FILES, **self._initial(), **self.get_form_kwargs())
        if pressed is not None:
            return self.show(self._unbound(Kept(pressed, form.version)))
        earlier = services.handled(user=request.user, token=posted_token(request)) if posted_token(request) else None
        if earlier:
            return self._again(form, earlier.fingerprint, earlier.result_url)
        if not form.is_valid():
            return self.show(form, status=422)
        return self._save(form)

    def show(self, form: GovForm, status: int = 200, **context: Any) -> HttpResponse:
        """The page with this form. What was typed and refused is kept as a draft as well."""
        key = self.draft_key()
        kept = self._keep(key, form) if key and self.request.method == "POST" else form.draft
        names = {
            "form": form,
            "page": self,
            "heading": self.get_heading(),
            "caption": self.caption,
            "intro": self.intro,
            "submit_text": self.submit_text,
            "submit_kind": self.submit_kind,
            "cancel_url": self.cancel_url,
            "breadcrumbs": self.breadcrumbs(),
            "draft_key": key,
            "draft_restored": form.draft if key else None,
            "draft_seen": getattr(kept, "saved_at", None),
            "others_writing": drafts.others_writing(self.request.user, key) if key else [],
            **self.get_context(),
            **context,
        }
        return render(self.request, self.template_name, names, status=status)

    def _save(self, form: GovForm) -> HttpResponse:
        user, token, key = self.request.user, posted_token(self.request), self.draft_key()
        try:
            with transaction.atomic():
                if key:
                    drafts.one_at_a_time(user, key)
                mark = posted_fingerprint(self.request)
                if token and not services.claim_token(user=user, token=token, fingerprint=mark):
                    earlier = services.handled(user=user, token=token)
                    return self._again(form, earlier.fingerprint, earlier.result_url) if earlier else self.show(form)
                if hasattr(self.record, "version"):
                    self.record = versions.locked(self.record)
                    if versions.stale(form, self.record):
                        raise _OvertakenError
                url = self.save(form)
                if key:
                    drafts.discard_draft(
                        user=user, key=key, page=posted_page(self.request), seen_at=posted_seen(self.request)
                    )
                if token:
                    services.finish_token(user=user, token=token, url=url)
        except _OvertakenError:
            return self._stale(form)
        except PermissionDenied as refusal:
            form.put_back(ValidationError(str(refusal) or "You may not do this."))
            return self.show(form, status=403)
        except ValidationError as refusal:
            form.put_back(refusal)
            return self.show(form, status=422)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(url)

    def _stale(self, form: GovForm) -> HttpResponse:
        """Show what the other person saved; the same form sent again then goes through."""
        before = self.answers_at(form.version) if form.version is not None else None
        if before is not None:
            posted: Any = versions.with_theirs(self.request.POST, form, before, self.get_initial())
            self.request.POST = posted
            form = self.form_class(posted, self.request.FILES, **self._initial(), **self.get_form_kwargs())
        found = versions.differences(form, self.get_initial())
        form.version = self.record.version
        return self.show(form, status=409, differences=found, is_stale=True)

    def _again(self, form: GovForm, fingerprint: str, url: str) -> HttpResponse:
        """The same sending once more leads where the first led; other words on an old page are asked about."""
        if url and fingerprint in ("", posted_fingerprint(self.request)):
            return HttpResponseRedirect(url)
        return self.show(form, status=409, saved_before=True, saved_before_url=url)

    def _unbound(self, draft: Any) -> GovForm:
        version = draft.base_version if draft else None
        if version is None:
            version = getattr(self.record, "version", None)
        return self.form_class(draft=draft, version=version, **self._initial(), **self.get_form_kwargs())

    def _initial(self) -> dict[str, Any]:
        return {"initial": dict(self.get_initial())}

    def _typed(self, form: GovForm) -> Mapping[str, list[str]]:
        return posted_lists(self.request) if form.is_bound or form.draft is None else form.draft.data

    def _keep(self, key: str, form: GovForm) -> Draft | None:
        try:
            return drafts.save_draft(
                user=self.request.user,
                key=key,
                data=self._typed(form),
                base_version=form.version,
                title=self.get_heading(),
                url=self.request.get_full_path(),
                page=posted_page(self.request),
                seen_at=posted_seen(self.request),
            )
        except ValidationError:
            return None


class _OvertakenError(Exception):
    """Somebody saved the record after this form was opened."""
