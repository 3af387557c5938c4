"""Who gets what from every address of the site. A new address needs a row here, or a test fails.

Who they are: tests/architecture/world.py. The sets below are written by hand on purpose: the policy must agree with
them, not they with the policy.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.architecture.world import FrontDoor, Place

Arguments = tuple[int | str, ...]

EVERYBODY = frozenset(["anna", "asha", "tariq", "sara", "mo", "lena", "ines", "perry", "axel", "adam", "pc"])
# Who may open the record of each child.
SEES = {
    "own": frozenset(["anna", "asha", "tariq", "sara", "mo", "axel"]),
    "other": frozenset(["lena", "sara", "mo", "axel"]),
    "restricted": frozenset(),
}
# What kinds of work each does.
READ = EVERYBODY
WRITE = frozenset(["anna", "asha", "tariq", "sara", "lena", "ines"])
ASSESS = frozenset(["anna", "asha", "lena"])
MANAGE = frozenset(["tariq", "sara"])
MERGE = frozenset(["tariq", "sara", "mo"])
LOGS = frozenset(["tariq", "sara", "axel"])
ASKS_WITH_REASON = frozenset(["anna", "asha", "tariq", "sara", "mo", "lena", "ines"])
# Who sees the front door, who works there and who decides.
DOOR = frozenset(["asha", "tariq", "sara", "mo", "axel"])
LOGS_CONTACTS = frozenset(["anna", "asha", "tariq", "sara", "mo", "lena"])
ASKS_PARTNERS = frozenset(["asha", "tariq", "mo"])
DECIDES = frozenset(["asha", "tariq", "sara"])
HOLDS = frozenset(["asha", "tariq", "sara"])
CHAIRS = frozenset(["ines"])
STAFF = EVERYBODY - {"pc"}
RESTRICTS = frozenset(["sara"])
AUDITS = frozenset(["axel"])
ADMINISTERS = frozenset(["adam"])


@dataclass(frozen=True)
class OfChild:
    """A page of a child's record: 404 for those who may not see the child, 403 where the work is somebody else's."""

    name: str
    args: Callable[[Place], Arguments]
    may: frozenset[str] = READ
    ok: int = 200
    method: str = "get"

    def expected(self, who: str, whose: str) -> int:
        if who not in SEES[whose]:
            return 404
        return self.ok if who in self.may else 403


@dataclass(frozen=True)
class AskToOpen(OfChild):
    """Asks for the reason: those who see the child are led to the record, a restricted one is not there at all."""

    def expected(self, who: str, whose: str) -> int:
        if who in SEES[whose]:
            return 302 if who in ASKS_WITH_REASON else 404
        return 200 if who in ASKS_WITH_REASON and whose != "restricted" else 404


@dataclass(frozen=True)
class SayOwn(OfChild):
    """Says that it is one's own family: of any child one may know of, and nothing of the record is shown."""

    def expected(self, who: str, whose: str) -> int:
        return 200 if who in ASKS_WITH_REASON and whose != "restricted" else 404


@dataclass(frozen=True)
class Page:
    """A page of no child in particular, or of the front door: `hidden` answers 404 to those who may not see it."""

    name: str
    may: frozenset[str] = EVERYBODY
    args: Callable[[FrontDoor], Arguments] = lambda door: ()
    ok: int = 200
    refused: int = 403
    sees: frozenset[str] = EVERYBODY
    method: str = "get"
    signed_out: int = 302
    sent: tuple[tuple[str, str], ...] = ()

    def expected(self, who: str) -> int:
        if who not in self.sees:
            return 404
        return self.ok if who in self.may else self.refused


def of_child(place: Place) -> Arguments:
    return (place.child.pk,)


def of_brother(place: Place) -> Arguments:
    return (place.brother.pk,)


def with_key(field: str) -> Callable[[Place], Arguments]:
    return lambda place: (place.child.pk, getattr(place, field).pk)


def of_mother(field: str = "") -> Callable[[Place], Arguments]:
    return lambda place: (place.child.pk, place.mother.pk, *((getattr(place, field).pk,) if field else ()))


def handed_in(place: Place) -> Arguments:
    return (place.brother.pk, place.handed_in.pk)


def protecting(*fields: str) -> Callable[[Place], Arguments]:
    return lambda place: (place.brother.pk, *(getattr(place.protected, field).pk for field in fields))


def protected_action(place: Place) -> Arguments:
    return place.brother.pk, place.protected.plan.outcomes.get().actions.get().pk


