"""The drawing of a family, and the same in words."""

from datetime import date

import pytest

from people.codes import RelationshipKind as Kind
from people.family import family_of
from people.family_tree import tree_of
from people.services import raise_adult_to_identify
from tests.factories.people import CLERK, adult, child, parent_of, related

pytestmark = pytest.mark.django_db


def test_generations_stand_in_rows_from_the_oldest_down():
    maisie, kelly, joan = child(), adult(), adult("Joan", date_of_birth=date(1961, 2, 2))
    parent_of(kelly, maisie)
    parent_of(joan, kelly)
    rows = {box.name: box.y for box in tree_of(family_of(maisie)).boxes}
    assert rows["Joan Clarke"] < rows["Kelly Clarke"] < rows["Maisie Clarke"]


def test_somebody_not_yet_known_has_a_box_of_their_own():
    maisie = child()
    raise_adult_to_identify(child=maisie, role="father", by=CLERK)
    tree = tree_of(family_of(maisie))
    assert [(box.name, box.detail) for box in tree.boxes if box.unknown] == [("Not yet known", "Father")]
    assert "Father: not yet known, to be found out." in tree.sentences


def test_parental_responsibility_is_drawn_and_said():
    maisie, kelly, dean = child(), adult(), adult("Dean", sex="M")
    parent_of(kelly, maisie, pr=True)
    parent_of(dean, maisie, pr=False)
    tree = tree_of(family_of(maisie))
    assert [box.name for box in tree.boxes if box.responsible] == ["Kelly Clarke"]
    assert "Kelly Clarke: mother, has parental responsibility." in tree.sentences
    assert "Dean Clarke: father, does not have parental responsibility." in tree.sentences


def test_no_two_boxes_overlap_in_a_family_of_fourteen_and_all_lie_inside_the_picture():
    maisie, kelly, dean = child(), adult(), adult("Dean", sex="M")
    related(Kind.PARTNER, kelly, dean)
    for parent in (kelly, dean):
        parent_of(parent, maisie)
        for number in range(11):
            parent_of(parent, child(f"Child{number}")) if parent is kelly else None
    tree = tree_of(family_of(maisie))
    places = {(box.x, box.y) for box in tree.boxes}
    assert len(places) == len(tree.boxes) == 14
    for box in tree.boxes:
        assert box.x >= 0
        assert box.right <= tree.width
        assert box.bottom <= tree.height
        beside = [one for one in tree.boxes if one.y == box.y and one is not box]
        assert all(one.right <= box.x or one.x >= box.right for one in beside)


def test_partners_stand_side_by_side():
    maisie, kelly, joan, dean = child(), adult(), adult("Joan"), adult("Dean", sex="M")
    for parent in (kelly, joan, dean):
        parent_of(parent, maisie)
    related(Kind.PARTNER, kelly, dean)
    row = [box.name for box in tree_of(family_of(maisie)).boxes if box.name != "Maisie Clarke"]
    assert abs(row.index("Kelly Clarke") - row.index("Dean Clarke")) == 1
