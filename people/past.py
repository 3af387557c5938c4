"""What holds for the past of this room's rows."""

from audit import as_known
from people.models import Residence

# By the row itself, or by the person, also under the number that the person goes on under after a merge.
KEPT_CONFIDENTIAL_TODAY = """
EXISTS (
    SELECT 1 FROM public.people_residence AS today
    LEFT JOIN public.people_person AS was ON was.id = "then".person_id
    WHERE today.confidential AND (
        today.id = "then".id
        OR today.address_id = "then".address_id AND today.person_id IN (was.id, was.merged_into_id)
    )
)
"""


def register() -> None:
    """Called once when the room is loaded."""
    as_known.has_a_past("people")
    # An address that is kept confidential today is confidential in the past as well.
    as_known.tighten(Residence, "confidential", KEPT_CONFIDENTIAL_TODAY)
