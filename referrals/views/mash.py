"""Checks and decisions."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from referrals import queries, services
from referrals.codes import ContactOutcome, LawfulBasis
from referrals.forms.mash import AnswerForm, AskChecksForm, DecisionForm
from referrals.history import history_of
from referrals.models import ContactChild
from referrals.policies import check_can_decide, check_for, contact_child_for, contact_for
from staff.policies import check_may
from staff.roles import Permission
from timescales.queries import clocks_of
from ui.views import FormPage


class AskChecks(FormPage):
    """Ask several partners at once."""

    form_class = AskChecksForm
    heading = "Ask partners what they know"
    submit_text = "Ask them"
    success_message = "Asked. Each answer has its own time."

    def load(self) -> None:
        self.contact = contact_for(self.request.user, self.kwargs["pk"], page="ask partners")
        check_may(self.request.user, Permission.ASK_CHECKS)
        self.caption = ", ".join(row.child.name for row in queries.children_on(self.contact))
        self.cancel_url = reverse("contact", args=[self.contact.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"asked": queries.agencies_still_to_answer(self.contact)}

    def get_initial(self) -> dict[str, Any]:
        agreed = self.contact.consent == "given"
        return {"lawful_basis": LawfulBasis.CONSENT if agreed else LawfulBasis.PUBLIC_TASK}

    def save(self, form: AskChecksForm) -> str:
        data = form.cleaned_data
        for agency in data["agencies"]:
            services.ask_check(
                contact=self.contact,
                agency=agency,
                lawful_basis=data["lawful_basis"],
                question=data["question"],
                by=self.request.user,
            )
        return self.cancel_url


class AnswerCheck(FormPage):
    form_class = AnswerForm
    template_name = "referrals/check_answer.html"
    submit_text = "Save answer"
    success_message = "Answer saved."

    def load(self) -> None:
        self.check = check_for(self.request.user, self.kwargs["pk"])
        check_may(self.request.user, Permission.ASK_CHECKS)
        self.heading = f"Answer of {self.check.agency}"
        self.caption = ", ".join(row.child.name for row in queries.children_on(self.check.contact))
        self.cancel_url = reverse("contact", args=[self.check.contact_id])

    def draft_key(self) -> str:
        return f"check:{self.check.pk}"

    def get_context(self) -> dict[str, Any]:
        return {"check": self.check}

    def save(self, form: AnswerForm) -> str:
        services.answer_check(check=self.check, by=self.request.user, **form.cleaned_data)
        return self.cancel_url


class Decide(FormPage):
    """The decision, with the history in front of whoever takes it."""

    form_class = DecisionForm
    template_name = "referrals/decide.html"
    submit_text = "Record decision"

    def load(self) -> None:
        self.row = contact_child_for(self.request.user, self.kwargs["pk"], page="decision")
        self.heading = "Decide what happens next"
        self.caption = self.row.child.name
        self.cancel_url = reverse("contact", args=[self.row.contact_id])
        if self.request.method == "GET":
            check_may(self.request.user, Permission.DECIDE_CONTACT)

    def draft_key(self) -> str:
        return f"decision:{self.row.pk}"

    def others(self) -> QuerySet[ContactChild]:
        return queries.undecided_beside(self.request.user, self.row)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"others": self.others()}

    def get_context(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "contact": self.row.contact,
            "checks": queries.checks_on(self.row.contact),
            "history": history_of(self.row.child, seen_by=self.request.user, leave_out=self.row.contact_id),
            "clock": next(iter(clocks_of("contact_child", self.row.pk)), None),
            "decision": getattr(self.row, "decision", None),
        }

    def save(self, form: DecisionForm) -> str:
        check_can_decide(self.request.user, self.row)
        data = form.cleaned_data
        for row in [self.row, *data.get("also", [])]:
            services.decide_contact(
                contact_child=row,
                outcome=data["outcome"],
                reason=data["reason"],
                team=form.chosen_team() if data["outcome"] != ContactOutcome.EARLY_HELP else None,
                agency=data.get("agency"),
                lead_practitioner=data.get("lead_practitioner", ""),
                history_read=data["history_read"],
                told_to_referrer=data["told_to_referrer"],
                by=self.request.user,
            )
        waiting = queries.undecided_beside(self.request.user, self.row).first()
        if waiting:
            return reverse("contact-decide", args=[waiting.pk])
        return reverse("contact", args=[self.row.contact_id])
