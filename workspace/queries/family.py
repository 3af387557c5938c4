"""A child's family as one reader may see it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import Http404

from people.family import Family, Member, family_of
from people.models import AdultToIdentify, Child, Person, PhoneUse, Relationship, Residence, VehicleUse
from staff.models import User
from staff.policies import people_visible_to
from workspace.queries.reach import Reach, reach_of

HIDDEN_ADDRESS = "Confidential address"


@dataclass(frozen=True)
class Relative:
    """One member of the family, with how the person is reached."""

    member: Member
    address: str
    phones: list[PhoneUse]
    vehicles: list[VehicleUse]
    # Whether the reader may open the relative's own record as a child.
    record_open: bool

    @property
    def facts_open(self) -> bool:
        """A child of another team is named as a relative, and nothing more is told."""
        return self.record_open or not self.person.is_child

    @property
    def person(self) -> Person:
        return self.member.person


def visible_family(user: User, child: Child) -> Family:
    """The family without anybody whose record is restricted for the reader: not shown, not drawn, not counted."""
    family = family_of(child)
    known = people_visible_to(user).filter(pk__in=_named_in(family)).values_list("pk", flat=True)
    return _only(family, {*known, child.pk})


def family_with_reach(
    user: User, child: Child, unknown: list[AdultToIdentify] | None = None
) -> tuple[Family, list[Relative], Reach]:
    """The same family; each member with address, telephones and cars; and how the child is reached. One query more
    than the family itself takes, however large it is.
    """
    family = family_of(child, unknown)
    reach = reach_of(user, {*_named_in(family), child.pk}, names_of=child.pk)
    own = reach.get(child.pk, Reach())
    family = _only(family, {*reach, child.pk})
    return family, [_relative(member, reach[member.person.pk], own) for member in family.members], own


def _named_in(family: Family) -> set[int]:
    ids = {member.person.pk for member in family.members} | {person.pk for person in family.household}
    return ids | {pk for row in family.relations for pk in (row.from_person_id, row.to_person_id)}


def _only(family: Family, known: Collection[int]) -> Family:
    return replace(
        family,
        members=[member for member in family.members if member.person.pk in known],
        household=[person for person in family.household if person.pk in known],
        relations=[row for row in family.relations if row.from_person_id in known and row.to_person_id in known],
    )


def _relative(member: Member, reach: Reach, own: Reach) -> Relative:
    return Relative(member, _address(reach.home, own.home), reach.phones, reach.vehicles, reach.record_open)


def _address(home: Residence | None, own: Residence | None) -> str:
    """A relative's address; one that is kept confidential is told only where the child lives there too."""
    if home is None:
        return ""
    if own and own.address_id == home.address_id:
        return "Lives with the child"
    return HIDDEN_ADDRESS if home.confidential else str(home.address)


def phones_of(person_ids: Collection[int]) -> dict[int, list[PhoneUse]]:
    """The telephones that each uses today. One query."""
    grouped: dict[int, list[PhoneUse]] = {}
    for use in PhoneUse.objects.current().filter(person__in=person_ids).select_related("phone").order_by("pk"):
        grouped.setdefault(use.person_id, []).append(use)
    return grouped


def family_member(user: User, child: Child, pk: int) -> Person:
    """The child, or somebody of the family whom the reader may see. Raises Http404 for anybody else."""
    if pk == child.pk:
        return child
    for member in visible_family(user, child).members:
        if member.person.pk == pk:
            return member.person
    raise Http404


def relationship_of(user: User, child: Child, pk: int) -> Relationship:
    """A relationship of the child's with somebody whom the reader may see. Raises Http404 for any other."""
    rows = Relationship.objects.filter(pk=pk).select_related("from_person", "to_person")
    row = rows.filter(from_person=child).first() or rows.filter(to_person=child).first()
    if row is None or not people_visible_to(user).filter(pk=other_end(row, child).pk).exists():
        raise Http404
    return row


def other_end(row: Relationship, child: Child) -> Person:
    return row.to_person if row.from_person_id == child.pk else row.from_person


def household_records(user: User, child: Child) -> QuerySet[Person]:
    """Those who live with the child today and whom the reader may see: they may have moved as well."""
    ids = [person.pk for person in visible_family(user, child).household]
    return people_visible_to(user).filter(pk__in=ids).order_by("date_of_birth", "pk")


def unknown_adult_of(child: Child, pk: int) -> AdultToIdentify:
    """An adult of this child's who has not been named yet. Raises Http404 for any other."""
    row = AdultToIdentify.objects.filter(child=child, pk=pk, closed_on__isnull=True).first()
    if row is None:
        raise Http404
    return row


def phone_use_of(person: Person, pk: int) -> PhoneUse:
    row = PhoneUse.objects.filter(person=person, pk=pk, to_on__isnull=True).select_related("phone").first()
    if row is None:
        raise Http404
    return row


def vehicle_use_of(person: Person, pk: int) -> VehicleUse:
    row = VehicleUse.objects.filter(person=person, pk=pk, to_on__isnull=True).select_related("vehicle").first()
    if row is None:
        raise Http404
    return row


def residence_of(child: Child, pk: int) -> Residence:
    """A place where the child lives or stays today. Raises Http404 for any other."""
    row = Residence.objects.filter(person=child, pk=pk, to_on__isnull=True).select_related("person", "address").first()
    if row is None:
        raise Http404
    return row


def addresses_of(child: Child) -> list[Residence]:
    """Every address that the child has had, the latest first."""
    rows = Residence.objects.filter(person=child).select_related("address")
    return sorted(rows, key=lambda row: (row.to_on is None, str(row.from_on or ""), row.pk), reverse=True)
