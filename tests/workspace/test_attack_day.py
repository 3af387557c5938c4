"""The pack for a day without the system: who is in it, what it says, who may open it."""

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from people.models import Phone, PhoneUse
from staff.attack_day import Section, Standing, register_section, sections
from staff.models import Alert
from staff.restrictions import restrict_record
from tests.factories import casework as cases
from tests.factories import people, staff
from tests.factories.pages import count_queries
from tests.factories.referrals import on_contact
from timescales.services import refresh_clocks
from workspace import nightly
from workspace.attack_day import gathering
from workspace.attack_day.making import PackError, make_pack

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "four-plain-words-here", "four-other-words-there"


@pytest.fixture(autouse=True)
def _passwords(settings):
    settings.PACK_PASSWORD, settings.PACK_RESTRICTED_PASSWORD = PASSWORD, ""


def read(file: Path, password: str = PASSWORD) -> str:
    """What somebody reads who opens it."""
    clear = io.BytesIO()
    with pikepdf.open(file, password=password) as pdf:
        assert pdf.encryption.R == 6  # AES-256
        pdf.save(clear, encryption=False)
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(clear).pages).split())


def reached_by(person, number: str) -> None:
    phone = Phone.objects.get_or_create(number=number)[0]
    PhoneUse.objects.create(person=person, phone=phone)


@pytest.fixture
def maisie(anna):
    """Assessed by Anna, at home with her mother, whom one may ring, and a father whom one may not."""
    episode = cases.a_case(anna, referred_on=timezone.localdate() - timedelta(days=50))
    child = episode.child
    cases.an_assessment(anna, episode)
    flat = people.home("12 High Street", "LS1 4AP")
    mother, father = people.adult("Kelly", "Clarke", sex="F"), people.adult("Dean", "Moss", sex="M")
    for person in (child, mother):
        people.lives(person, flat)
    people.parent_of(mother, child)
    relation = people.parent_of(father, child)
    relation.safe_to_contact = False
    relation.save()
    reached_by(mother, "+447700900123")
    refresh_clocks(child)
    return child


def pack(tmp_path: Path) -> Path:
    return tmp_path / "pack.pdf"


def test_the_pack_says_who_where_why_and_whom_to_ring(maisie, tmp_path):
    made = make_pack(pack(tmp_path))
    text = read(pack(tmp_path))
    assert [one.children for one in made] == [1]
    for part in (
        "Maisie Clarke",
        "1 June 2017",
        "12 High Street, LS1 4AP",
        "Kelly Clarke, mother, lives there: 07700 900123",
        "Dean Moss, father Not safe to contact.",
        "Not safe to contact: Dean Moss (father).",
        "Assessment open since",
        "Anna Example, anna@council.example (North)",
        "Tariq Example, tariq@council.example",
        "Not seen yet",
        "Child and family assessment: due",
        "By lead worker",
        "Open assessments: 1",
    ):
        assert part in text, part


def test_it_opens_with_the_password_alone_and_only_its_owner_may_read_the_file(maisie, tmp_path):
    make_pack(pack(tmp_path))
    content = pack(tmp_path).read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"Maisie" not in content
    for wrong in ("", "four-plain-words", OTHER):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(pack(tmp_path), password=wrong)
    assert pack(tmp_path).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["pack.pdf"]


def test_a_contact_that_waits_is_in_it_and_the_front_door_answers_for_it(mo, tmp_path, department):
    child = people.child("Noah", "Price", date_of_birth=date(2020, 5, 4))
    on_contact(mo, child, concern="Heard shouting again, and a child who cried.")
    make_pack(pack(tmp_path))
    text = read(pack(tmp_path))
    assert "Noah Price" in text
    assert "waits for a decision" in text
    assert "Heard shouting again" in text
    assert "Maya Example, maya@council.example" in text


@pytest.fixture
def sara(department):
    """The service manager, who may restrict a record."""
    return department.sara


def test_a_restricted_record_is_counted_and_named_nowhere_not_even_as_a_relative(maisie, anna, sara, tmp_path):
    restrict_record(child=maisie, reason="A colleague's family", named=[sara], by=sara)
    episode = cases.a_case(anna, people.child("Tom", "Reid"))
    cases.an_assessment(anna, episode)
    people.related("other", maisie, episode.child)
    make_pack(pack(tmp_path))
    text = read(pack(tmp_path))
    assert "Tom Reid" in text
    assert "Maisie" not in text
    assert "1 restricted record is not in this file" in text
    assert "ask Sara Example, sara@council.example" in text


def test_restricted_records_have_a_file_and_a_password_of_their_own(maisie, sara, tmp_path, settings):
    settings.PACK_RESTRICTED_PASSWORD = OTHER
    restrict_record(child=maisie, reason="A colleague's family", named=[sara], by=sara)
    made = make_pack(pack(tmp_path))
    aside = tmp_path / "pack-restricted.pdf"
    assert [(one.file, one.children) for one in made] == [(pack(tmp_path), 0), (aside, 1)]
    assert "Maisie Clarke" in read(aside, OTHER)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(aside, password=PASSWORD)


