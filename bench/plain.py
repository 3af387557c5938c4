"""The plain SQL behind each page: the least that a page must ask to show its rows, written by hand, without the rules
about who may see what, without words and without templates. Names of values are those that `bench.drawn` gives.
"""

OPEN = "a.to_on IS NULL AND a.role = 'lead'"
_DUE = """
SELECT c.id, c.rule_id, c.due_at, c.explanation, p.forename, p.surname FROM timescales_clock c
JOIN people_person p ON p.id = c.child_id JOIN staff_allocation a ON a.child_id = c.child_id
WHERE c.stopped_at IS NULL AND a.to_on IS NULL AND a.role = 'lead' AND {whose} ORDER BY c.due_at LIMIT 50
"""
_COUNT_DUE = """
SELECT count(*) FILTER (WHERE c.due_at < now()), count(*) FILTER (WHERE c.due_at BETWEEN now() AND now() + interval '7 days')
FROM timescales_clock c JOIN staff_allocation a ON a.child_id = c.child_id
WHERE c.stopped_at IS NULL AND a.to_on IS NULL AND a.role = 'lead' AND {whose}
"""
_NEXT_DUE = """
SELECT a.child_id, p.forename, p.surname, a.from_on, n.due_at, n.rule_id,
  (SELECT max(seen_at) FROM casework_visitchild v WHERE v.child_id = a.child_id AND v.seen)
FROM staff_allocation a JOIN people_person p ON p.id = a.child_id LEFT JOIN LATERAL (
  SELECT due_at, rule_id FROM timescales_clock c WHERE c.child_id = a.child_id AND c.stopped_at IS NULL
  ORDER BY due_at LIMIT 1) n ON true
WHERE a.to_on IS NULL AND a.worker_id = %(user)s ORDER BY n.due_at NULLS LAST LIMIT 50
"""
_BY_WORKER = """
SELECT a.team_id, a.worker_id, count(DISTINCT a.child_id), count(c.id) FILTER (WHERE c.due_at < now()),
  count(c.id) FILTER (WHERE c.due_at BETWEEN now() AND now() + interval '7 days')
FROM staff_allocation a LEFT JOIN timescales_clock c ON c.child_id = a.child_id AND c.stopped_at IS NULL
WHERE a.to_on IS NULL AND a.role = 'lead' AND {whose} GROUP BY a.team_id, a.worker_id
"""
_WORKER, _TEAM = "a.worker_id = %(user)s", "a.team_id IN (SELECT id FROM staff_team WHERE manager_id = %(user)s)"
_SERVICE = "a.team_id IN (SELECT id FROM staff_team WHERE service_manager_id = %(user)s)"
_QUEUE = """
SELECT cc.id, p.forename, p.surname, k.received_at, k.urgency, c.due_at FROM referrals_contactchild cc
JOIN referrals_contact k ON k.id = cc.contact_id JOIN people_person p ON p.id = cc.child_id
LEFT JOIN referrals_thresholddecision d ON d.contact_child_id = cc.id
LEFT JOIN timescales_clock c ON c.subject_kind = 'contact_child' AND c.subject_id = cc.id AND c.stopped_at IS NULL
WHERE d.id IS NULL ORDER BY c.due_at LIMIT 50
"""
_CHILD = (
    "SELECT * FROM people_person WHERE id = %(child)s",
    "SELECT * FROM audit_event WHERE child_id = %(child)s ORDER BY occurred_at DESC, id DESC LIMIT 6",
    "SELECT * FROM timescales_clock WHERE child_id = %(child)s AND stopped_at IS NULL ORDER BY due_at",
    "SELECT a.*, u.first_name, u.last_name, t.name FROM staff_allocation a JOIN staff_team t ON t.id = a.team_id"
    " LEFT JOIN staff_user u ON u.id = a.worker_id WHERE a.child_id = %(child)s AND a.to_on IS NULL",
    "SELECT r.*, p.forename, p.surname FROM people_relationship r JOIN people_person p ON p.id = r.from_person_id"
    " WHERE r.to_person_id = %(child)s",
)
_EVENTS = ("SELECT * FROM audit_event WHERE child_id = %(child)s ORDER BY occurred_at DESC, id DESC LIMIT 50",)
_FAMILY = (
    "SELECT r.kind, p.*, a.* FROM people_relationship r JOIN people_person p ON p.id = r.from_person_id"
    " LEFT JOIN people_residence h ON h.person_id = p.id AND h.to_on IS NULL"
    " LEFT JOIN people_address a ON a.id = h.address_id WHERE r.to_person_id IN (SELECT s.to_person_id"
    " FROM people_relationship o JOIN people_relationship s ON s.from_person_id = o.from_person_id"
    " WHERE o.to_person_id = %(child)s)",
)
_CONTACT = (
    "SELECT * FROM referrals_contact WHERE id = %(contact)s",
    "SELECT cc.*, p.* FROM referrals_contactchild cc JOIN people_person p ON p.id = cc.child_id"
    " WHERE cc.contact_id = %(contact)s",
    "SELECT * FROM referrals_partnercheck WHERE contact_id = %(contact)s",
)
_FOUND = "SELECT p.* FROM people_person p JOIN ({}) n ON n.person_id = p.id ORDER BY n.points DESC, p.id LIMIT 25"
_ALIKE = """
SELECT person_id, max(similarity(full_key, people_full_key(%(forename)s, %(surname)s))) AS points FROM people_personname
WHERE full_key %% people_full_key(%(forename)s, %(surname)s) GROUP BY person_id
"""
_SOUNDS = """
SELECT person_id, max(points) AS points FROM (
  SELECT person_id, similarity(full_key, people_full_key(%(forename)s, %(surname)s)) AS points FROM people_personname
  WHERE full_key %% people_full_key(%(forename)s, %(surname)s)
  UNION ALL SELECT person_id, 0.5 FROM people_personname
  WHERE surname_sound = people_sound(%(surname)s) AND forename_sound = people_sound(%(forename)s)) ways GROUP BY person_id
"""
_BY_SURNAME = "SELECT person_id, 1 AS points FROM people_personname WHERE surname_key = people_fold(%(surname)s)"
_AT = (
    "SELECT r.person_id, 1 AS points FROM people_address a JOIN people_residence r ON r.address_id = a.id"
    " WHERE a.key LIKE '%%' || people_fold(%(line)s) || '%%' AND NOT r.confidential"
)
_CALLS = (
    "SELECT u.person_id, 1 AS points FROM people_phone t JOIN people_phoneuse u ON u.phone_id = t.id"
    " WHERE t.number = %(number)s"
)
# pg_trgm's similarity from which names count as alike: at 0.45 it finds 199 of 200 names with one slip.
ALIKE_FROM = 0.45

