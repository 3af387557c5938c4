"""What a simulated department holds, without the numbers of its rows: the same for the same seed."""

import hashlib
from collections.abc import Iterable
from typing import Any

from audit.models import Event
from casework.models import Assessment, CaseNote, ChildInNeedPlan, Document, NeedEpisode, PlanReview, Visit
from people.models import Address, Person, PhoneUse, Relationship, Residence, VehicleUse
from referrals.models import Contact, EarlyHelpAssessment, PartnerCheck, Referral, ThresholdDecision
from safeguarding.models import ChildProtectionPlan, Conference, CoreGroup, Section47Enquiry, StrategyDiscussion
from staff.models import Alert, Allocation, Restriction, User
from timescales.models import Clock

COLUMNS: list[tuple[Any, list[str]]] = [
    (User, ["username", "last_name", "role", "team__name"]),
    (Person, ["forename", "surname", "date_of_birth", "sex", "ethnicity", "nhs_number", "upn", "is_child"]),
    (Relationship, ["from_person__surname", "from_person__forename", "to_person__forename", "kind"]),
    (Address, ["line1", "postcode"]),
    (Residence, ["person__forename", "address__line1", "from_on", "to_on"]),
    (PhoneUse, ["person__forename", "phone__number"]),
    (VehicleUse, ["person__forename", "vehicle__registration"]),
    (Contact, ["received_at", "logged_at", "source", "concern", "consent", "urgency", "logged_by__username"]),
    (ThresholdDecision, ["decided_at", "outcome", "reason", "decided_by__username", "history_shown"]),
    (PartnerCheck, ["asked_at", "answered_at", "answer_kind", "answer", "agency__name"]),
    (Referral, ["received_on", "decision", "decided_at", "team__name"]),
    (EarlyHelpAssessment, ["started_on", "closed_on", "end", "agency__name"]),
    (NeedEpisode, ["referral_date", "closed_on", "closure_reason", "primary_need"]),
    (Assessment, ["counts_from", "analysis", "outcome", "submitted_at", "authorised_at", "author__username"]),
    (Visit, ["booked_for", "took_place_at", "account", "worker__username"]),
    (ChildInNeedPlan, ["started_on", "ended_on", "summary"]),
    (PlanReview, ["held_on", "progress", "decision"]),
    (StrategyDiscussion, ["held_at", "concern", "chaired_by__username"]),
    (Section47Enquiry, ["discussion__held_at", "kind", "outcome", "authorised_at", "findings"]),
    (Conference, ["kind", "starts_at", "room__name", "chair__username", "held_on", "quorate"]),
    (ChildProtectionPlan, ["started_on", "category", "ended_on", "previous_plans"]),
    (CoreGroup, ["held_on", "progress"]),
    (CaseNote, ["happened_at", "text", "written_by__username"]),
    (Document, ["title", "sha256", "uploaded_at"]),
    (Allocation, ["child__forename", "team__name", "worker__username", "role", "from_on", "to_on"]),
    (Restriction, ["reason", "from_on"]),
    (Clock, ["rule_id", "started_at", "due_at", "stopped_at", "lapsed"]),
    (Alert, ["user__username", "kind", "text", "raised_at", "read_at"]),
    (Event, ["kind", "summary", "actor_name", "occurred_at", "recorded_at"]),
]


def digest() -> dict[str, str]:
    """One fingerprint for each kind of row, so that a difference says where it is."""
    return {model.__name__: _fingerprint(model.objects.values_list(*names)) for model, names in COLUMNS}


def _fingerprint(rows: Iterable[tuple]) -> str:
    listed = sorted(repr(row) for row in rows)
    return f"{len(listed)} {hashlib.sha256(repr(listed).encode()).hexdigest()[:16]}"
