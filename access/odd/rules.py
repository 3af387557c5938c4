"""The rules by which an opening looks odd: one statement each, over all openings of some days at once.

First `GATHER` puts each worker, child and day in one row with what would explain it: the worker's own case, the team's,
a contact at the front door (of the child, a brother or sister, a parent), the short list, a manager's "that was right".
Then each rule adds its findings; one that was found before is not found again.
"""

from django.db import connection

# Where a number is in the first line of an address it says which house; else the whole name does.
_HOUSE = "coalesce(substring(lower({line}) from '[0-9]+[a-z]?'), public.people_fold({line}))"
_FINGERPRINT = (
    "encode(sha256(convert_to(%(pepper)s || '|' || "
    + _HOUSE
    + " || '|' || replace({postcode}, ' ', ''), 'UTF8')), 'hex')"
)

GATHER = """
CREATE TEMPORARY TABLE odd_opened ON COMMIT DROP AS
WITH opened AS (
    SELECT o.user_id, o.child_id, (o.opened_at AT TIME ZONE 'Europe/London')::date AS day,
           min(o.opened_at) AS first_at, max(o.opened_at) AS last_at, count(*) AS times
    FROM audit_recordopening o WHERE o.opened_at >= %(since)s AND o.opened_at < %(until)s GROUP BY 1, 2, 3
), teams AS (
    SELECT u.id AS user_id, u.team_id FROM staff_user u WHERE u.team_id IS NOT NULL
    UNION SELECT manager_id, id FROM staff_team WHERE manager_id IS NOT NULL
    UNION SELECT service_manager_id, id FROM staff_team WHERE service_manager_id IS NOT NULL
), subjects AS MATERIALIZED (
    SELECT DISTINCT child_id FROM opened
), parents AS MATERIALIZED (
    SELECT s.child_id, r.from_person_id AS parent_id
    FROM subjects s JOIN people_relationship r ON r.to_person_id = s.child_id AND r.kind = 'parent'
), kin AS (
    SELECT child_id, child_id AS other_id FROM subjects
    UNION SELECT s.child_id, r.from_person_id FROM subjects s JOIN people_relationship r ON r.to_person_id = s.child_id
    UNION SELECT s.child_id, r.to_person_id FROM subjects s JOIN people_relationship r ON r.from_person_id = s.child_id
    UNION SELECT p.child_id, r.to_person_id FROM parents p
          JOIN people_relationship r ON r.from_person_id = p.parent_id AND r.kind = 'parent'
), at_the_door AS MATERIALIZED (
    SELECT k.child_id, c.received_at AS from_at,
           coalesce(d.decided_at + %(after_decision_hours)s * interval '1 hour', 'infinity') AS to_at
    FROM kin k JOIN referrals_contactchild cc ON cc.child_id = k.other_id
    JOIN referrals_contact c ON c.id = cc.contact_id
    LEFT JOIN referrals_thresholddecision d ON d.contact_child_id = cc.id
    UNION ALL
    SELECT k.child_id, h.started_on, coalesce(h.closed_on + 1, 'infinity'::date)
    FROM kin k JOIN referrals_earlyhelpassessment h ON h.child_id = k.other_id
)
SELECT o.*, u.role, public.people_fold(u.last_name) AS surname_key, public.people_sound(u.last_name) AS surname_sound,
    u.role = ANY(%(auditors)s) AS checks, u.role = ANY(%(managers)s) AS manages,
    EXISTS (SELECT 1 FROM staff_allocation a
            WHERE a.worker_id = o.user_id AND a.child_id = o.child_id AND a.from_on <= o.day) AS own,
    EXISTS (SELECT 1 FROM staff_allocation a
            WHERE a.worker_id = o.user_id AND a.child_id = o.child_id AND a.from_on <= o.day
              AND (a.to_on IS NULL OR a.to_on + %(after_closing_days)s >= o.day)) AS own_now,
    EXISTS (SELECT 1 FROM staff_allocation a JOIN teams t ON t.team_id = a.team_id AND t.user_id = o.user_id
            WHERE a.child_id = o.child_id AND a.from_on <= o.day
              AND (a.to_on IS NULL OR a.to_on + %(after_closing_days)s >= o.day)) AS team,
    EXISTS (SELECT 1 FROM staff_allocation a JOIN teams t ON t.team_id = a.team_id AND t.user_id = o.user_id
            WHERE a.child_id = o.child_id AND a.from_on <= o.day) AS team_once,
    u.role = ANY(%(door)s) AND EXISTS (SELECT 1 FROM at_the_door f
            WHERE f.child_id = o.child_id AND f.from_at <= o.last_at AND f.to_at >= o.first_at) AS door,
    EXISTS (SELECT 1 FROM guardian_userobjectpermission g JOIN auth_permission p ON p.id = g.permission_id
            LEFT JOIN staff_restrictedperson r ON r.restriction_id::text = g.object_pk
              AND p.codename = 'open_restricted_record'
            WHERE g.user_id = o.user_id AND (r.person_id = o.child_id
              OR (p.codename = 'view_person' AND g.object_pk = o.child_id::text))) AS named,
    EXISTS (SELECT 1 FROM staff_accessgrant g WHERE g.user_id = o.user_id AND g.child_id = o.child_id
              AND g.answer = 'right' AND g.granted_at <= o.last_at) AS answered_right,
    EXISTS (SELECT 1 FROM staff_accessgrant g WHERE g.user_id = o.user_id AND g.child_id = o.child_id
              AND g.granted_at <= o.last_at) AS with_reason
FROM opened o JOIN staff_user u ON u.id = o.user_id
"""

