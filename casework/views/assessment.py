"""Reading an assessment, and writing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from casework import policies, queries, services
from casework.assessment_words import factor_words, parts_of
from casework.clocks import assessment_clock
from casework.due import due_words
from casework.forms.assessment import AssessmentForm, StartForm
from casework.models import Assessment
from casework.views.pages import ChildForm, first_name, show
from people.models import Child
from staff.models import User
from staff.policies import child_for
from staff.queries import open_lead_allocation, workers_of
from staff.roles import Permission
from ui import drafts
from ui.forms import GovForm
from ui.views import once
from ui.words import day

FIELDS = tuple(AssessmentForm.base_fields)


def chosen(child: Child, pk: int | None) -> Assessment | None:
    """The assessment that the address names: this one, or the current one where there is any."""
    return queries.assessment_of(child, pk) if pk else queries.current_assessment(child)


def page_of(assessment: Assessment) -> str:
    return reverse("assessment", args=[assessment.child_id, assessment.pk])


@never_cache
@require_safe
def assessment(request: HttpRequest, child_pk: int, pk: int | None = None) -> HttpResponse:
    """The assessment as it stands, its decisions, when it is due and why."""
    child = child_for(request.user, child_pk, page="assessment")
    found = chosen(child, pk)
    episode = queries.open_episode_for(child)
    may_start = bool(episode) and policies.allowed(policies.check_can_start_assessment, request.user, child)
    if found is None:
        return show(request, "casework/assessment.html", child, "assessment", assessment=None, may_start=may_start)
    every = list(queries.assessments_of(child))
    names = {
        **written_names(request.user, found),
        "others": [one for one in every if one.pk != found.pk],
        "may_start": may_start and not any(one.authorised_at is None for one in every),
        "siblings": _siblings(request.user, found),
    }
    return show(request, "casework/assessment.html", child, "assessment", **names)


def written_names(user: User, assessment: Assessment) -> dict[str, Any]:
    """What every page that shows the text of an assessment needs."""
    about = queries.about_child(assessment)
    clock = assessment_clock(assessment)
    return {
        "assessment": assessment,
        "parts": parts_of(assessment, first_name(assessment.child)),
        "factors": factor_words(assessment),
        "decisions": list(queries.decisions_of(assessment)),
        "about": about,
        "due": due_words(clock, done="Authorised"),
        "clock": clock,
        "may_edit": policies.allowed(policies.check_can_write_assessment, user, assessment),
        "may_submit": policies.allowed(policies.check_can_submit_assessment, user, assessment),
        "may_decide": policies.allowed(policies.check_can_return_assessment, user, assessment),
        "may_look_midway": policies.allowed(policies.check_can_look_midway, user, assessment),
    }


def _siblings(user: User, assessment: Assessment) -> list[Child]:
    if not policies.allowed(policies.check_can_write_assessment, user, assessment):
        return []
    return queries.siblings_with_assessment(user, assessment.child)


class AssessmentEdit(ChildForm):
    """The long form. It saves what there is, asks for nothing, and tells the later of two who write at once."""

    form_class = AssessmentForm
    template_name = "casework/assessment_edit.html"
    heading = "Write the assessment"
    submit_text = "Save"
    success_message = "Assessment saved."
    page = "assessment, to write"
    tab = "assessment"
    back = "assessment"
    permission = Permission.WRITE_ASSESSMENT
    assessment: Assessment

    def begin(self) -> HttpResponse | None:
        found = chosen(self.child, self.kwargs.get("pk"))
        if found is None:
            return show(self.request, "casework/assessment.html", self.child, self.tab, assessment=None)
        self.assessment = found
        self.cancel_url = page_of(found)
        check = policies.check_can_write_assessment
        return self.check(check, self.request.user, found, otherwise=page_of(found))

    def get_record(self) -> Assessment:
        return self.assessment

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in FIELDS}

    def answers_at(self, version: int) -> dict[str, Any] | None:
        return queries.answers_at(self.record, version, FIELDS)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"name": first_name(self.child)}

    def get_context(self) -> dict[str, Any]:
        about = queries.about_child(self.assessment)
        return {
            **super().get_context(),
            "assessment": self.assessment,
            "about": about,
            "due": due_words(assessment_clock(self.assessment)),
            "siblings": queries.siblings_with_assessment(self.request.user, self.child),
        }

    def draft_key(self) -> str:
        return draft_key(self.assessment)

    def save(self, form: GovForm) -> str:
        services.save_assessment(assessment=self.record, by=self.request.user, **form.cleaned_data)
        return page_of(self.assessment)


def draft_key(assessment: Assessment) -> str:
    """Under which name unsent words of this assessment are kept."""
    return f"assessment:{assessment.pk}"


class AssessmentStart(ChildForm):
    """A first assessment counts from the referral, a further one on an open case from today."""

    form_class = StartForm
    heading = "Start an assessment"
    submit_text = "Start assessment"
    success_message = "Assessment started."
    page = "assessment, to start"
    tab = "assessment"
    back = "assessment"

    def begin(self) -> HttpResponse | None:
        policies.check_can_start_assessment(self.request.user, self.child)
        self.episode = queries.open_episode_for(self.child)
        if self.episode is None:
            return show(self.request, "casework/assessment.html", self.child, self.tab, assessment=None)
        self.first = not queries.assessments_of(self.child).filter(episode=self.episode).exists()
        counts = f"from the referral of {day(self.episode.referral_date)}" if self.first else "from today"
        self.intro = f"The 45 working days count {counts}."
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.request.user.may(Permission.WRITE_ASSESSMENT):
            return {"workers": None}
        self.lead = open_lead_allocation(self.child)
        return {"workers": workers_of(self.lead.team if self.lead else self.request.user.team)}

    def get_initial(self) -> dict[str, Any]:
        lead = open_lead_allocation(self.child)
        return {"author": lead.worker_id if lead else None}

    def draft_key(self) -> str:
        return f"assessment-new:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        started = services.start_assessment(
            episode=self.episode,
            author=form.cleaned_data.get("author") or self.request.user,
            counts_from=self.episode.referral_date if self.first else timezone.localdate(),
            why_now=form.cleaned_data["why_now"],
            by=self.request.user,
        )
        return reverse("assessment-edit", args=[self.child.pk, started.pk])


@require_POST
def copy_from_sibling(request: HttpRequest, child_pk: int, pk: int, sibling_pk: int) -> HttpResponse:
    """Bring the family's sections over from a brother's or sister's assessment, into unsent words as well."""
    child = child_for(request.user, child_pk, page="assessment, to write")
    sibling = child_for(request.user, sibling_pk, page="assessment, to start another from")
    found = queries.assessment_of(child, pk)

    def do() -> str:
        copied = services.copy_from_sibling(assessment=found, sibling=sibling, by=request.user)
        _bring_into_draft(request.user, found, copied)
        return reverse("assessment-edit", args=[child.pk, found.pk])

    return once(request, do)


def _bring_into_draft(user: User, before: Assessment, after: Assessment) -> None:
    """Words begun and not sent stand over the record's: what was copied must stand in them too."""
    draft = drafts.open_draft(user, draft_key(after))
    if draft is None:
        return
    data = dict(draft.data)
    for name in services.FAMILY_WIDE:
        typed, copied = "".join(data.get(name, [])), getattr(after, name)
        if name in data and copied != getattr(before, name) and copied not in typed:
            data[name] = [f"{typed.strip()}\n\n{copied}".strip() if typed.strip() != getattr(before, name) else copied]
    version = after.version if draft.base_version == before.version else draft.base_version
    drafts.save_draft(
        user=user, key=draft.key, data=data, base_version=version, title=draft.title, url=draft.url, page=draft.page
    )
