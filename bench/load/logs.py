"""What was done and what was opened, alerts, restricted records and openings with a reason."""

from bench.load.staff import MEMBER, MEMBERS, TEAM_MANAGER, TEAMS
from bench.load.table import Table

# (kind, words, which rows, when, whose number)
EVENTS = (
    ("contact", "Contact from a school", "bench_child c", "received", "contact_child", "id"),
    ("contact_decided", "Decided: referral to social care", "bench_child c WHERE decided IS NOT NULL", "decided",
     "contact_child", "id"),
    ("case_opened", "Case opened", "bench_child c WHERE episode IS NOT NULL", "decided + interval '10 minutes'",
     "need_episode", "episode"),
    ("allocated", "Allocated to a worker", "bench_child c WHERE episode IS NOT NULL", "decided + interval '1 hour'",
     "allocation", "episode"),
    ("assessment_started", "Assessment started", "bench_child c WHERE episode IS NOT NULL",
     "(started + time '09:00')::timestamptz", "assessment", "episode"),
    ("assessment_authorised", "Assessment authorised", "bench_child c WHERE authorised IS NOT NULL",
     "(authorised + time '10:00')::timestamptz", "assessment", "episode"),
    ("plan_started", "Child in need plan started", "bench_child c WHERE planned IS NOT NULL",
     "(planned + time '11:00')::timestamptz", "child_in_need_plan", "episode"),
    ("visit_recorded", "Visit recorded: the child was seen",
     "bench_visit v JOIN bench_child c ON c.spell = v.spell WHERE NOT v.booked", "v.happened", "visit", "v.id"),
    ("case_closed", "Case closed", "bench_child c WHERE closed IS NOT NULL", "(closed + time '16:00')::timestamptz",
     "need_episode", "episode"),
)  # fmt: skip
RESTRICTED = 200


def load_events(table: Table) -> None:
    """Events in the words that the services write, so that every chronology has its lines."""
    for kind, words, rows, when, subject, number in EVENTS:
        table.insert(
            "audit_event", rows,
            kind=f"'{kind}'", child_id="c.child", summary=f"'{words}'", detail="'A sentence or two that say more of it.'",
            subject_kind=f"'{subject}'", subject_id=number, actor_id="c.worker", actor_name="'Somebody who works here'",
            occurred_at=when, recorded_at=when,
        )  # fmt: skip


def load_restrictions(table: Table) -> None:
    """Restricted records, each with two people named. Before the clocks: each restriction has one."""
    table.insert(
        "staff_restriction",
        f"(SELECT *, row_number() OVER (ORDER BY place) AS n FROM bench_child WHERE kind = 'open' AND place % 200 = 7) c"
        f" WHERE n <= {RESTRICTED}",
        id="n", child_id="child", reason="'Why'", from_on="current_date - 10",
    )  # fmt: skip
    table.insert(
        "staff_restrictedperson", "staff_restriction",
        restriction_id="id", person_id="child_id", from_on="from_on",
    )  # fmt: skip
    table.insert(
        "guardian_userobjectpermission",
        "staff_restriction r JOIN bench_child c ON c.child = r.child_id AND c.kind = 'open',"
        " LATERAL (VALUES (c.worker), (c.manager)) named (who),"
        " auth_permission p WHERE p.codename = 'open_restricted_record'",
        object_pk="r.id::text", content_type_id="p.content_type_id", permission_id="p.id", user_id="named.who",
    )  # fmt: skip


def load_access(table: Table) -> None:
    """Openings, records opened with a reason, alerts of the last weeks."""
    table.insert(
        "audit_recordopening", "bench_child c, generate_series(1, 3) n WHERE kind = 'open'",
        user_id="worker", user_name="'Somebody who works here'", child_id="child", page="'record'",
        opened_at="now() - (n * 40 + id % 90) * interval '1 hour'",
    )  # fmt: skip
    table.insert(
        "staff_accessgrant", "bench_child WHERE kind = 'open' AND place % 50 = 1",
        user_id=f"{MEMBER} + 1 + {MEMBERS} + id % 200", child_id="child", reason="'Joint visit'",
        granted_at="now() - interval '1 day'", until="now() + interval '90 days'",
    )  # fmt: skip
    table.insert(
        "staff_alert",
        f"generate_series({TEAM_MANAGER + 1}, {MEMBER + TEAMS * MEMBERS}) who, generate_series(1, 200) n",
        user_id="who", kind="'clock'", key="'clock:before:' || n",
        child_id="(SELECT min(child) FROM bench_child WHERE kind = 'open') + n * 20",
        text="'A child: Child and family assessment is due 7 May 2026'", url="'/'",
        raised_at="now() - n * interval '5 hours'",
        read_at="CASE WHEN n > 40 THEN now() - n * interval '4 hours' END", emailed_at="now() - n * interval '5 hours'",
    )  # fmt: skip
