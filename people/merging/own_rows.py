"""How this room's own rows come together: names, homes, relations, telephones, vehicles, adults to be found out."""

from datetime import date

from django.db.models import Q

from people.codes import NameKind, ResidenceKind
from people.merging.journal import Merging
from people.merging.registry import Look, Question, register_rule
from people.models import AdultToIdentify, Person, PersonName, PhoneUse, Relationship, Residence, VehicleUse
from people.rules.birthdays import said
from people.rules.kin import EITHER_WAY

MAIN_ADDRESS = "main_address"


def register() -> None:
    register_rule(PersonName, "person_id", "names", settle=settle_names, choosable=False)
    register_rule(Relationship, "from_person_id", "relationships", settle=settle_relations, words=relation_words)
    register_rule(Relationship, "to_person_id", "relationships", words=relation_words)
    register_rule(Residence, "person_id", "addresses", settle=settle_homes, look=look_at_homes, words=home_words)
    register_rule(PhoneUse, "person_id", "telephone numbers", settle=settle_phones)
    register_rule(VehicleUse, "person_id", "vehicles", settle=settle_vehicles)
    register_rule(AdultToIdentify, "child_id", "adults to find out about", settle=settle_unknown_adults)
    register_rule(AdultToIdentify, "person_id", "adults found out about", choosable=False)


def settle_names(merging: Merging) -> None:
    """Both names are kept as names: the one that is not chosen becomes another name of the person."""
    survivor, current = merging.survivor, (merging.survivor.forename, merging.survivor.surname)
    own = PersonName.objects.filter(person=survivor.pk, kind=NameKind.CURRENT).first()
    others = PersonName.objects.filter(person=merging.absorbed.pk, kind=NameKind.CURRENT).first()
    for row, rival in ((own, others), (others, own)):
        if row and (row.forename, row.surname) != current:
            merging.change(row, kind=NameKind.ALIAS)
        elif row and row is others and rival and rival.kind == NameKind.CURRENT:
            merging.stay(row)


def relation_words(row: Relationship) -> str:
    return f"{row.from_person.name}: {row.get_kind_display().lower()} of {row.to_person.name}"


def settle_relations(merging: Merging) -> None:
    """The same relation said of both records stands once; between the two of them there is none."""
    survivor, absorbed = merging.survivor.pk, merging.absorbed.pk
    rows = Relationship.objects.filter(Q(from_person=survivor) | Q(to_person=survivor), to_on__isnull=True)
    standing = {key: row for row in rows for key in _keys(row, survivor)}
    for row in Relationship.objects.filter(Q(from_person=absorbed) | Q(to_person=absorbed)):
        if {row.from_person_id, row.to_person_id} == {survivor, absorbed}:
            merging.take(row)
            continue
        same = next((standing[key] for key in _keys(row, absorbed) if key in standing), None)
        if same is not None and row.to_on is None:
            _fill(merging, same, row)
            merging.take(row)


def _keys(row: Relationship, person: int) -> list[tuple[str, int, bool]]:
    """What the relation says, from the side of one of its two: kind, the other one, and which way round."""
    other, forward = (row.to_person_id, True) if row.from_person_id == person else (row.from_person_id, False)
    ways = (forward, not forward) if row.kind in EITHER_WAY else (forward,)
    return [(row.kind, other, way) for way in ways]


def _fill(merging: Merging, kept: Relationship, other: Relationship) -> None:
    """What only one of the two rows knows is known. Whoever is not safe to contact on either is not safe."""
    safe = False if False in (kept.safe_to_contact, other.safe_to_contact) else kept.safe_to_contact
    merging.change(
        kept,
        parental_responsibility=_first(kept.parental_responsibility, other.parental_responsibility),
        safe_to_contact=_first(safe, other.safe_to_contact),
        from_on=_earlier(kept.from_on, other.from_on),
        note=kept.note or other.note,
    )


def _first(one: bool | None, other: bool | None) -> bool | None:
    return other if one is None else one


def _earlier(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day]
    return min(known) if known else None


def home_words(row: Residence) -> str:
    address = "A confidential address" if row.confidential else str(row.address)
    return f"{address}{f', from {said(row.from_on)}' if row.from_on else ''}"