_ADD = """
INSERT INTO access_oddaccess (kind, user_id, child_id, day, facts, found_at, answer, answer_words)
SELECT '{kind}', found.user_id, found.child_id, found.day, found.facts, %(now)s, '', '' FROM ({found}) AS found
WHERE NOT EXISTS (
    SELECT 1 FROM access_oddaccess known WHERE known.kind = '{kind}' AND known.user_id = found.user_id
      AND known.child_id = found.child_id AND known.day > found.day - %(again)s AND known.day <= found.day
)
ON CONFLICT DO NOTHING
"""

OWN_SURNAME = """
SELECT DISTINCT ON (o.user_id, o.child_id) o.user_id, o.child_id, o.day, jsonb_build_object(
    'times', o.times, 'whose', same.whose, 'same', same.exact) AS facts
FROM odd_opened o JOIN LATERAL (
    SELECT 'child' AS whose, n.surname_key = o.surname_key AS exact FROM people_personname n
    WHERE n.person_id = o.child_id AND n.surname_key <> '' AND (n.surname_key = o.surname_key
      OR (length(o.surname_key) >= 4 AND n.surname_sound = o.surname_sound AND NOT o.team))
    UNION ALL
    SELECT 'parent', true FROM people_relationship r JOIN people_personname n ON n.person_id = r.from_person_id
    WHERE r.to_person_id = o.child_id AND r.kind = 'parent' AND n.surname_key = o.surname_key AND n.surname_key <> ''
) AS same ON true
WHERE NOT o.own AND NOT o.door ORDER BY o.user_id, o.child_id, o.day, same.exact DESC, same.whose
"""

OWN_ADDRESS = f"""
SELECT DISTINCT ON (o.user_id, o.child_id) o.user_id, o.child_id, o.day, jsonb_build_object('times', o.times) AS facts
FROM odd_opened o JOIN staff_workerhome h ON h.user_id = o.user_id
JOIN people_residence r ON r.person_id = o.child_id JOIN people_address a ON a.id = r.address_id
WHERE a.postcode <> '' AND {_FINGERPRINT.format(line="a.line1", postcode="a.postcode")} = h.fingerprint
ORDER BY o.user_id, o.child_id, o.day
"""

NO_WORK = """
SELECT DISTINCT ON (o.user_id, o.child_id) o.user_id, o.child_id, o.day,
    jsonb_build_object('times', o.times, 'with_reason', o.with_reason) AS facts
FROM odd_opened o WHERE NOT (o.own OR o.team_once OR o.door OR o.named OR o.answered_right OR o.checks)
ORDER BY o.user_id, o.child_id, o.day
"""

