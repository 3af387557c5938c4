"""Made-up people, recorded through the services by a clerk, so that every name, event and history row is real.

NHS numbers from 999 000 0000 up and telephone numbers from 07700 900000 to 900999 are kept for inventions.
"""

from dataclasses import dataclass
from datetime import date

from people import services
from people.codes import RelationshipKind
from people.models import Address, Child, Person, Relationship, Residence


@dataclass(frozen=True)
class Clerk:
    """Whoever typed it: the audit log wants a person."""

    pk: int = 1

    def get_full_name(self) -> str:
        return "Clare Clerk"


CLERK = Clerk()


def child(forename: str = "Maisie", surname: str = "Clarke", *, by=CLERK, **facts) -> Child:
    """A girl born on 3 April 2019, unless the facts say otherwise."""
    if "expected_date_of_birth" not in facts:
        facts = {"date_of_birth": date(2019, 4, 3), "sex": "F", **facts}
    return services.record_child(forename=forename, surname=surname, by=by, **facts)


def adult(forename: str = "Kelly", surname: str = "Clarke", *, by=CLERK, **facts) -> Person:
    """A woman born on 11 June 1990, unless the facts say otherwise."""
    facts = {"date_of_birth": date(1990, 6, 11), "sex": "F", **facts}
    return services.record_person(forename=forename, surname=surname, by=by, **facts)


def person(forename: str = "", surname: str = "", *, by=CLERK, **facts) -> Person:
    """Somebody of whom only this is known."""
    return services.record_person(forename=forename, surname=surname, by=by, **facts)


def home(line1: str = "12 High Street", postcode: str = "LS1 4AP", *, by=CLERK, **parts) -> Address:
    return services.record_address(line1=line1, postcode=postcode, by=by, **parts)


def lives(
    someone: Person, address: Address, from_on: date | None = date(2024, 9, 2), *, by=CLERK, **facts
) -> Residence:
    return services.move_home(person=someone, address=address, from_on=from_on, by=by, **facts)


def related(kind: str, one: Person, other: Person, *, by=CLERK, **facts) -> Relationship:
    """`one` is the … of `other`."""
    return services.relate(from_person=one, to_person=other, kind=kind, by=by, **facts)


def parent_of(parent: Person, child: Person, *, pr: bool | None = True, by=CLERK) -> Relationship:
    return related(RelationshipKind.PARENT, parent, child, parental_responsibility=pr, by=by)
