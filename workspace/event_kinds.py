"""The kinds of event in a chronology: under which heading each is found, and which matter by themselves."""

from typing import NamedTuple


class Group(NamedTuple):
    name: str
    kinds: frozenset[str]


GROUPS: dict[str, Group] = {
    "front-door": Group(
        "Contacts and referrals",
        frozenset(
            {"contact", "contact_decided", "urgency_changed", "check_asked", "check_answered", "referral_declined"}
        ),
    ),
    "early-help": Group("Early help", frozenset({"early_help_started", "early_help_changed", "early_help_ended"})),
    "case": Group(
        "The case",
        frozenset(
            {
                "case_opened",
                "case_closed",
                "given_to_team",
                "allocated",
                "allocation_ended",
                "late_reason_given",
                "local_timescale_set",
            }
        ),
    ),
    "assessment": Group(
        "Assessments",
        frozenset(
            {
                "assessment_started",
                "assessment_assigned",
                "assessment_copied",
                "assessment_saved",
                "assessment_checkpoint",
                "assessment_submitted",
                "assessment_returned",
                "assessment_authorised",
            }
        ),
    ),
    "visit": Group("Visits", frozenset({"visit_booked", "visit_address_changed", "visit_recorded", "visit_cancelled"})),
    "plan": Group(
        "Plans",
        frozenset(
            {
                "plan_started",
                "plan_changed",
                "plan_outcome_added",
                "plan_outcome_reached",
                "plan_actions_added",
                "plan_action_done",
                "plan_reviewed",
                "plan_ended",
            }
        ),
    ),
    "protection": Group(
        "Child protection",
        frozenset(
            {
                "strategy_discussion_held",
                "strategy_discussion_corrected",
                "section47_started",
                "section47_saved",
                "section47_submitted",
                "section47_returned",
                "section47_concluded",
                "interview_planned",
                "interview_held",
                "immediate_protection_began",
                "immediate_protection_extended",
                "immediate_protection_ended",
                "transfer_in",
                "conference_booked",
                "conference_postponed",
                "conference_cancelled",
                "conference_held",
                "conference_corrected",
                "conference_minutes_sent",
                "protection_plan_started",
                "protection_plan_changed",
                "protection_category_changed",
                "protection_outcome_added",
                "protection_action_done",
                "protection_plan_ended",
                "core_group_held",
            }
        ),
    ),
    "note": Group(
        "Notes and documents",
        frozenset({"case_note", "case_note_corrected", "document_added", "document_withdrawn"}),
    ),
    "family": Group(
        "Family and home",
        frozenset(
            {
                "person_recorded",
                "child_record_begun",
                "person_corrected",
                "name_added",
                "birth_recorded",
                "death_recorded",
                "home_changed",
                "address_recorded",
                "relationship_changed",
                "adult_to_identify",
                "adult_identified",
                "adult_to_identify_closed",
                "phone_recorded",
                "phone_used",
                "phone_stopped",
                "vehicle_recorded",
                "vehicle_used",
                "vehicle_stopped",
                "record_withdrawn",
                "records_merged",
                "records_unmerged",
            }
        ),
    ),
    "access": Group(
        "Who may open the record",
        frozenset(
            {
                "opened_with_reason",
                "opening_answered",
                "record_restricted",
                "restriction_changed",
                "restriction_reviewed",
                "restriction_lifted",
                "worker_barred",
                "bar_lifted",
                "blind_match_answered",
                "odd_access_answered",
            }
        ),
    ),
    "programs": Group("Programs", frozenset({"token_made", "token_collected", "token_withdrawn"})),
}

# What a court, a review or a new worker asks for first. A worker's mark says otherwise where it must.
SIGNIFICANT = frozenset(
    {
        "contact",
        "contact_decided",
        "referral_declined",
        "early_help_started",
        "early_help_ended",
        "case_opened",
        "case_closed",
        "assessment_authorised",
        "plan_started",
        "plan_reviewed",
        "plan_ended",
        "strategy_discussion_held",
        "section47_started",
        "section47_concluded",
        "interview_held",
        "immediate_protection_began",
        "immediate_protection_ended",
        "conference_held",
        "protection_plan_started",
        "protection_category_changed",
        "protection_plan_ended",
        "birth_recorded",
        "death_recorded",
        "home_changed",
        "adult_identified",
        "records_merged",
        "records_unmerged",
    }
)

# A mark shows on the event that it marks.
LEFT_OUT = frozenset({"chronology_marked"})

# About accounts: on no child's chronology.
OF_NO_CHILD = frozenset(
    {
        "signed_in",
        "signed_out_everywhere",
        "account_opened",
        "account_unlocked",
        "password_changed",
        "second_factor_set_up",
        "second_factor_reset",
        "recovery_codes_made",
        "recovery_code_used",
        "council_identity_bound",
        "council_identity_unbound",
    }
)


def group_of(kind: str) -> str:
    """The heading for a kind of event; other where none is given."""
    return next((group.name for group in GROUPS.values() if kind in group.kinds), "Other")
