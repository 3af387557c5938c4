"""What happens beside the main thread: calls, a move, a father found, a document, a mark on the chronology."""

from datetime import datetime

from casework import services
from casework.codes import CaseNoteKind
from demo.life import Act, Life
from people import services as people
from people.codes import AdultRole
from people.models import AdultToIdentify


def call_noted(life: Life) -> Act:
    """A telephone call, or the manager's word after supervision, on the record of every child of the case."""

    def act(at: datetime) -> None:
        if not life.episodes:
            return
        supervision = life.maybe(0.3)
        services.write_case_note(
            children=life.records(life.open_cases),
            kind=CaseNoteKind.SUPERVISION if supervision else CaseNoteKind.TELEPHONE,
            happened_at=at,
            text=life.voice.common("oversight" if supervision else "calls"),
            by=life.manager if supervision else life.lead,
            at=life.hours.soon(at, 5, 60),
        )

    return act


def move_house(life: Life) -> Act:
    """The family moves; the worker writes it down on the day or within the week."""

    def act(at: datetime) -> None:
        if not life.episodes:
            return
        line, code = life.family.homes[life.homes_had % len(life.family.homes)]
        life.homes_had += 1
        by = life.lead
        address = people.record_address(line1=line, town=life.family.locality.town, postcode=code, by=by, at=at)
        people.move_household(people=life.records(life.open_cases), address=address, by=by, from_on=at.date(), at=at)

    return act


def father_found(life: Life) -> Act:
    """Whoever was a blank gets a name: for the first child a new record, for the others the same man."""

    def act(at: datetime) -> None:
        father = life.family.father
        blanks = AdultToIdentify.objects.filter(
            child__in=life.records(life.open_cases), role=AdultRole.FATHER, closed_on__isnull=True
        ).order_by("pk")
        for blank in blanks.select_related("child"):
            names = {"person": father.record} if father.record else father.fields()
            father.record = people.identify_adult(adult=blank, by=life.lead, at=at, **names)

    return act


def joint_worker(life: Life) -> Act:
    """A colleague of the same team works beside the lead for a while."""
    from staff.services import add_joint_worker

    def act(at: datetime) -> None:
        if not life.episodes:
            return
        others = [user for user in life.cast.members[life.team] if user.pk != life.lead.pk]
        colleague = life.rng.choice(others)
        for child in life.open_cases:
            add_joint_worker(child=life.record_of(child), worker=colleague, by=life.manager, at=at)

    return act


def significant(life: Life) -> Act:
    """The worker marks the first visit as one that matters."""
    from audit.queries import events_for_child

    def act(at: datetime) -> None:
        for child in life.open_cases[:1]:
            events = events_for_child(life.record_of(child).pk)
            event = events.filter(kind__in=["visit_recorded", "contact"], occurred_at__lte=at).first()
            if event is None:
                continue
            services.mark_event(
                child=life.record_of(child),
                event_id=event.pk,
                significant=True,
                note=life.voice.common("significant", child),
                by=life.lead,
                at=at,
            )

    return act


def document_kept(life: Life) -> Act:
    """A letter, or a drawing that the child made, kept as a file."""
    from demo.documents import drawing, letter

    def act(at: datetime) -> None:
        for child in life.open_cases[:1]:
            record = life.record_of(child)
            if life.maybe(0.4):
                title, upload = f"Drawing by {child.forename}", drawing(life.rng)
            else:
                said = life.voice.common("calls", child)
                title, upload = "Letter from school", letter(child.school, [f"About {child.name}", said])
            services.add_document(child=record, title=title, upload=upload, by=life.lead, at=at)

    return act


def grandmother_linked(life: Life) -> Act:
    """A grandmother who rang is put into the family, with the mother whom the record knows."""

    def act(at: datetime) -> None:
        if not life.episodes:
            return
        grandmother = life.family.grandmother
        grandmother.record = grandmother.record or people.record_person(by=life.lead, at=at, **grandmother.fields())
        for child in life.open_cases:
            people.relate(
                from_person=grandmother.record,
                to_person=life.record_of(child),
                kind="grandparent",
                safe_to_contact=True,
                by=life.lead,
                at=at,
            )

    return act
