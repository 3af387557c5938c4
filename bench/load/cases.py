"""What happened to each family, from the contact to the plan: one list of its times with the department, then every
table from that list.

Every fourth family has an open case, and half of those had an earlier one; every fourth had a case that is closed;
every fourth had contacts that ended with nothing; of the rest some have early help, some wait at the front door.
"""

from bench.load.staff import (
    AGENCIES,
    LAST_HOLDING,
    MEMBER,
    MEMBERS,
    ORDINARY_CHILDREN,
    ORDINARY_TEAM,
    TEAM_MANAGER,
    worker_id,
)
from bench.load.table import Table
from bench.size import FAMILY, Size

# Families, not children: both children of each.
WAITING, REFERRED = 350, 150
SPELLS = f"""
CREATE UNLOGGED TABLE bench_spell AS
WITH fates AS (
    SELECT j, 'open' AS kind, now()::date - 1 - floor(power(random(), 1.7) * 420)::int AS day FROM families
    WHERE j % 4 = 0
    UNION ALL SELECT j, 'earlier', now()::date - 700 - floor(random() * 900)::int FROM families WHERE j % 8 = 0
    UNION ALL SELECT j, 'closed', now()::date - 100 - floor(random() * 1400)::int FROM families WHERE j % 4 = 1
    UNION ALL SELECT j, 'nothing', now()::date - 2 - floor(random() * 1000)::int FROM families WHERE j % 4 = 2
    UNION ALL SELECT j, 'nothing', now()::date - 1100 - floor(random() * 400)::int FROM families WHERE j % 8 = 2
    UNION ALL (SELECT j, 'waiting', now()::date - floor(random() * 3)::int FROM families WHERE j % 12 = 7 LIMIT {WAITING})
    UNION ALL (SELECT j, 'referred', now()::date - 2 - floor(random() * 6)::int FROM families WHERE j % 12 = 11
        LIMIT {REFERRED})
), dated AS (
    SELECT *, least(day + time '08:00' + random() * interval '9 hours', now() - interval '1 hour')::timestamptz AS received,
        CASE WHEN random() < 0.1 THEN 64 + floor(random() * 14)::int ELSE 18 + floor(random() * 40)::int END AS wrote,
        40 + floor(random() * 60)::int AS lasted, random() < 0.7 AS planned, (row_number() OVER (ORDER BY kind, j))::int AS place
    FROM fates
), ended AS (
    SELECT *, CASE kind WHEN 'earlier' THEN day + lasted WHEN 'closed' THEN least(day + lasted, now()::date - 1) END AS closed,
        CASE WHEN kind IN ('waiting') THEN NULL
             ELSE least(received + random() * interval '30 hours', now() - interval '5 minutes') END AS decided
    FROM dated
), assessed AS (
    SELECT *, least(day + 1 + place::int % 3, now()::date) AS started,
        CASE WHEN kind IN ('earlier', 'closed') THEN least(day + wrote, closed)
             WHEN kind = 'open' AND day + wrote < now()::date THEN day + wrote END AS authorised
    FROM ended
)
SELECT (row_number() OVER (ORDER BY received, j))::int AS id, j, kind, day, received, closed, decided, started, authorised,
    CASE WHEN planned AND authorised IS NOT NULL AND coalesce(closed, now()::date) > authorised + 8
         THEN authorised + 5 + place::int % 3 END AS planned,
    place, 1 AS team, 0 AS post
FROM assessed
"""
# The ordinary team takes the first few open families, the others share the rest.
TEAMS = f"""
UPDATE bench_spell SET team = CASE
    WHEN ranked.n <= {MEMBERS * ORDINARY_CHILDREN // 2} THEN {ORDINARY_TEAM}
    ELSE {ORDINARY_TEAM + 1} + ranked.n % {LAST_HOLDING - ORDINARY_TEAM} END,
    post = CASE WHEN ranked.n <= {MEMBERS * ORDINARY_CHILDREN // 2} THEN ranked.n
        ELSE ranked.n / {LAST_HOLDING - ORDINARY_TEAM} END
FROM (SELECT id, row_number() OVER (ORDER BY kind <> 'open', place) AS n FROM bench_spell) ranked
WHERE ranked.id = bench_spell.id
"""
CHILDREN = f"""
CREATE UNLOGGED TABLE bench_child AS
SELECT (row_number() OVER (ORDER BY s.id, sibling))::int AS id, s.id AS spell, s.j, s.j * {FAMILY} + 3 + sibling AS child, s.kind,
    s.day, s.received, s.closed, s.decided, s.started, s.authorised, s.planned, s.team, s.place, s.post,
    {worker_id("s.team", "s.post")} AS worker, {TEAM_MANAGER} + s.team AS manager,
    CASE WHEN s.closed IS NOT NULL OR s.kind = 'open' THEN row_number() OVER (PARTITION BY s.kind IN
        ('open', 'earlier', 'closed') ORDER BY s.id, sibling) END AS episode
FROM bench_spell s, generate_series(0, 1) sibling
"""
VISITS = """
CREATE UNLOGGED TABLE bench_visit AS
SELECT (row_number() OVER (ORDER BY happened, spell))::int AS id, * FROM (
    SELECT id AS spell, 'assessment' AS purpose, (started + 3 + time '15:30')::timestamptz AS happened, false AS booked
    FROM bench_spell WHERE kind IN ('open', 'earlier', 'closed') AND started + 3 < now()::date
    UNION ALL
    SELECT id, 'child_in_need', (planned + 18 + n * 25 + (id + n) % 9 + time '16:00')::timestamptz, false
    FROM bench_spell, generate_series(0, 17) n
    WHERE planned IS NOT NULL AND planned + 18 + n * 25 + (id + n) % 9 < coalesce(closed, now()::date)
    UNION ALL
    SELECT id, 'child_in_need', (now()::date + 1 + id % 14 + time '16:00')::timestamptz, true
    FROM bench_spell WHERE kind = 'open' AND planned IS NOT NULL AND id % 3 = 0
) made
"""


