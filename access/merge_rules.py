"""What becomes of blind matches when two records become one."""

from access.models import BlindMatch, NewInFamily
from people.merging import Merging, register_rule


def register() -> None:
    register_rule(BlindMatch, "person_id", "matches with new records", settle=keep_one_match, choosable=False)
    register_rule(NewInFamily, "person_id", "new in the family", settle=keep_one_newcomer, choosable=False)


def keep_one_match(merging: Merging) -> None:
    """The same contact may have met both; one match with the record that goes on is enough."""
    mine = BlindMatch.objects.filter(person=merging.survivor.pk)
    for row in BlindMatch.objects.filter(person=merging.absorbed.pk):
        same = mine.filter(contact=row.contact_id) if row.contact_id else mine.filter(recorded_id=row.recorded_id)
        if same.exists():
            merging.stay(row)


def keep_one_newcomer(merging: Merging) -> None:
    """Both may have come into the same family; one question is enough."""
    mine = NewInFamily.objects.filter(person=merging.survivor.pk)
    for row in NewInFamily.objects.filter(person=merging.absorbed.pk):
        same = mine.filter(restriction=row.restriction_id) if row.restriction_id else mine.filter(bar=row.bar_id)
        if same.exists():
            merging.stay(row)
