"""How much is odd. The council's own numbers: change them here. Its working hours stand in the settings."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Thresholds:
    """Days, counts and factors that the rules ask with."""

    # The same worker and child are not listed again so soon.
    again_after_days: int = 28
    # A closed case stays open to its team so long that its papers can be finished (staff.policies).
    after_closing_days: int = 28
    # A decided contact is still read about, by whoever decided it.
    after_decision_hours: int = 48
    # Many records: at least so many children in one day, and so many times the worker's own usual day before.
    many_least: int = 40
    many_times: int = 3
    usual_days: int = 28
    # Outside working hours: so many openings in a day.
    hours_least: int = 3
    # Looked again and again: on so many days of so many, without writing anything.
    repeated_days: int = 5
    repeated_of: int = 14

    def values(self) -> dict[str, int]:
        return asdict(self)


COUNCIL = Thresholds()