def load_spells(table: Table, size: Size) -> None:
    """The lists from which everything else is made, with the same numbers at each load."""
    table.run("SELECT setseed(0.5)")
    families = f"CREATE TEMP TABLE families AS SELECT j FROM generate_series(0, {size.families - 1}) j"
    for statement in (families, SPELLS, TEAMS, CHILDREN, VISITS):
        table.run(statement)
    for name in ("bench_spell", "bench_child", "bench_visit"):
        table.run(f"ANALYZE {name}")


def load_front_door(table: Table) -> None:
    """Contacts with both children on each, partners' checks, decisions, referrals."""
    officer = f"{MEMBER} + 1 + id % {MEMBERS}"
    table.insert(
        "referrals_contact", "bench_spell",
        id="id", received_at="received", method="'telephone'",
        source="(ARRAY['2A', '6', '3A', '1A', '3D', '4'])[1 + id % 6]", agency_id=f"1 + id % {len(AGENCIES)}",
        referrer_name="'Somebody of the agency'", concern="repeat('What they saw and heard. ', 12)",
        consent="'given'", urgency="(ARRAY['amber', 'green', 'red', 'green'])[1 + id % 4]",
        logged_by_id=officer, logged_at="received", referrer_may_be_named="true",
    )  # fmt: skip
    table.insert(
        "referrals_urgencychange", "bench_spell",
        contact_id="id", urgency="(ARRAY['amber', 'green', 'red', 'green'])[1 + id % 4]", by_id=officer, at="received",
    )  # fmt: skip
    table.insert(
        "referrals_partnercheck", "bench_spell, generate_series(0, 1) n WHERE id % 6 = 0 OR kind = 'waiting' AND id % 2 = 0",
        contact_id="id", agency_id=f"1 + (id + n) % {len(AGENCIES)}", question="'What is known of the family?'",
        lawful_basis="'public_task'", asked_by_id=officer, asked_at="received",
        due_at="received + (ARRAY[24, 72, 4, 72])[1 + id % 4] * interval '1 hour'",
        answered_at="CASE WHEN kind <> 'waiting' THEN received + (1 + id % 20) * interval '1 hour' END",
        answer_kind="CASE WHEN kind <> 'waiting' THEN 'information' ELSE '' END",
        answer="CASE WHEN kind <> 'waiting' THEN 'What they know of the family.' ELSE '' END",
        shared_by="CASE WHEN kind <> 'waiting' THEN 'A named person' ELSE '' END",
        recorded_by_id=f"CASE WHEN kind <> 'waiting' THEN {officer} END",
    )  # fmt: skip
    table.insert(
        "referrals_contactchild", "bench_child",
        id="id", contact_id="spell", child_id="child", undecided="decided IS NULL",
    )  # fmt: skip
    table.insert(
        "referrals_thresholddecision", "bench_child WHERE decided IS NOT NULL",
        id="id", contact_child_id="id", outcome="CASE kind WHEN 'nothing' THEN 'nfa' ELSE 'referral' END",
        reason="'The reason for it in a sentence or two.'", decided_by_id=f"{TEAM_MANAGER} + 1", decided_at="decided",
        history_read="true",
    )  # fmt: skip
    table.insert(
        "referrals_referral", "bench_child WHERE episode IS NOT NULL OR kind = 'referred'",
        id="id", child_id="child", threshold_decision_id="id", received_on="day", source="'2A'", team_id="team",
        decision="CASE WHEN episode IS NULL THEN '' ELSE 'accepted' END", primary_need="'N1'",
        decided_at="CASE WHEN episode IS NOT NULL THEN decided END", decided_by_id="manager", episode_id="episode",
    )  # fmt: skip
    table.insert(
        "referrals_earlyhelpassessment",
        "generate_series(3, (SELECT max(j) FROM bench_spell), 12) j",
        child_id=f"j * {FAMILY} + 3", agency_id=f"1 + j % {len(AGENCIES)}", lead_practitioner="'A family worker'",
        started_on="current_date - 20 - j % 700", needs="'What the family needs.'",
        closed_on="CASE WHEN j % 700 > 100 THEN current_date - j % 60 END",
        end="CASE WHEN j % 700 > 100 THEN 'needs_met' ELSE '' END",
        recorded_by_id=f"{MEMBER} + {36 * MEMBERS} + 1 + j % {2 * MEMBERS}", recorded_at="now()",
    )  # fmt: skip


