"""What was told of the clocks before the bench begins."""

from bench.load.table import Table


def load_warnings(table: Table) -> None:
    """Every stage that has come was told, and most late finishes have their reason: what a department looks like that works so."""
    for stage, reached in (
        ("worker", "warn_worker_at <= now()"),
        ("team_manager", "warn_team_manager_at <= now()"),
        ("service_manager", "warn_service_manager_at <= now()"),
        ("overdue", "due_at < now()"),
    ):
        moment = "due_at" if stage == "overdue" else f"warn_{stage}_at"
        table.insert(
            "timescales_clockwarning", f"timescales_clock WHERE {reached} AND (stopped_at IS NULL OR stopped_at > {moment})",
            clock_id="id", stage=f"'{stage}'", raised_at=moment,
        )  # fmt: skip
    table.run(
        "UPDATE timescales_clock SET late_reason = 'The family was away.' WHERE stopped_at > due_at AND NOT lapsed"
        " AND id % 10 <> 0"
    )
