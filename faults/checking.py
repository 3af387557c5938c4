"""Counts, from the outside, what was lost, doubled or left half-written."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from faults.system import System
from faults.work import Act, Crew

# For each act: the rows that carry its mark, and for each of them what must have been written with it.
ROWS = {
    "contact": "SELECT id FROM referrals_contact WHERE concern LIKE %s",
    "visit": "SELECT id FROM casework_visit WHERE account LIKE %s",
    "note": "SELECT id FROM casework_casenote WHERE text LIKE %s",
    "document": "SELECT id FROM casework_document WHERE title LIKE %s",
    "decision": "SELECT id FROM referrals_thresholddecision WHERE reason LIKE %s",
}
EVENT = "SELECT count(*) = 1 FROM audit_event WHERE subject_kind = '{}' AND kind = '{}' AND subject_id = %s"
WITH_IT = {
    "contact": [
        "SELECT count(*) = 1 FROM referrals_contactchild WHERE contact_id = %s",
        EVENT.format("contact", "contact"),
        """SELECT count(*) = 1 FROM timescales_clock c JOIN referrals_contactchild r
           ON c.subject_kind = 'contact_child' AND c.subject_id = r.id WHERE r.contact_id = %s""",
    ],
    "visit": [
        "SELECT count(*) = 1 FROM casework_visitchild WHERE visit_id = %s",
        EVENT.format("visit", "visit_recorded"),
    ],
    "note": [
        "SELECT count(*) = 1 FROM casework_casenotechild WHERE note_id = %s",
        EVENT.format("case_note", "case_note"),
    ],
    "document": [EVENT.format("document", "document_added")],
    "decision": [
        """SELECT count(*) = 1 FROM audit_event e JOIN referrals_contactchild r ON e.subject_id = r.contact_id
           JOIN referrals_thresholddecision d ON d.contact_child_id = r.id
           WHERE e.kind = 'contact_decided' AND d.id = %s""",
        """SELECT bool_and(c.stopped_at IS NOT NULL) FROM timescales_clock c JOIN referrals_thresholddecision d
           ON c.subject_id = d.contact_child_id AND c.subject_kind = 'contact_child' WHERE d.id = %s""",
    ],
}
# Stages that have come (as of a moment) and were not told, though somebody is there to tell.
UNTOLD = """
    SELECT clock.id, stage.name FROM timescales_clock clock
    CROSS JOIN LATERAL (VALUES ('worker', clock.warn_worker_at <= now() + %s::interval),
        ('team_manager', clock.warn_team_manager_at <= now() + %s::interval),
        ('service_manager', clock.warn_service_manager_at <= now() + %s::interval),
        ('overdue', clock.due_at < now() + %s::interval)) stage (name, reached)
    WHERE clock.stopped_at IS NULL AND stage.reached AND NOT EXISTS (
        SELECT 1 FROM timescales_clockwarning told WHERE told.clock_id = clock.id AND told.stage = stage.name)
"""
# What one sweep told about one clock, and nobody heard.
UNHEARD = """
    SELECT told.clock_id, told.raised_at FROM timescales_clockwarning told
    WHERE told.raised_at > %s AND NOT EXISTS (
        SELECT 1 FROM staff_alert one
        WHERE one.key LIKE 'clock:' || told.clock_id || ':%%' AND one.raised_at = told.raised_at)
"""
TWICE = "SELECT user_id, key FROM staff_alert GROUP BY user_id, key HAVING count(*) > 1"
UNMAILED = """
    SELECT a.id FROM staff_alert a JOIN staff_user u ON u.id = a.user_id
    WHERE a.emailed_at IS NULL AND a.read_at IS NULL AND u.email <> '' AND a.raised_at > %s