def load_cases(table: Table) -> None:
    """Episodes, who holds them, assessments with their decisions, plans with reviews, outcomes and actions."""
    cases = "bench_child WHERE episode IS NOT NULL"
    table.insert(
        "casework_needepisode", cases,
        id="episode", child_id="child", referral_date="day", source="'2A'", primary_need="'N1'", closed_on="closed",
        closure_reason="CASE WHEN closed IS NULL THEN '' ELSE 'RC8' END",
        closed_by_id="CASE WHEN closed IS NOT NULL THEN manager END",
    )  # fmt: skip
    table.insert(
        "staff_allocation", f"{cases} OR kind = 'referred'",
        child_id="child", team_id="team", role="'lead'", from_on="least(day + 1, coalesce(closed, day + 1))",
        to_on="closed", worker_id="CASE WHEN kind <> 'referred' AND NOT (kind = 'open' AND place % 60 = 0) THEN worker END",
    )  # fmt: skip
    table.insert(
        "staff_allocation", f"{cases} AND kind = 'open' AND place % 25 = 0",
        child_id="child", team_id="team", role="'co_worker'", from_on="day + 1", worker_id=worker_id("team", "post + 1"),
    )  # fmt: skip
    submitted = "authorised IS NOT NULL OR place % 6 = 0 AND started + 15 < current_date"
    table.insert(
        "casework_assessment", cases,
        id="episode", episode_id="episode", child_id="child", author_id="worker", counts_from="day", started_on="started",
        why_now="repeat('Why now. ', 20)", child_words="'What the child said.'", analysis="repeat('What it means. ', 60)",
        factors="'{16A}'", outcome="CASE WHEN authorised IS NOT NULL THEN 'child_in_need' ELSE '' END",
        checkpoint_on="CASE WHEN started + 12 < current_date AND place % 5 <> 0 THEN started + 12 END",
        submitted_at=f"CASE WHEN {submitted} THEN coalesce(authorised, started + 14) + time '08:30' END",
        authorised_at="authorised + time '10:00'", authorised_by_id="CASE WHEN authorised IS NOT NULL THEN manager END",
    )  # fmt: skip
    table.insert(
        "casework_assessmentdecision", f"{cases} AND ({submitted})",
        assessment_id="episode", kind="'submitted'", by_id="worker",
        at="coalesce(authorised, started + 14) + time '08:30'",
    )  # fmt: skip
    table.insert(
        "casework_assessmentdecision", f"{cases} AND authorised IS NOT NULL",
        assessment_id="episode", kind="'authorised'", by_id="manager", at="authorised + time '10:00'",
    )  # fmt: skip
    _load_plans(table)


