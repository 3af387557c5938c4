"""A family drawn: who stands where, with which sign, and the same in words."""

import re
from datetime import date
from itertools import combinations

import pytest
from django.template.loader import render_to_string

from people.codes import RelationshipKind as Kind
from people.family_tree import FamilyTree, tree_of
from people.family_tree.drawing import wrap
from people.models import Child
from tests.factories.families import Household


def drawn(household: Household, **options) -> FamilyTree:
    return tree_of(household.family(), **options)


def box_of(tree: FamilyTree, name: str):
    return next(box for box in tree.boxes if box.title.startswith(name))


@pytest.fixture
def clarkes() -> Household:
    """A mother, a father who is known by his mother as well, a stepfather, a half-brother and a baby to come."""
    home = Household()
    mother = home.add("Kelly", sex="F", born=1990, home=True)
    father = home.add("Dean", "Reed", sex="M", born=1988)
    stepfather = home.add("Marcus", "Oyelaran", sex="M", born=1985, home=True)
    home.parents([home.child], mother, father)
    home.parents([home.add("Leo", sex="M", born=2015)], mother)
    home.parents([home.add("Baby", expected_date_of_birth=date(2026, 12, 1))], mother, stepfather, responsible=None)
    home.tie(Kind.PARTNER, mother, stepfather)
    home.tie(Kind.STEP_PARENT, stepfather, home.child)
    home.parents([mother], home.add("Joan", sex="F", born=1961), home.add("Alf", sex="M", died_on=date(2020, 1, 1)))
    return home


def test_generations_stand_in_rows(clarkes):
    tree = drawn(clarkes)
    generations = (["Joan", "Alf"], ["Kelly", "Dean", "Marcus"], ["Maisie", "Leo", "Baby"])
    rows = [{box_of(tree, name).y for name in names} for names in generations]
    assert [len(row) for row in rows] == [1, 1, 1]
    assert sorted(rows, key=min) == rows


@pytest.mark.parametrize(
    ("name", "shape"), [("Kelly", "circle"), ("Dean", "square"), ("Baby", "triangle"), ("Maisie", "circle")]
)
def test_signs_are_those_of_a_genogram(clarkes, name, shape):
    assert box_of(drawn(clarkes), name).shape == shape


def test_the_child_the_dead_the_responsible_and_those_at_home_are_marked(clarkes):
    tree = drawn(clarkes)
    assert [box.title for box in tree.boxes if box.index] == ["Maisie Clarke"]
    assert [box.title for box in tree.boxes if box.died] == ["Alf Clarke, grandfather"]
    assert {box.title for box in tree.boxes if box.responsible} == {"Kelly Clarke, mother", "Dean Reed, father"}
    assert {box.title for box in tree.boxes if box.at_home} == {"Kelly Clarke, mother", "Marcus Oyelaran, stepfather"}


def test_partners_stand_side_by_side_with_their_child_below_and_between(clarkes):
    tree = drawn(clarkes)
    kelly, marcus, baby = (box_of(tree, name) for name in ("Kelly", "Marcus", "Baby"))
    assert abs(kelly.x - marcus.x) == 136
    assert [line.dashed for line in tree.lines if line.kind == "partners"] == [False]
    middle = (kelly.x + marcus.x) // 2
    line = next(line for line in tree.lines if line.kind == "children" and line.path.startswith(f"M{middle} {kelly.y}"))
    assert f"M{baby.x} " in line.path


def test_parents_who_are_no_partners_are_joined_by_dashes(clarkes):
    dashed = [line for line in drawn(clarkes).lines if line.kind == "parents"]
    assert [line.dashed for line in dashed] == [True, True]  # Kelly and Dean; Joan and Alf


def test_a_stepfather_who_is_the_mothers_partner_needs_no_line_of_his_own(clarkes):
    assert [line for line in drawn(clarkes).lines if line.kind == "tie"] == []


def test_somebody_not_yet_known_has_a_place():
    home = Household()
    home.parents([home.child], home.add("Kelly", sex="F", born=1990))
    home.ask_for("father", "Called Dan")
    home.ask_for("adult_in_home")
    tree = drawn(home)
    father, other = (box for box in tree.boxes if box.unknown)
    assert {father.shape, other.shape} == {"square", "diamond"}
    assert "Father not yet known: Called Dan." in tree.sentences
    assert "Maisie Clarke, born 2019, child of Kelly Clarke and a father not yet known." in tree.sentences


def test_a_child_of_whom_nothing_else_is_known_is_still_drawn():
    tree = drawn(Household())
    assert [box.title for box in tree.boxes] == ["Maisie Clarke"]
    assert tree.lines == []
    assert tree.width > 0