def test_a_short_password_or_one_for_both_is_refused(tmp_path, settings):
    settings.PACK_RESTRICTED_PASSWORD = PASSWORD
    with pytest.raises(PackError, match="not the same"):
        make_pack(pack(tmp_path))
    settings.PACK_PASSWORD = "secret"
    with pytest.raises(CommandError, match="at least 14 characters"):
        call_command("attack_day_pack", str(pack(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_a_later_room_puts_its_children_in(anna, tmp_path, monkeypatch):
    monkeypatch.setattr("staff.attack_day._sections", {one.key: one for one in sections()})
    child = people.child("Ada", "Bell")
    register_section(Section("care", "Children in care", 10, lambda day: [Standing(child.pk, "In care, section 20.")]))
    make_pack(pack(tmp_path))
    text = read(pack(tmp_path))
    assert "Children in care: 1" in text
    assert "In care, section 20." in text


def test_the_page_in_the_list_is_the_page_at_the_foot(anna, tmp_path, monkeypatch):
    """Typeset in pieces of two, so that the count has to go on from one to the next."""
    monkeypatch.setattr("workspace.attack_day.pdf.PIECE", 2)
    for name in ("Adams", "Brown", "Cole", "Dunn", "Eames"):
        cases.an_assessment(anna, cases.a_case(anna, people.child("Mia", name)))
    make_pack(pack(tmp_path))
    text = read(pack(tmp_path))
    for name, page in (("Adams", 1), ("Brown", 1), ("Cole", 2), ("Dunn", 2), ("Eames", 3)):
        assert re.search(rf"{name}, Mia, [^,]*? {page}\b", text), name
    assert [int(page) for page in re.findall(r"Page (\d+)", text)] == [1, 2, 3]


def test_as_many_questions_for_many_children_as_for_few(anna):
    now = timezone.now()

    def asked(number: int) -> int:
        for place in range(number):
            child = people.child(f"Child{place}", "Field")
            people.lives(child, people.home(f"{place} Long Lane {number}", "LS2 9XX"))
            cases.an_assessment(anna, cases.a_case(anna, child))
        found = gathering.wanted(now.date())
        return count_queries(lambda: gathering.entries(found.ids(restricted=False), found, now, hide=True))

    few = asked(2)
    assert asked(20) == few <= 16


# The nightly job


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    settings.PACK_DIR = str(tmp_path / "packs")
    return tmp_path / "packs"


def night(day: int, hour: int = 2):
    return cases.moment(2026, 3, day, hour)


def test_each_night_once_and_a_missed_night_is_made_up_for(maisie, folder):
    assert nightly.nightly_pack(night(2, 0)) is None  # not yet night
    assert nightly.nightly_pack(night(2)) == folder / "attack-day-2026-03-02.pdf"
    assert nightly.nightly_pack(night(2, 3)) is None
    # Worker and beat were off on the 3rd until the afternoon.
    assert nightly.nightly_pack(night(3, 15)) == folder / "attack-day-2026-03-03.pdf"


def test_old_ones_go_but_never_the_latest_three(folder, settings):
    folder.mkdir()
    for day in range(1, 12):
        (folder / f"attack-day-2026-02-{day:02}.pdf").touch()
    (folder / "notes.pdf").touch()
    settings.PACK_KEEP_DAYS = 1
    nightly.nightly_pack(night(2))
    left = sorted(path.name for path in folder.glob("*.pdf"))
    assert left == ["attack-day-2026-02-10.pdf", "attack-day-2026-02-11.pdf", "attack-day-2026-03-02.pdf", "notes.pdf"]


def test_a_failure_is_told_to_administrators_once_a_day_and_tried_again(folder, settings, department):
    admin = staff.user("ada", role="administrator")
    settings.PACK_PASSWORD = ""
    for hour in (2, 3):
        with pytest.raises(PackError):
            nightly.nightly_pack(night(2, hour))
    told = Alert.objects.get(user=admin)
    assert told.text.startswith("The nightly attack-day pack was not made.")
    settings.PACK_PASSWORD = PASSWORD
    assert nightly.nightly_pack(night(2, 4)) is not None


def test_the_nightly_backup_is_whole_and_opens_with_the_key(tmp_path, settings):
    from parts.backup import check
    from parts.backup_keys import make_key

    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.BACKUP_RECIPIENTS = [make_key(tmp_path / "backup.key")]
    settings.MEDIA_ROOT = tmp_path
    made = nightly.nightly_backup(night(2))
    assert made == tmp_path / "backups" / "casework-2026-03-02.age"
    assert check(made, tmp_path / "backup.key").database_bytes > 0
    assert nightly.nightly_backup(night(2, 3)) is None
