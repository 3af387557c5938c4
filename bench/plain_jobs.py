"""The plain SQL of the two jobs: the same work as one statement each, written by hand and with no rule of ours.

The sweep: finds the stages that came by a moment and were not told, marks them told, and writes an alert to each
person of the line of whoever holds the child. The reconcile: derives every clock's start, end and due date from the
record, counting working days in a table of days, and compares all with what is stored.
"""

from typing import Any

SWEEP = """
WITH reached AS (
    SELECT c.id, c.child_id, c.rule_id, c.due_at, stage.name FROM timescales_clock c
    CROSS JOIN LATERAL (VALUES
        ('worker', c.warn_worker_at <= %(now)s), ('team_manager', c.warn_team_manager_at <= %(now)s),
        ('service_manager', c.warn_service_manager_at <= %(now)s), ('overdue', c.due_at < %(now)s)
    ) AS stage (name, has_come)
    WHERE c.stopped_at IS NULL AND c.warn_worker_at <= %(now)s AND stage.has_come AND NOT EXISTS (
        SELECT 1 FROM timescales_clockwarning w WHERE w.clock_id = c.id AND w.stage = stage.name)
), told AS (
    INSERT INTO timescales_clockwarning (clock_id, stage, raised_at) SELECT id, name, %(now)s FROM reached
    ON CONFLICT DO NOTHING RETURNING clock_id, stage
)
INSERT INTO staff_alert (user_id, child_id, kind, text, url, key, raised_at)
SELECT DISTINCT ON (line.who, r.id) line.who, r.child_id, 'clock',
    p.forename || ' ' || p.surname || ': ' || r.rule_id || ' is due '
        || to_char(r.due_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY'),
    '/children/' || r.child_id || '/', 'clock:' || r.id || ':' || r.name || ':' || to_char(r.due_at, 'YYYYMMDD'), %(now)s
FROM told JOIN reached r ON r.id = told.clock_id AND r.name = told.stage JOIN people_person p ON p.id = r.child_id
LEFT JOIN staff_allocation a ON a.child_id = r.child_id AND a.to_on IS NULL AND a.role = 'lead'
JOIN staff_team t ON t.id = coalesce(a.team_id, 1)
CROSS JOIN LATERAL (VALUES
    (a.worker_id, r.name IN ('worker', 'overdue')), (t.manager_id, r.name IN ('team_manager', 'overdue')),
    (t.service_manager_id, r.name IN ('service_manager', 'overdue'))
) AS line (who, is_told)
WHERE line.is_told AND line.who IS NOT NULL
ON CONFLICT DO NOTHING
"""

