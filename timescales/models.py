"""Clocks, the warnings given, what the council set for itself, and what the nightly check found.

A clock is derived: everything in it but the reason for lateness follows from the record, and is stored so that
it can be asked for fast. Only timescales.services writes here.
"""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit import as_known
from audit.tracking import track_only, track_rows
from people.models import Child
from staff.models import User
from timescales import rules
from timescales.rulebook import Rule, rulebook
from timescales.stages import Stage
from timescales.working_days import local_date


class ClockQuerySet(models.QuerySet["Clock"]):
    def open(self) -> Self:
        return self.filter(stopped_at__isnull=True)

    def overdue(self, now: datetime | None = None) -> Self:
        return self.open().filter(due_at__lt=now or timezone.now())

    def stopped_late(self) -> Self:
        return self.filter(stopped_at__gt=F("due_at"), lapsed=False)


# Everything else in a clock follows from the record, and is worked out again for the past.
@track_only(
    "late_reason",
    "late_reason_by",
    "late_reason_at",
    beside=("id", "child", "rule_id", "variant", "subject_kind", "subject_id", "started_at", "applies_on"),
    history="ClockReasonEvent",
)
class Clock(models.Model):
    """One run of one timescale for one child: a visit that is due, and the one before it, are two clocks."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="clocks")
    rule_id = models.CharField(max_length=40)
    variant = models.CharField(max_length=30, blank=True)
    # The record it belongs to, for example ("assessment", 12).
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_worker_at = models.DateTimeField()
    warn_team_manager_at = models.DateTimeField()
    warn_service_manager_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    lapsed = models.BooleanField("stopped because it was no longer needed", default=False)
    explanation = models.TextField()

    # The rule of its day, copied, so that an old record shows what it was measured against.
    applies_on = models.DateField()
    duration = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    rule_holds_from = models.DateField(null=True, blank=True)
    local = models.BooleanField("number set by the council", default=False)
    # Given by the record where a rule falls due at an event, not after a number of days.
    fixed_due_on = models.DateField(null=True, blank=True)

    late_reason = models.TextField(blank=True)
    late_reason_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    late_reason_at = models.DateTimeField(null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "rule_id", "subject_kind", "subject_id", "started_at"], name="clock_once_per_run"
            ),
            models.CheckConstraint(
                condition=Q(lapsed=False) | Q(stopped_at__isnull=False), name="clock_lapsed_is_stopped"
            ),
        ]
        indexes = [
            # What is overdue, or due next, across the department.
            models.Index(fields=["due_at"], condition=Q(stopped_at__isnull=True), name="clock_open_due"),
            # What is due for one child, or next for each child of a list.
            models.Index(fields=["child", "due_at"], condition=Q(stopped_at__isnull=True), name="clock_open_child_due"),
            # The sweep: open clocks whose first warning has come.
            models.Index(fields=["warn_worker_at"], condition=Q(stopped_at__isnull=True), name="clock_open_warn"),
            # Finished late, and nobody has said why: few among all that ever stopped.
            models.Index(
                fields=["stopped_at"],
                condition=Q(stopped_at__gt=F("due_at"), lapsed=False, late_reason=""),
                name="clock_late_unexplained",
            ),
            # The clocks of one record, for its page.
            models.Index(fields=["subject_kind", "subject_id"], name="clock_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.explanation}"

    @property
    def rule(self) -> Rule:
        """The rule as the law has it on the day whose law holds for this clock."""
        return rulebook().find(self.rule_id, self.variant, self.applies_on)

    @property
    def title(self) -> str:
        return self.rule.title

    @property
    def due_on(self) -> date:
        return local_date(self.due_at)

    @property
    def due(self) -> date | datetime:
        """As it is told: a day, or for a rule in hours the moment."""
        return rules.due_as_told(self.due_at, self.unit)

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None

    def state(self, now: datetime | None = None) -> rules.State:
        return rules.state(
            now=now or as_known.now(),
            amber_at=self.warn_worker_at,
            due_at=self.due_at,
            stopped_at=self.stopped_at,
            lapsed=self.lapsed,
        )

    def days_left(self, today: date | None = None) -> int:
        """Calendar days until it is due; negative once it has passed."""
        return (self.due_on - (today or as_known.today())).days

    def stage_moments(self) -> dict[Stage, datetime]:
        """From which moment each stage has come; overdue begins just after the last moment in time."""
        return {
            Stage.WORKER: self.warn_worker_at,
            Stage.TEAM_MANAGER: self.warn_team_manager_at,
            Stage.SERVICE_MANAGER: self.warn_service_manager_at,
            Stage.OVERDUE: self.due_at,
        }

    def stages_reached(self, now: datetime) -> list[Stage]:
        return [
            stage
            for stage, moment in self.stage_moments().items()
            if (now > moment if stage is Stage.OVERDUE else now >= moment)
        ]


class ClockWarning(models.Model):
    """A stage that has been told. One row a stage, written with the alerts or not at all, is what tells it once."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="warnings")
    stage = models.CharField(max_length=20, choices=Stage)
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "stage"], name="clockwarning_each_stage_once")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.raised_at:%-d %B %Y}"


@track_rows()
class LocalTimescale(models.Model):
    """A council's own number for a rule, from a day on: stricter than the law where the law has one."""

    rule_id = models.CharField(max_length=40)
    variant = models.CharField(max_length=30, blank=True)
    duration = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    from_on = models.DateField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule_id", "variant", "from_on"], name="localtimescale_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.duration} {self.unit} from {self.from_on}"


@track_rows()
class ExtraNonWorkingDay(models.Model):
    """A day that counts no more: a bank holiday newly proclaimed, or a day when the council is closed.

    It moves what was open when it was added. Taken back it stays here, since clocks that stopped meanwhile keep it.
    """

    day = models.DateField()
    name = models.CharField(max_length=100)
    by_council = models.BooleanField("closed by the council, not a bank holiday", default=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(withdrawn_at__isnull=True), name="extranonworkingday_once"
            ),
        ]
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%-d %B %Y}"


class ReconcileRun(models.Model):
    """One night's recomputing of every clock from the record."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    children = models.PositiveIntegerField(default=0)
    differences = models.PositiveIntegerField(default=0)

    class Meta:
        get_latest_by = "started_at"

    def __str__(self) -> str:
        return f"{self.started_at:%-d %B %Y}: {self.differences} differences"


class ClockFault(models.Model):
    """A clock that did not follow from the record: a fault in the program, kept after it was put right."""

    run = models.ForeignKey(ReconcileRun, on_delete=models.CASCADE, related_name="faults")
    child_id = models.BigIntegerField()
    rule_id = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    # "missing", "not in the record", or "differs".
    what = models.CharField(max_length=20)
    stored = models.JSONField(default=dict)
    worked_out = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["child_id"], name="clockfault_child")]

    def __str__(self) -> str:
        return f"{self.rule_id} of {self.subject_kind} {self.subject_id}: {self.what}"