RECORD: list[OfChild] = [
    OfChild("child", of_child),
    OfChild("chronology", of_child),
    OfChild("chronology-mark", lambda place: (place.child.pk, place.event_id), WRITE),
    OfChild("family", of_child),
    OfChild("relative-add", of_child, WRITE),
    OfChild("relationship-edit", with_key("relationship"), WRITE),
    OfChild("adult-raise", of_child, WRITE),
    OfChild("adult-identify", with_key("unknown"), WRITE),
    OfChild("adult-close", with_key("unknown"), WRITE),
    OfChild("phone-add", of_mother(), WRITE),
    OfChild("phone-stop", of_mother("phone_use"), WRITE),
    OfChild("vehicle-add", of_mother(), WRITE),
    OfChild("vehicle-stop", of_mother("vehicle_use"), WRITE),
    OfChild("child-details-edit", of_child, WRITE),
    OfChild("child-name-add", of_child, WRITE),
    OfChild("child-birth", of_child, WRITE),
    # No clock of this number: nobody who may explain one finds it, and nobody else is told that there is none.
    OfChild("late-reason", lambda place: (place.child.pk, 0), LOGS_CONTACTS, ok=404),
    OfChild("child-address", of_child, WRITE),
    OfChild("child-address-end", lambda place: (place.child.pk, place.child.current_address().pk), WRITE),
    OfChild("person-death", of_mother(), WRITE),
    OfChild("allocate", of_child, MANAGE),
    OfChild("joint-worker-add", of_child, MANAGE),
    OfChild("move-to-team", of_child, MANAGE),
    OfChild("as-known", of_child),
    OfChild("history", of_child, WRITE | LOGS),
    AskToOpen("open-with-reason", of_child),
    OfChild("same-person", of_child, MERGE),
    OfChild("merge", lambda place: (place.child.pk, place.brother.pk), MERGE),
    OfChild("unmerge", lambda place: (place.child.pk, 0), MERGE, ok=404),
    # Who may look. Nothing restricts these records, so there is no page about it.
    OfChild("restriction", of_child, ok=404),
    OfChild("restriction-new", of_child, RESTRICTS),
    OfChild("restriction-named", of_child, WRITE, ok=404),
    OfChild("restriction-review", of_child, WRITE, ok=404),
    OfChild("restriction-lift", of_child, RESTRICTS, ok=404),
    OfChild("restriction-family", of_child, WRITE, ok=404),
    SayOwn("my-family", of_child),
    OfChild("conflicts", of_child, MANAGE),
    OfChild("conflict-add", of_child, MANAGE),
    OfChild("conflict-family", of_child, MANAGE, ok=302),
    OfChild("conflict-end", lambda place: (place.child.pk, 0), MANAGE, ok=404),
    # Casework
    OfChild("assessment", of_child),
    OfChild("assessment", with_key("assessment")),
    OfChild("assessment-new", of_child, WRITE),
    OfChild("assessment-edit", of_child, ASSESS),
    OfChild("assessment-edit", with_key("assessment"), ASSESS),
    OfChild("assessment-submit", of_child, ASSESS),
    OfChild("assessment-submit", with_key("assessment"), ASSESS),
    OfChild("assessment-decide", of_brother, MANAGE),
    OfChild("assessment-decide", handed_in, MANAGE),
    OfChild("assessment-checkpoint", of_child, MANAGE),
    OfChild("assessment-checkpoint", with_key("assessment"), MANAGE),
    OfChild("assessment-pdf", of_child),
    OfChild("assessment-pdf", with_key("assessment")),
    OfChild(
        "assessment-copy",
        lambda place: (place.child.pk, place.assessment.pk, place.brother.pk),
        ASSESS,
        ok=302,
        method="post",
    ),
    OfChild("visits", of_child),
    OfChild("visit-book", of_child, WRITE),
    OfChild("visit-record", of_child, WRITE),
    OfChild("visit-record", with_key("visit"), WRITE),
    OfChild("visit-cancel", with_key("visit"), WRITE),
    OfChild("visit-use-address", with_key("visit"), WRITE, ok=302, method="post"),
    OfChild("case-notes", of_child),
    OfChild("case-note-new", of_child, WRITE),
    OfChild("documents", of_child),
    OfChild("document-add", of_child, WRITE),
    OfChild("document-file", with_key("document")),
    OfChild("document-withdraw", with_key("document"), WRITE),
    OfChild("plan", of_child),
    OfChild("plan", with_key("plan")),
    OfChild("plan-new", of_brother, WRITE),
    OfChild("plan-edit", of_child, WRITE),
    OfChild("plan-review", of_child, WRITE),
    OfChild("plan-end", of_child, WRITE),
    OfChild("plan-outcome-new", of_child, WRITE),
    OfChild("plan-actions-new", lambda place: (place.child.pk, place.plan.outcomes.get().pk), WRITE),
    OfChild("plan-outcome-reached", lambda place: (place.child.pk, place.plan.outcomes.get().pk), WRITE),
    OfChild("plan-action-done", lambda place: (place.child.pk, place.plan.outcomes.get().actions.get().pk), WRITE),
    OfChild("case-close", of_child, MANAGE),
    # Child protection: the brother's record has one of everything.
    OfChild("protection", of_brother),
    OfChild("strategy-new", of_brother, HOLDS),
    OfChild("strategy-correct", protecting("discussion"), HOLDS),
    OfChild("immediate-new", of_brother, WRITE),
    OfChild("immediate-extend", protecting("running"), WRITE),
    OfChild("immediate-end", protecting("running"), WRITE),
    OfChild("interview-plan", of_brother, WRITE),
    OfChild("interview-record", of_brother, WRITE),
    OfChild("interview-record", protecting("interview"), WRITE),
    OfChild("transfer-new", of_brother, WRITE),
    OfChild("enquiry", protecting("enquiry")),
    OfChild("enquiry-edit", protecting("enquiry"), ASSESS),
    OfChild("enquiry-submit", protecting("enquiry"), ASSESS),
    OfChild("enquiry-decide", protecting("enquiry"), MANAGE),
    OfChild("conference-book", of_brother, WRITE),
    OfChild("conference", protecting("conference")),
    OfChild("conference-postpone", protecting("conference"), WRITE),
    OfChild("conference-cancel", protecting("conference"), WRITE),
    OfChild("conference-invite", protecting("conference"), WRITE),
    OfChild("conference-report", protecting("conference", "invitation"), WRITE),
    # Not held yet, so there is no paper of it.
    OfChild("conference-minutes", protecting("conference"), ok=404),
    OfChild("conference-sent", protecting("conference"), WRITE),
    OfChild("conference-hold", protecting("conference"), CHAIRS),
    OfChild("conference-correct", protecting("conference"), CHAIRS),
    OfChild("protection-plan", of_brother),
    OfChild("protection-plan", protecting("plan")),
    OfChild("protection-plan-edit", of_brother, WRITE),
    OfChild("protection-outcome-new", of_brother, WRITE),
    OfChild("protection-action-done", protected_action, WRITE),
    OfChild("core-group-new", of_brother, WRITE),
    OfChild("protection-plan-end", of_brother, WRITE),
    # Early help of a child on record
    OfChild("early-help-new", of_child, LOGS_CONTACTS),
    OfChild("step-down", of_child, MANAGE),
    # The API
    OfChild("api-child", of_child),
    OfChild("api-chronology", of_child),
]

