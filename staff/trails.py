"""What changes in this room's rows tell of a child: who held the case, who was let in, who was kept out."""

from audit.trails import Trail, by_way_of, names_things, not_told, own, register_trail, through
from staff.models import (
    AccessGrant,
    Agency,
    Allocation,
    ApiToken,
    ConflictOfInterest,
    Locality,
    RestrictedPerson,
    Restriction,
    RestrictionReview,
    Team,
    User,
)

SPAN = {"from_on": "Since", "to_on": "Until"}
OPENED = {"asked": "Who is asked whether it was right", "answer_words": "Answer in words"}


def register() -> None:
    """Called once when the room is loaded."""
    restricted = through(Restriction, child="child")
    for trail in (
        Trail(Allocation, "Who holds the case", own("child"), SPAN),
        Trail(AccessGrant, "Opened from outside the team", own("child"), OPENED),
        # Only those named on it see anything of a restricted record, so they alone read this.
        Trail(Restriction, "Restriction", own("child"), SPAN),
        Trail(RestrictionReview, "Review of the restriction", by_way_of("restriction", restricted)),
    ):
        register_trail(trail)
    not_told(RestrictedPerson, "Whom a restriction hides; the restriction itself is told.")
    not_told(ConflictOfInterest, "Tells of a worker's own family, to nobody but those who keep it.")
    for model in (Locality, Agency, Team, User, ApiToken):
        not_told(model, "About no child.")
    names_things(User, Team, Agency)