PLAIN: dict[str, tuple[str, ...]] = {
    "worker_home": (_DUE.format(whose=_WORKER), _COUNT_DUE.format(whose=_WORKER)),
    "manager_home": (_DUE.format(whose=_TEAM), _COUNT_DUE.format(whose=_TEAM)),
    "service_home": (_DUE.format(whose=_SERVICE), _COUNT_DUE.format(whose=_SERVICE)),
    "queue": (_QUEUE,),
    "contact": _CONTACT,
    "record": _CHILD,
    "chronology": _EVENTS,
    "family": _FAMILY,
    "caseload": (_NEXT_DUE,),
    "team": (_BY_WORKER.format(whose=_TEAM),),
    "service_team": (_BY_WORKER.format(whose=_SERVICE),),
    "early_help": (
        "SELECT e.*, p.forename, p.surname FROM referrals_earlyhelpassessment e JOIN people_person p ON p.id = e.child_id"
        " ORDER BY e.closed_on NULLS FIRST, e.started_on DESC LIMIT 50",
    ),
    "alerts": (
        "SELECT * FROM staff_alert WHERE user_id = %(user)s AND read_at IS NULL ORDER BY raised_at DESC LIMIT 50",
    ),
    "exact": (_FOUND.format(_ALIKE),),
    "misspelt": (_FOUND.format(_ALIKE),),
    "misheard": (_FOUND.format(_SOUNDS),),
    "surname": (_FOUND.format(_BY_SURNAME),),
    "nhs": ("SELECT * FROM people_person WHERE nhs_number = %(number)s",),
    "born": ("SELECT * FROM people_person WHERE date_of_birth = %(born)s LIMIT 25",),
    "address": (_FOUND.format(_AT),),
    "phone": (_FOUND.format(_CALLS),),
}