# n: how many working days have passed up to and with the day.
DAYS = """
CREATE TEMP TABLE plain_day AS
SELECT day::date, count(*) FILTER (WHERE works) OVER (ORDER BY day) AS n, works FROM (
    SELECT day, extract(isodow FROM day) < 6 AND NOT day::date = ANY(%(free)s) AS works
    FROM generate_series('2010-01-01'::date, '2040-12-31', interval '1 day') day) days
"""
NTH = "CREATE TEMP TABLE plain_nth AS SELECT n, day FROM plain_day WHERE works"
INDEXES = (
    "CREATE UNIQUE INDEX ON plain_day (day)",
    "CREATE UNIQUE INDEX ON plain_nth (n)",
    "ANALYZE plain_day",
    "ANALYZE plain_nth",
)
RECONCILE = """
WITH cycle AS (
    SELECT p.id AS plan, p.child_id, p.started_on, p.ended_on, 'cin.visit' AS rule_id, v.seen_at AS happened
    FROM casework_childinneedplan p JOIN casework_visitchild v ON v.child_id = p.child_id AND v.seen
    UNION ALL
    SELECT p.id, p.child_id, p.started_on, p.ended_on, 'cin.review', r.held_on::timestamptz
    FROM casework_childinneedplan p JOIN casework_planreview r ON r.plan_id = p.id
    UNION ALL
    SELECT p.id, p.child_id, p.started_on, p.ended_on, rule.id, p.started_on::timestamptz
    FROM casework_childinneedplan p, (VALUES ('cin.visit'), ('cin.review')) rule (id)
), run AS (
    SELECT DISTINCT plan, child_id, rule_id, ended_on, happened FROM cycle
    WHERE happened >= started_on AND (ended_on IS NULL OR happened <= ended_on + 1)
), look AS (
    SELECT id, child_id, from_on AS began, to_on, review_on AS named, 0 AS place FROM staff_restriction
    UNION ALL
    SELECT r.id, r.child_id, v.held_on, r.to_on, v.next_review_on, rank() OVER (PARTITION BY r.id ORDER BY v.held_on, v.id)
    FROM staff_restriction r JOIN staff_restrictionreview v ON v.restriction_id = r.id
), fact AS (
    SELECT 'referral.decision' AS rule_id, cc.child_id, 'contact_child' AS kind, cc.id::bigint AS subject,
        k.received_at AS started, d.decided_at AS stopped, 1 AS days, NULL::interval AS span
    FROM referrals_contactchild cc JOIN referrals_contact k ON k.id = cc.contact_id
    LEFT JOIN referrals_thresholddecision d ON d.contact_child_id = cc.id
    UNION ALL
    SELECT 'mash.check', (SELECT child_id FROM referrals_contactchild cc WHERE cc.contact_id = pc.contact_id ORDER BY id LIMIT 1),
        'partner_check', pc.id, pc.asked_at, pc.answered_at, NULL,
        (CASE coalesce((SELECT u.urgency FROM referrals_urgencychange u WHERE u.contact_id = k.id AND u.at <= pc.asked_at
            ORDER BY u.at DESC, u.id DESC LIMIT 1), k.urgency) WHEN 'red' THEN 4 WHEN 'amber' THEN 24 ELSE 72 END) * interval '1 hour'
    FROM referrals_partnercheck pc JOIN referrals_contact k ON k.id = pc.contact_id
    UNION ALL
    SELECT 'assessment', child_id, 'assessment', id, counts_from::timestamptz, authorised_at, 45, NULL FROM casework_assessment
    UNION ALL
    SELECT 'assessment.midpoint', a.child_id, 'assessment', a.id, a.started_on::timestamptz,
        coalesce(a.checkpoint_on::timestamptz, (SELECT min(d.at) FROM casework_assessmentdecision d
            WHERE d.assessment_id = a.id AND d.kind = 'submitted')), 10, NULL
    FROM casework_assessment a
    UNION ALL
    SELECT 'assessment', child_id, 'referral', id, received_on::timestamptz, NULL, 45, NULL FROM referrals_referral
    WHERE decision = ''
    UNION ALL
    SELECT 'earlyhelp.review', child_id, 'early_help', id, started_on::timestamptz, closed_on::timestamptz, NULL,
        interval '3 months' FROM referrals_earlyhelpassessment
    UNION ALL
    SELECT rule_id, child_id, 'child_in_need_plan', plan, happened,
        coalesce(lead(happened) OVER (PARTITION BY rule_id, plan ORDER BY happened),
            CASE WHEN ended_on IS NOT NULL THEN greatest(ended_on + 1, happened) END),
        NULL, CASE rule_id WHEN 'cin.visit' THEN interval '28 days' ELSE interval '3 months' END
    FROM run
    UNION ALL
    SELECT 'restriction.review', child_id, 'restriction', id, began::timestamptz,
        coalesce(lead(began) OVER (PARTITION BY id ORDER BY place), to_on)::timestamptz, NULL,
        coalesce(make_interval(days => named - began), interval '6 months')
    FROM look
), worked AS (
    SELECT fact.*, CASE WHEN kind = 'partner_check' THEN started + span
        ELSE (coalesce(nth.day, started::date + span)::date + time '23:59:59')::timestamptz END AS due
    FROM fact LEFT JOIN plain_day d ON fact.days IS NOT NULL AND d.day = fact.started::date
    LEFT JOIN plain_nth nth ON nth.n = d.n + fact.days
)
SELECT count(*), count(*) FILTER (WHERE c.id IS NULL OR w.subject IS NULL OR c.due_at <> w.due
    OR c.stopped_at IS DISTINCT FROM w.stopped)
FROM worked w FULL JOIN timescales_clock c ON c.child_id = w.child_id AND c.rule_id = w.rule_id
    AND c.subject_kind = w.kind AND c.subject_id = w.subject AND c.started_at = w.started
"""


def reconcile_plainly(cursor: Any) -> tuple[int, int]:
    """How many clocks follow from the record, and how many are not as stored."""
    from timescales.calendars import calendar

    free = [free.day for free in calendar().skipped(*_bounds())]
    cursor.execute("DROP TABLE IF EXISTS plain_day, plain_nth")
    cursor.execute(DAYS, {"free": free})
    cursor.execute(NTH)
    for statement in INDEXES:
        cursor.execute(statement)
    cursor.execute(RECONCILE)
    total, differing = cursor.fetchone()
    return total, differing


def _bounds() -> tuple[Any, Any]:
    from datetime import date

    return date(2009, 12, 31), date(2041, 1, 1)
