"""The states of an assessment and the only ways between them, as one table."""

from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    AUTHORISED = "authorised"


class Step(StrEnum):
    SAVE = "save"
    SUBMIT = "submit"
    RETURN = "send back"
    AUTHORISE = "authorise"
    CHECK_MIDWAY = "look at half-way"


WORDS = {
    State.DRAFT: "Being written",
    State.SUBMITTED: "Waiting for a manager",
    State.RETURNED: "Sent back",
    State.AUTHORISED: "Authorised",
}

TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.SAVE): State.DRAFT,
    (State.DRAFT, Step.CHECK_MIDWAY): State.DRAFT,
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    # The worker may go on writing while the manager reads: the manager is told of a version saved meanwhile.
    (State.SUBMITTED, Step.SAVE): State.SUBMITTED,
    (State.SUBMITTED, Step.RETURN): State.RETURNED,
    (State.SUBMITTED, Step.AUTHORISE): State.AUTHORISED,
    (State.RETURNED, Step.SAVE): State.RETURNED,
    (State.RETURNED, Step.CHECK_MIDWAY): State.RETURNED,
    (State.RETURNED, Step.SUBMIT): State.SUBMITTED,
}

REFUSALS = {
    Step.SAVE: "This assessment has been authorised, so its words can no longer be changed. Write a case note instead.",
    Step.RETURN: "This assessment is not waiting for a manager, so it cannot be sent back.",
    Step.AUTHORISE: "This assessment has not been submitted, so it cannot be authorised yet.",
    Step.CHECK_MIDWAY: "This assessment has been submitted: send it back or authorise it.",
}
ALREADY = {
    State.SUBMITTED: "This assessment has already been submitted.",
    State.AUTHORISED: "This assessment has already been authorised.",
}


def state_of(submitted_at: datetime | None, returned_at: datetime | None, authorised_at: datetime | None) -> State:
    """The state, read from the dates that the record holds."""
    if authorised_at:
        return State.AUTHORISED
    if submitted_at:
        return State.SUBMITTED
    return State.RETURNED if returned_at else State.DRAFT


def check_step(state: State, step: Step) -> State:
    """The state that the step leads to. Raises ValidationError with a sentence where it leads nowhere."""
    after = TRANSITIONS.get((state, step))
    if after is None:
        repeated = step in (Step.SUBMIT, Step.AUTHORISE, Step.RETURN) and state in ALREADY
        done = repeated and (state == State.AUTHORISED or step == Step.SUBMIT)
        raise ValidationError(ALREADY[state] if done else REFUSALS[step])
    return after
