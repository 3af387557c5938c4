"""Who works here, in which team and under whom; which children they hold; who may see what in spite of that."""

from staff.models.access import (
    AccessGrant,
    ConflictOfInterest,
    RestrictedPerson,
    Restriction,
    RestrictionReview,
    WorkerHome,
)
from staff.models.alert import Alert
from staff.models.allocation import Allocation, AllocationQuerySet
from staff.models.token import ApiToken, ApiTokenQuerySet
from staff.models.workers import Agency, Locality, Team, User, front_door_of

__all__ = [
    "AccessGrant",
    "Agency",
    "Alert",
    "Allocation",
    "AllocationQuerySet",
    "ApiToken",
    "ApiTokenQuerySet",
    "ConflictOfInterest",
    "Locality",
    "RestrictedPerson",
    "Restriction",
    "RestrictionReview",
    "Team",
    "User",
    "WorkerHome",
    "front_door_of",
]