def look_at_homes(survivor: Person, absorbed: Person) -> Look:
    """Two main addresses today: which is the person's?"""
    main = Residence.objects.current().filter(kind=ResidenceKind.MAIN).select_related("address")
    ours, theirs = main.filter(person=survivor.pk).first(), main.filter(person=absorbed.pk).first()
    if not ours or not theirs or ours.address_id == theirs.address_id:
        return Look()
    newer = max((ours, theirs), key=lambda row: row.from_on or date.min)
    question = Question(
        MAIN_ADDRESS,
        "Where does the child live?" if survivor.is_child else "Which is the main address?",
        tuple((str(row.pk), home_words(row)) for row in (ours, theirs)),
        str(newer.pk),
        "The other one is kept with its dates.",
    )
    return Look((question,))


def settle_homes(merging: Merging) -> None:
    """One main address at a moment: the side whose address was chosen keeps its dates, the other's give way."""
    rows = list(
        Residence.objects.filter(person__in=[merging.survivor.pk, merging.absorbed.pk], kind=ResidenceKind.MAIN)
    )
    look = look_at_homes(merging.survivor, merging.absorbed)
    picked = merging.choices.get(MAIN_ADDRESS) or (look.questions[0].default if look.questions else "")
    leading = next((row.person_id for row in rows if str(row.pk) == picked), merging.survivor.pk)
    standing = [row for row in rows if row.person_id == leading]
    giving_way = sorted((row for row in rows if row.person_id != leading), key=lambda row: row.from_on or date.min)
    for row in giving_way:
        _give_way(merging, row, standing)


def _give_way(merging: Merging, row: Residence, standing: list[Residence]) -> None:
    """Cut where another stay begins; else the same house is said once, and another house is a further address."""
    rivals = [one for one in standing if _overlap(row, one)]
    if not rivals:
        return
    same = next((one for one in rivals if one.address_id == row.address_id), None)
    if (
        same is not None
        and (row.from_on or date.min) >= (same.from_on or date.min)
        and _reach(merging, same, row, standing)
    ):
        merging.take(row)
        return
    first = min(one.from_on or date.min for one in rivals)
    if (row.from_on or date.min) < first:
        merging.change(row, to_on=first)
    else:
        merging.change(row, kind=ResidenceKind.FURTHER)


def _reach(merging: Merging, same: Residence, row: Residence, standing: list[Residence]) -> bool:
    """Let the stay at this house last as long as either row says; not where another stay is in the way."""
    if (row.to_on or date.max) > (same.to_on or date.max):
        longer = Residence(from_on=same.from_on, to_on=row.to_on)
        if any(_overlap(longer, one) for one in standing if one.pk != same.pk):
            return False
        merging.change(same, to_on=row.to_on)
    merging.change(same, confidential=same.confidential or row.confidential)
    return True


def _overlap(one: Residence, other: Residence) -> bool:
    begins = max(one.from_on or date.min, other.from_on or date.min)
    return begins < min(one.to_on or date.max, other.to_on or date.max)


def settle_phones(merging: Merging) -> None:
    _say_once(merging, PhoneUse, "phone_id")


def settle_vehicles(merging: Merging) -> None:
    _say_once(merging, VehicleUse, "vehicle_id")


def _say_once(merging: Merging, model: type[PhoneUse] | type[VehicleUse], thing: str) -> None:
    """A number, or a car, that both records have today stands once, from the earlier day."""
    open_rows = model._default_manager.filter(to_on__isnull=True)
    standing = {getattr(row, thing): row for row in open_rows.filter(person=merging.survivor.pk)}
    for row in open_rows.filter(person=merging.absorbed.pk):
        kept = standing.get(getattr(row, thing))
        if kept:
            merging.change(kept, from_on=_earlier(kept.from_on, row.from_on))
            merging.take(row)


def settle_unknown_adults(merging: Merging) -> None:
    """The same unknown father twice is one thing to find out; what is known of him is kept on both rows."""
    open_rows = AdultToIdentify.objects.filter(closed_on__isnull=True).exclude(role="adult_in_home")
    standing = {row.role: row for row in open_rows.filter(child=merging.survivor.pk)}
    for row in open_rows.filter(child=merging.absorbed.pk):
        kept = standing.get(row.role)
        if kept:
            merging.change(kept, what_is_known=kept.what_is_known or row.what_is_known)
            merging.change(
                row,
                closed_on=max(merging.day, row.raised_on),
                closed_because="The same as on the record with which this one was merged.",
            )