MANY = """
SELECT busy.user_id, 0 AS child_id, busy.day,
    jsonb_build_object('children', busy.children, 'usual', round(coalesce(usual.children, 0))) AS facts
FROM (
    SELECT user_id, day, count(*) AS children FROM odd_opened WHERE NOT checks GROUP BY 1, 2
    HAVING count(*) >= %(many_least)s
) AS busy
LEFT JOIN LATERAL (
    SELECT avg(n) AS children FROM (
        SELECT count(DISTINCT p.child_id) AS n FROM audit_recordopening p
        WHERE p.user_id = busy.user_id AND p.opened_at < busy.day::timestamp AT TIME ZONE 'Europe/London'
          AND p.opened_at >= (busy.day - %(usual_days)s)::timestamp AT TIME ZONE 'Europe/London'
        GROUP BY (p.opened_at AT TIME ZONE 'Europe/London')::date
    ) AS days
) AS usual ON true
WHERE busy.children >= %(many_times)s * coalesce(usual.children, 0)
"""

HOURS = """
SELECT late.user_id, 0 AS child_id, late.day, jsonb_build_object('times', count(*), 'children',
    count(DISTINCT late.child_id), 'first', to_char(min(late.clock), 'HH24:MI'),
    'last', to_char(max(late.clock), 'HH24:MI'), 'free', bool_or(late.free)) AS facts
FROM (
    SELECT p.user_id, p.child_id, o.day, (p.opened_at AT TIME ZONE 'Europe/London')::time AS clock,
        (extract(isodow FROM o.day) > 5 OR o.day = ANY(%(holidays)s::date[])) AS free
    FROM audit_recordopening p JOIN odd_opened o ON o.user_id = p.user_id AND o.child_id = p.child_id
      AND o.day = (p.opened_at AT TIME ZONE 'Europe/London')::date
    WHERE p.opened_at >= %(since)s AND p.opened_at < %(until)s AND NOT o.door
) AS late
WHERE late.free OR late.clock < %(begins)s::time OR late.clock >= %(ends)s::time
GROUP BY late.user_id, late.day HAVING count(*) >= %(hours_least)s
"""

AFTER_CLOSING = """
SELECT DISTINCT ON (o.user_id, o.child_id) o.user_id, o.child_id, o.day,
    jsonb_build_object('times', o.times, 'closed', closed.on_day) AS facts
FROM odd_opened o JOIN LATERAL (
    SELECT max(a.to_on) AS on_day FROM staff_allocation a WHERE a.child_id = o.child_id AND a.role = 'lead'
    HAVING bool_and(a.to_on IS NOT NULL)
) AS closed ON closed.on_day + %(after_closing_days)s < o.day
WHERE (o.own OR o.team_once) AND NOT (o.own_now OR o.team OR o.door OR o.named OR o.answered_right OR o.checks)
ORDER BY o.user_id, o.child_id, o.day
"""

REPEATED = """
SELECT o.user_id, o.child_id, max(o.day) AS day, jsonb_build_object('days', looks.days, 'of', %(repeated_of)s) AS facts
FROM odd_opened o JOIN LATERAL (
    SELECT count(DISTINCT (p.opened_at AT TIME ZONE 'Europe/London')::date) AS days FROM audit_recordopening p
    WHERE p.user_id = o.user_id AND p.child_id = o.child_id AND p.opened_at < %(until)s
      AND p.opened_at >= %(until)s::timestamptz - %(repeated_of)s * interval '1 day'
) AS looks ON looks.days >= %(repeated_days)s
WHERE NOT (o.manages OR o.checks OR o.door) AND NOT EXISTS (
    SELECT 1 FROM audit_event e WHERE e.child_id = o.child_id AND e.actor_id = o.user_id
      AND e.occurred_at >= %(until)s::timestamptz - %(repeated_of)s * interval '1 day'
)
GROUP BY o.user_id, o.child_id, looks.days
"""

RULES = {
    "own_surname": OWN_SURNAME,
    "own_address": OWN_ADDRESS,
    "no_work": NO_WORK,
    "many": MANY,
    "hours": HOURS,
    "after_closing": AFTER_CLOSING,
    "repeated": REPEATED,
}
# About a day, not about a child: each day is listed by itself.
BY_DAY = {"many", "hours"}


def statement(kind: str) -> str:
    """The whole statement of one rule."""
    return _ADD.format(kind=kind, found=RULES[kind])


def fingerprint_of(house: str, postcode: str, pepper: str) -> str:
    """The fingerprint of a worker's home, by the same expression as the records' own."""
    sql = "SELECT " + _FINGERPRINT.format(line="%(house)s::text", postcode="%(postcode)s::text")
    with connection.cursor() as cursor:
        cursor.execute(sql, {"house": house, "postcode": postcode, "pepper": pepper})
        return str(cursor.fetchone()[0])