"""


@dataclass
class Found:
    """What one round did and what is wrong afterwards; every list should be empty."""

    fault: str
    acts: int = 0
    cut_off: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    well_after: float = 0.0
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def wrong(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.half, *self.said]


def check_acts(system: System, crew: Crew, found: Found) -> None:
    """Each act that was answered "saved" is there once and whole; one that was refused is not there at all."""
    found.acts += len(crew.acts) + len(crew.drafts)
    found.cut_off += sum(act.sent > 1 for act in crew.acts)
    found.said += crew.told.lines
    for act in crew.acts:
        _check_act(system, act, found)
    for where, (mark, _) in crew.drafts.items():
        username, _, key = where.partition(":")
        kept = "SELECT d.data::text || d.earlier::text FROM ui_draft d JOIN staff_user u ON u.id = d.user_id"
        rows = system.ask(f"{kept} WHERE u.username = %s AND d.key = %s", username, key)
        if not rows or mark not in rows[0][0]:
            found.lost.append(f"draft {where}: {mark} was told to be saved")


def _check_act(system: System, act: Act, found: Found) -> None:
    rows = [row[0] for row in system.ask(ROWS[act.kind], f"%{act.mark}%")]
    name = f"{act.kind} {act.mark}, answered {act.first.status}, then {act.last.status} after {act.sent}"
    if act.saved and not rows:
        found.lost.append(name)
    if len(rows) > 1:
        found.doubled.append(name)
    if not act.saved and rows:
        found.said.append(f"{name}: not saved, they said, and it is there")
    if not act.saved and act.last.status not in (409, 422):
        found.said.append(f"{name}: never answered")
    for row in rows:
        found.half += [f"{name}: {check[:90]}" for check in WITH_IT[act.kind] if system.ask(check, row) != [(True,)]]
        if act.kind == "document":
            found.half += _file_faults(system, act, row, name)


def _file_faults(system: System, act: Act, row: int, name: str) -> list[str]:
    kept, mark = system.ask("SELECT file, sha256 FROM casework_document WHERE id = %s", row)[0]
    place = system.documents / kept
    whole = place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == mark == act.sha256
    return [] if whole else [f"{name}: its file is not what was sent"]


def stray_files(system: System) -> tuple[int, int]:
    """(files without a row, files that were never finished)."""
    named = {row[0] for row in system.ask("SELECT file FROM casework_document")}
    files = [path for path in system.documents.rglob("*") if path.is_file()]
    unfinished = [path for path in files if path.name.endswith(".part")]
    strays = [path for path in files if str(path.relative_to(system.documents)) not in named]
    return len(strays) - len(unfinished), len(unfinished)


def check_clocks(system: System, found: Found) -> None:
    """The real worker works every clock out again from the record: no difference."""
    wrong = system.run_task("timescales.tasks.reconcile_clocks")
    if wrong:
        found.half.append(f"{wrong} clocks do not follow from the record")


def check_alerts(system: System, found: Found, since: object, *, ahead: str = "0") -> None:
    """After a sweep: every stage that has come was told, each once, and somebody heard."""
    found.lost += [f"stage never told: {row}" for row in system.ask(UNTOLD, ahead, ahead, ahead, ahead)]
    found.lost += [f"stage told to nobody: {row}" for row in system.ask(UNHEARD, since)]
    found.doubled += [f"alert twice: {row}" for row in system.ask(TWICE)]


def check_mails(system: System, found: Found, since: object, *, kills: int = 0) -> None:
    """Each alert went out once. A kill between the mail server and the mark may send one more with the same id."""
    found.lost += [f"alert {row[0]} was not mailed" for row in system.ask(UNMAILED, since)]
    sent = Counter(re.findall(r"^Message-ID: <alert-(\d+)-", _mails(system), re.M))
    again = sum(number - 1 for number in sent.values())
    found.notes["mails sent again with the same Message-ID"] += again
    if again > kills:
        found.doubled.append(f"{again} mails were sent again, after {kills} kills")
    marked = {str(row[0]) for row in system.ask("SELECT id FROM staff_alert WHERE emailed_at > %s", since)}
    found.lost += [f"alert {pk} is marked as mailed and was not" for pk in marked - sent.keys()]


def _mails(system: System) -> str:
    return "\n".join(path.read_text(errors="replace") for path in system.mail.glob("*"))
