"""Dates of a child in need plan: section 17, census CINPlanDates (rule 4001: never beside a protection plan)."""

from datetime import date

from django.core.exceptions import ValidationError

from casework.rules.dates import check_not_future, check_order, words


def check_start(started_on: date, referral_date: date, today: date) -> None:
    check_not_future("started_on", "The start of the plan", started_on, today)
    check_order(
        "started_on", started_on, referral_date, f"The plan cannot start before the referral of {words(referral_date)}."
    )


def check_review(held_on: date, started_on: date, today: date) -> None:
    check_not_future("held_on", "The review", held_on, today)
    check_order("held_on", held_on, started_on, f"The plan started on {words(started_on)}: a review comes after that.")


def check_end(on: date, started_on: date, last_review_on: date | None, today: date) -> None:
    check_not_future("on", "The end of the plan", on, today)
    check_order("on", on, started_on, f"The plan started on {words(started_on)}: it cannot end before that.")
    if last_review_on and on < last_review_on:
        raise ValidationError({"on": f"The plan was reviewed on {words(last_review_on)}: it cannot end before that."})


def check_done(done_on: date, started_on: date, today: date) -> None:
    check_not_future("done_on", "The day on which this was done", done_on, today)
    check_order("done_on", done_on, started_on, f"The plan started on {words(started_on)}: choose that day or later.")


def check_actions(outcomes: list[tuple[str, list[tuple[str, str, date | None]]]], started_on: date) -> None:
    """Raises ValidationError on "outcomes" unless each has words, and each action has words and somebody to do it."""
    problems = []
    for text, actions in outcomes:
        if not text.strip():
            problems.append("Say what will be different for the child, or remove the outcome.")
        for action, owner, due_on in actions:
            if not action.strip():
                problems.append("Say what will be done, or remove the action.")
            elif not owner.strip():
                problems.append(f"Say who will do this: {action}")
            if due_on and due_on < started_on:
                problems.append(f"“{action}” cannot be due before the plan starts on {words(started_on)}.")
    if problems:
        raise ValidationError({"outcomes": problems})