def _load_plans(table: Table) -> None:
    plans = "bench_child WHERE planned IS NOT NULL"
    table.insert(
        "casework_childinneedplan", plans,
        id="episode", episode_id="episode", child_id="child", started_on="planned", ended_on="closed",
        summary="'What needs to change.'", written_by_id="worker",
    )  # fmt: skip
    table.insert(
        "casework_planreview", "bench_child, generate_series(1, 5) n WHERE planned + n * 88 < coalesce(closed, current_date)",
        plan_id="episode", held_on="planned + n * 88", progress="'How it goes.'", decision="'continue'", recorded_by_id="manager",
    )  # fmt: skip
    table.insert(
        "casework_planoutcome", "bench_child, generate_series(0, 1) n WHERE planned IS NOT NULL AND kind = 'open'",
        id="episode * 2 + n", plan_id="episode", text="'What will be different for the child'",
    )  # fmt: skip
    table.insert(
        "casework_planaction", "bench_child, generate_series(0, 3) n WHERE planned IS NOT NULL AND kind = 'open'",
        outcome_id="episode * 2 + n % 2", text="'Who does what'", owner="'Mother'", due_on="planned + 20 + n * 20",
        done_on="CASE WHEN planned + 40 + n * 20 < current_date THEN planned + 30 + n * 20 END",
    )  # fmt: skip


def load_visits(table: Table) -> None:
    """Visits with a result for each child, and notes."""
    joined = "bench_visit v JOIN bench_child c ON c.spell = v.spell"
    table.insert(
        "casework_visit", "bench_visit v JOIN bench_spell s ON s.id = v.spell",
        id="v.id", purpose="v.purpose", worker_id=worker_id("s.team", "s.post"), booked_for="v.happened",
        took_place_at="CASE WHEN NOT v.booked THEN v.happened END", place="'At home'",
        account="CASE WHEN v.booked THEN '' ELSE repeat('What happened. ', 15) END",
    )  # fmt: skip
    seen = "NOT v.booked AND (v.id + c.child) % 13 <> 0"
    table.insert(
        "casework_visitchild", joined,
        visit_id="v.id", child_id="c.child", seen=f"CASE WHEN NOT v.booked THEN {seen} END",
        seen_alone=f"CASE WHEN NOT v.booked THEN {seen} AND v.id % 2 = 0 END",
        seen_at=f"CASE WHEN {seen} THEN v.happened END",
    )  # fmt: skip
    table.insert(
        "casework_casenote", "bench_child WHERE kind = 'open'",
        id="episode", kind="'telephone'", happened_at="received + interval '2 days'",
        text="repeat('What was said on the telephone. ', 10)", written_by_id="worker", written_at="received + interval '2 days'",
    )  # fmt: skip
    table.insert("casework_casenotechild", "bench_child WHERE kind = 'open'", note_id="episode", child_id="child")
