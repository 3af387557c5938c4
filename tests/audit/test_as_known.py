"""The tables as they were known: what the views answer, that nothing can be written, and nothing is left behind."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, InternalError, connection, transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import as_known
from audit.models import Event
from audit.services import record_event
from casework.models import CaseNote, CaseNoteChild
from people.models import Child, Person, PersonName, Phone, PhoneUse, Residence
from staff.models import Allocation, User
from tests.factories.past import happening, london
from tests.factories.people import child, home, lives
from timescales.models import Clock

pytestmark = pytest.mark.django_db

EARLIER, LATER = london(4, 1), london(5, 1)


@pytest.fixture
def nell() -> Child:
    with happening(EARLIER) as clock:
        nell = child("Nell", "Ashworth")
        clock.moment = LATER
        Person.objects.filter(pk=nell.pk).update(religion="Quaker")
    return nell


def religion_at(nell: Child, moment: datetime) -> list[str]:
    with as_known.known_at(moment, nell.pk):
        return list(Person.objects.filter(pk=nell.pk).values_list("religion", flat=True))


def test_the_tables_answer_for_the_moment(nell):
    second = timedelta(seconds=1)
    assert religion_at(nell, EARLIER - second) == []
    assert religion_at(nell, EARLIER) == [""]
    assert religion_at(nell, LATER - second) == [""]
    assert religion_at(nell, LATER) == ["Quaker"]
    assert Person.objects.get(pk=nell.pk).religion == "Quaker"


def test_a_row_that_was_taken_away_is_there_until_then(nell):
    with happening(EARLIER) as clock:
        name = PersonName.objects.create(person=nell, kind="former", forename="Nelly", surname="Hale")
        clock.moment = LATER
        name.delete()
    for moment, there in ((EARLIER, True), (LATER, False)):
        with as_known.known_at(moment, nell.pk):
            assert PersonName.objects.filter(kind="former").exists() is there


def test_events_are_those_written_down_by_then(nell):
    with happening(LATER):
        record_event(
            kind="case_note", summary="Told late", by=None, job="t", child_id=nell.pk, at=london(3, 1)
        )  # it happened before, and nobody knew
    with as_known.known_at(EARLIER, nell.pk):
        assert not Event.objects.filter(summary="Told late").exists()
    with as_known.known_at(LATER, nell.pk):
        assert Event.objects.filter(summary="Told late").exists()


def test_staff_and_their_allocations_are_todays(nell, anna):
    Allocation.objects.create(child=nell, team=anna.team, worker=anna, from_on=london(6, 1).date())
    with as_known.known_at(EARLIER, nell.pk):
        assert Allocation.objects.filter(child=nell).exists()
        assert User.objects.filter(pk=anna.pk).exists()


def test_every_tracked_table_but_those_of_who_may_see_what_has_a_past():
    tracked = {model for model in apps.get_models() if hasattr(model, "pgh_event_model") and not model._meta.proxy}
    today = {model for room in ("staff", "access") for model in apps.get_app_config(room).get_models()}
    assert set(as_known.tables_with_a_past()) == tracked - today - {Clock}


def test_counts_and_groups_work_on_the_past(nell):
    with as_known.known_at(LATER, nell.pk):
        found = Child.objects.annotate(count=Count("residences")).get(pk=nell.pk)
        assert found.count == 0


# Nothing can be written


@pytest.mark.parametrize(
    "write",
    [
        lambda nell: Person.objects.filter(pk=nell.pk).update(religion="None"),
        lambda nell: Person.objects.get(pk=nell.pk).delete(),
        lambda nell: record_event(kind="x", summary="x", by=None, job="x"),
        lambda nell: connection.cursor().execute("UPDATE public.people_person SET religion = 'None'"),
        lambda nell: connection.cursor().execute("DELETE FROM staff_alert"),
    ],
)
def test_no_write_gets_through(nell, write):
    with pytest.raises(DatabaseError), as_known.known_at(EARLIER, nell.pk):
        write(nell)
    assert Person.objects.get(pk=nell.pk).religion == "Quaker"


# Nothing is left behind


def assert_clean(nell: Child) -> None:
    assert as_known.moment_shown() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind IN ('v', 'r')")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT 'people_person'::regclass::text, current_setting('transaction_read_only')")
        assert cursor.fetchone() == ("people_person", "off")
    assert connection.features.allows_group_by_selected_pks is True
    Person.objects.filter(pk=nell.pk).update(first_language="Welsh")


@pytest.mark.parametrize("fault", [None, ValueError("in the page"), "SELECT 1/0", "SELECT pg_terminate_nothing()"])
@pytest.mark.django_db(transaction=True)
def test_the_connection_is_clean_afterwards(fault):
    nell = child("Nell", "Ashworth")
    expected = DatabaseError if isinstance(fault, str) else type(fault)
    if fault is None:
        religion_at(nell, LATER)
    else:
        with pytest.raises(expected), as_known.known_at(LATER, nell.pk):
            _fail(fault)
    assert_clean(nell)


def _fail(fault: str | Exception) -> None:
    if isinstance(fault, Exception):
        raise fault
    with connection.cursor() as cursor:
        cursor.execute(fault)


def test_a_savepoint_is_clean_afterwards_too(nell):
    with pytest.raises((InternalError, DatabaseError)), as_known.known_at(EARLIER, nell.pk), transaction.atomic():
        Person.objects.filter(pk=nell.pk).update(religion="None")
    assert_clean(nell)


# Whatever was done, and whenever

START = datetime(2026, 1, 1, tzinfo=UTC)
ACTS = st.lists(
    st.tuples(st.sampled_from(["name", "faith", "phone", "unphone", "note", "move", "forget"]), st.integers(0, 5)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, gaps=st.lists(st.integers(1, 9000), min_size=14, max_size=14), asked=st.integers(-10, 70000))
def test_the_past_is_what_a_replay_gives(anna, acts, gaps, asked):
    """Random edits at random moments; at a random moment the tables say what replaying the edits up to it says."""
    moment = START + timedelta(minutes=asked)
    with transaction.atomic():
        replayed = _play(acts, gaps, moment, anna)
        nell = Child.objects.order_by("pk").last()
        assert nell is not None
        with as_known.known_at(moment, nell.pk):
            assert _state(nell.pk) == replayed
        transaction.set_rollback(True)


def _play(acts, gaps, asked: datetime, anna: User) -> dict:
    """Does every act, and tells what was true when `asked` came: the state is copied after each act until then."""
    known: dict = {}
    with happening(START) as clock:
        nell = child("Nell", "Ashworth")
        if asked >= START:
            known = _state(nell.pk)
        for (act, number), gap in zip(acts, gaps, strict=False):
            clock.moment += timedelta(minutes=gap)
            _do(act, number, nell, anna)
            if clock.moment <= asked:
                known = _state(nell.pk)
    return known or {"names": set(), "faith": [], "phones": set(), "notes": [], "homes": set()}


def _do(act: str, number: int, nell: Child, anna: User) -> None:
    if act == "faith":
        Person.objects.filter(pk=nell.pk).update(religion=f"Faith {number}")
    elif act == "name":
        PersonName.objects.create(person=nell, kind="alias", forename=f"Nell{number}", surname="Ashworth")
    elif act == "phone":
        phone, _ = Phone.objects.get_or_create(number=f"+4477009000{number:02}")
        PhoneUse.objects.get_or_create(person=nell, phone=phone, to_on=None)
    elif act == "unphone":
        PhoneUse.objects.filter(person=nell).delete()
    elif act == "note":
        note = CaseNote.objects.create(kind="other", happened_at=START, text=f"Note {number}", written_by=anna)
        CaseNoteChild.objects.create(note=note, child=nell)
    elif act == "move":
        Residence.objects.filter(person=nell).delete()
        lives(nell, home(f"{number} High Street"), from_on=None)
    else:
        PersonName.objects.filter(person=nell, kind="alias").delete()


def _state(pk: int) -> dict:
    """What stands in the tables about one child."""
    return {
        "names": set(PersonName.objects.filter(person=pk).values_list("pk", "forename")),
        "faith": list(Person.objects.filter(pk=pk).values_list("religion", flat=True)),
        "phones": set(PhoneUse.objects.filter(person=pk).values_list("phone__number", flat=True)),
        "notes": sorted(CaseNote.objects.filter(children__child=pk).values_list("text", flat=True)),
        "homes": set(Residence.objects.filter(person=pk).values_list("address__line1", flat=True)),
    }


@pytest.mark.parametrize("model", as_known.tables_with_a_past(), ids=lambda model: model.__name__)
def test_a_row_of_the_past_is_found_and_compared_by_an_index(nell, model):
    with as_known.known_at(LATER, nell.pk), connection.cursor() as cursor:
        # Small tables are read through whatever stands in them: what is asked here is whether there is another way.
        cursor.execute("SET LOCAL enable_seqscan = off")
        query, values = model._base_manager.filter(pk=nell.pk).query.sql_with_params()
        cursor.execute(f"EXPLAIN {query}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute(
            r"SELECT count(*) FROM pg_indexes WHERE tablename = %s AND indexname LIKE '%%\_versions'",
            [model.pgh_event_model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)
    assert "Seq Scan" not in plan