def test_of_some_only_the_name_is_told(clarkes):
    leo = next(row.to_person for row in clarkes.relations if row.to_person.forename == "Leo")
    clarkes.at_home.append(leo)
    tree = drawn(clarkes, named_only={leo.pk})
    box = box_of(tree, "Leo")
    assert not box.at_home
    assert (box.shape, [text.words for text in box.texts]) == ("diamond", ["Leo Clarke", "Brother"])
    assert "2015" not in " ".join(text.words for text in box.texts) + tree.description


def test_a_mother_who_is_a_child_herself_stands_above_her_baby():
    home = Household("Kelly", date_of_birth=date(2010, 6, 11))
    baby = home.add("Maisie", of=Child, sex="F", born=2026)
    home.parents([baby], home.child)
    tree = drawn(home)
    assert box_of(tree, "Kelly").y < box_of(tree, "Maisie").y
    assert [box.title for box in tree.boxes if box.responsible] == []


def large_family() -> Household:
    """Twelve brothers and sisters with long names, four fathers, a carer and grandparents."""
    home = Household("Oluwatobiloba", "Featherstonehaugh-Ramakrishnan")
    mother = home.add("Bernadette-Louise", "Featherstonehaugh", sex="F", born=1983)
    fathers = [home.add(f"Father{number}", "Brzęczyszczykiewicz", sex="M", born=1980) for number in range(4)]
    children = [home.add(f"Child{number}", "Featherstonehaugh", born=2004 + number) for number in range(12)]
    for child in children:
        home.tie(Kind.SIBLING, child, home.child)
    home.parents([home.child, *children[:3]], mother, fathers[0])
    for number in (1, 2, 3):
        home.parents(children[3 * number : 3 * number + 3], mother, fathers[number])
    grandparents = [home.add("Gran", sex="F", born=1955), home.add("Grandad", sex="M", born=1950)]
    home.parents([mother], *grandparents)
    home.tie(Kind.PARTNER, *grandparents)
    home.tie(Kind.CARER, home.add("Winifred", "Adeyemi", sex="F", born=1970), home.child)
    home.tie(Kind.SIBLING, home.add("Told", "Only", sex="M", born=2012), home.child)
    return home


def test_in_a_large_family_nobody_stands_on_another_and_all_is_inside():
    tree = drawn(large_family())
    assert len(tree.boxes) == 22
    for one, other in combinations(tree.boxes, 2):
        assert abs(one.x - other.x) >= 100 or abs(one.y - other.y) >= 100, (one.title, other.title)
    for box in tree.boxes:
        assert box.left >= 0
        assert box.right <= tree.width
        assert all(text.y < tree.height for text in box.texts)
    numbers = [float(number) for line in tree.lines for number in re.findall(r"[MH](-?[\d.]+)", line.path)]
    assert min(numbers) >= 0
    assert max(numbers) <= tree.width


def test_brothers_and_sisters_of_one_couple_stand_together_eldest_first():
    tree = drawn(large_family())
    row = [box.title.split()[0] for box in tree.boxes if box.y == box_of(tree, "Child0").y]
    assert [name for name in row if name in {"Child0", "Child1", "Child2", "Oluwatobiloba"}] == [
        "Child0",
        "Child1",
        "Child2",
        "Oluwatobiloba",
    ]
    at = row.index("Child0")
    assert row[at : at + 4] == ["Child0", "Child1", "Child2", "Oluwatobiloba"]


def test_level_lines_of_different_brothers_and_sisters_do_not_lie_on_each_other():
    tree = drawn(large_family())
    spans = [
        (int(y), int(left), int(right))
        for line in tree.lines
        if line.kind == "children"
        for left, y, right in re.findall(r"M(\d+) (\d+)H(\d+)", line.path)
    ]
    for (y, a, b), (z, c, d) in combinations(spans, 2):
        assert y != z or b < c or d < a


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Maisie Clarke", ["Maisie Clarke"]),
        ("Marcus Oyelaran-Featherstone", ["Marcus", "Oyelaran-Feathers…"]),
        ("Mary Jane Rose Clarke Jones", ["Mary Jane Rose", "Clarke Jones"]),
        ("A B C D E F G H I J K L M N O P Q R S", ["A B C D E F G H I", "J K L M N O P Q R…"]),
        ("", []),
    ],
)
def test_long_names_are_wrapped_and_cut(name, lines):
    assert wrap(name) == lines


def test_the_drawing_has_a_name_a_description_and_no_style_of_its_own(clarkes):
    html = render_to_string("components/family_tree.html", {"tree": drawn(clarkes)})
    assert 'role="img"' in html
    assert 'aria-labelledby="family-tree-title family-tree-description"' in html
    assert '<title id="family-tree-title">Family tree of Maisie Clarke</title>' in html
    assert "Kelly Clarke, mother, born 1990, has parental responsibility" in html
    assert "style=" not in html
    assert html.count("<li>") == len(clarkes.family().members) + 1


def test_names_cannot_break_the_drawing():
    html = render_to_string("components/family_tree.html", {"tree": drawn(Household("<script>", '"&'))})
    assert "<script>" not in html
