"""Every write to clocks. A service above calls `refresh_clocks` in its own transaction, after its own writes."""

from timescales.services.late_reasons import give_late_reason, reason_needed
from timescales.services.own_days import add_non_working_day, withdraw_non_working_day
from timescales.services.own_numbers import set_local_timescale
from timescales.services.reconciling import reconcile
from timescales.services.refreshing import clocks_together, refresh_clocks
from timescales.services.sweeping import SweepError, SweepResult, sweep

__all__ = [
    "SweepError",
    "SweepResult",
    "add_non_working_day",
    "clocks_together",
    "give_late_reason",
    "reason_needed",
    "reconcile",
    "refresh_clocks",
    "set_local_timescale",
    "sweep",
    "withdraw_non_working_day",
]