PAGES: list[Page] = [
    Page("healthz", signed_out=200),
    Page("readyz", ok=503, signed_out=503),
    # Signing in
    Page("log-in", signed_out=200),
    Page("log-out", ok=302, method="post"),
    Page("second-factor", ok=302),
    Page("second-factor-first", ok=302),
    Page("council-sign-on", ok=404, signed_out=404),
    Page("council-back", ok=404, signed_out=404),
    Page("password-forgotten", signed_out=200),
    Page("password-letter-sent", signed_out=200),
    Page("password-new", args=lambda door: ("MQ", "no-token"), signed_out=200),
    Page("session-status", signed_out=401),
    Page("account"),
    Page("password-change"),
    Page("second-factor-change"),
    Page("recovery-codes", ok=302),
    Page("accounts", frozenset({"adam"})),
    Page("account-help", frozenset({"adam"}), lambda door: (door.referral.team.manager_id,)),
    Page("home", STAFF, refused=302),
    Page("search"),
    Page("alerts"),
    Page("alerts-read", ok=302, method="post"),
    Page("caseload"),
    Page("team", MANAGE),
    Page("worker", MANAGE, lambda door: (door.referral.team.manager_id,), sees=EVERYBODY),
    # Records of one person
    Page("duplicates", MERGE),
    Page("two-people", MERGE, lambda door: (0,), ok=404),
    Page("adult-same-person", MERGE, lambda door: (0,), ok=404),
    Page("adult-merge", MERGE, lambda door: (0, 1), ok=404),
    Page("adult-unmerge", MERGE, lambda door: (0, 1), ok=404),
    # Who looked
    Page("openings", MANAGE),
    Page("opening-answer", args=lambda door: (door.grant.pk,), sees=MANAGE),
    Page("access-openings", AUDITS),
    Page("odd-access", AUDITS),
    Page("odd-access-csv", AUDITS),
    Page("odd-access-look", AUDITS, ok=302, method="post"),
    Page("odd-access-answer", AUDITS, lambda door: (door.odd.pk,)),
    Page("worker-homes", frozenset({"adam"})),
    Page("worker-home", frozenset({"adam", "tariq"}), lambda door: (door.referral.team.manager_id,)),
    Page("blind-matches", WRITE | LOGS_CONTACTS),
    # Nobody is named on the restricted record, so the match is for nobody.
    Page("blind-match", args=lambda door: (door.match.pk,), sees=frozenset()),
    Page("blind-match-take-over", args=lambda door: (door.match.pk,), sees=RESTRICTS),
    # Tokens of the API: an administrator's work; everybody sees their own, and to the others there is none.
    Page("tokens"),
    Page("token-make", ADMINISTERS),
    Page("token-collect", args=lambda door: (door.token.pk,), sees=frozenset({"pc"})),
    Page("token-withdraw", args=lambda door: (door.token.pk,), sees=frozenset({"pc", "adam"})),
    # Drafts
    Page("draft", args=lambda door: ("note:1",), ok=400, method="post", signed_out=401),
    Page("draft-csrf", signed_out=401),
    Page("draft-discard", args=lambda door: ("note:1",), ok=302, method="post"),
    Page("draft-swap", args=lambda door: ("note:1",), ok=302, method="post"),
    # The front door
    Page("conference-diary", WRITE),
    Page("mash-queue", DOOR),
    Page("contacts-decided", DOOR),
    Page("contact-new", LOGS_CONTACTS),
    Page("contact-matches", LOGS_CONTACTS, method="post"),
    Page("contact", args=lambda door: (door.row.contact_id,), sees=DOOR),
    Page("contact-urgency", LOGS_CONTACTS, lambda door: (door.row.contact_id,), sees=DOOR),
    Page("check-ask", ASKS_PARTNERS, lambda door: (door.row.contact_id,), sees=DOOR),
    Page("check-answer", ASKS_PARTNERS, lambda door: (door.check.pk,), sees=DOOR),
    Page("contact-decide", DECIDES, lambda door: (door.row.pk,), sees=DOOR),
    Page(
        "contact-same-person",
        LOGS_CONTACTS,
        lambda door: (door.row.pk,),
        ok=302,
        sees=DOOR,
        method="post",
        sent=(("known", "new"),),
    ),
    Page("referrals-waiting", MANAGE),
    Page("referral-accept", MANAGE, lambda door: (door.referral.pk,), sees=SEES["own"]),
    Page("referral-decline", DECIDES, lambda door: (door.referral.pk,), sees=SEES["own"]),
    Page("early-help-list", LOGS_CONTACTS),
    Page("early-help", args=lambda door: (door.early_help.pk,), sees=DOOR),
    Page("early-help-edit", LOGS_CONTACTS, lambda door: (door.early_help.pk,), sees=DOOR),
    Page("early-help-close", LOGS_CONTACTS, lambda door: (door.early_help.pk,), sees=DOOR),
    Page("early-help-step-up", LOGS_CONTACTS, lambda door: (door.early_help.pk,), sees=DOOR),
    # Partners
    Page("partner-home", frozenset({"pc"})),
    Page("partner-contact-new", frozenset({"pc"})),
    Page("partner-contact", frozenset({"pc"}), lambda door: (door.partner_row.contact_id,)),
    # The API
    Page("api-contacts", frozenset({"pc"}), signed_out=401),
    Page("api-contact", frozenset({"pc"}), lambda door: (door.partner_row.contact_id,), signed_out=401),
    Page("api-contacts-queue", DOOR, signed_out=401),
    Page("api-children", STAFF, signed_out=401),
    Page("api-clocks", STAFF, signed_out=401),
    Page("api-alerts", signed_out=401),
    Page("api-token", signed_out=401),
    Page("api-schema", signed_out=200),
]
