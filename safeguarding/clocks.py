"""The clocks that follow from this room's records. Each source answers for a whole batch of children at once."""

from django.db.models import Model
from django.urls import reverse

from safeguarding import models
from safeguarding.enquiry_clocks import conference_facts, immediate_facts, report_facts, transfer_facts
from safeguarding.plan_clocks import plan_facts
from timescales.sources import OfRecord, Whose, register_clock_source

ENQUIRY, TRANSFER, IMMEDIATE = "section47_enquiry", "transfer_in", "immediate_protection"
AT_CONFERENCE, PLAN = "conference_child", "protection_plan"


def register() -> None:
    register_clock_source(ENQUIRY, conference_facts, act_url=_protection, whose=_of(models.Section47Enquiry))
    register_clock_source(TRANSFER, transfer_facts, act_url=_protection, whose=_of(models.TransferIn))
    register_clock_source(IMMEDIATE, immediate_facts, act_url=_protection, whose=_of(models.ImmediateProtection))
    register_clock_source(AT_CONFERENCE, report_facts, act_url=_protection, whose=_of(models.ConferenceChild))
    register_clock_source(PLAN, plan_facts, act_url=_plan, whose=_of(models.ChildProtectionPlan))


def _of(model: type[Model]) -> Whose:
    """The children with such a record: few, and the nightly check asks about no others."""
    return lambda: model._default_manager.values_list("child_id", flat=True)


def _protection(clock: OfRecord) -> str:
    return reverse("protection", args=[clock.child_id])


def _plan(clock: OfRecord) -> str:
    return reverse("visits" if clock.rule_id == "cp.visit" else "protection-plan", args=[clock.child_id])
