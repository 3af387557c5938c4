"""The family in sentences, for whoever does not see the drawing. Pure."""

from people.family_tree.members import Kin, Node
from people.rules.birthdays import said

KEY = [
    "Square: male. Circle: female. Triangle: not yet born. Diamond: not known.",
    "Double outline: the child. Dashed outline: somebody not yet identified. Cross: has died.",
    "Shaded: lives with the child. PR: has parental responsibility for the child.",
    "Line: partners. Dashed line: parents of a child who are not recorded as partners, or another tie.",
]


def sentences_of(kin: Kin) -> list[str]:
    """One for each person, the oldest generation first, the child before brothers and sisters."""
    nodes = sorted(kin.nodes.values(), key=lambda node: (node.row, not node.index, node.unknown, str(node.born)))
    return [_sentence(kin, node) for node in nodes]


def _sentence(kin: Kin, node: Node) -> str:
    if node.unknown:
        known = f": {node.note.rstrip('.')}" if node.note else ""
        return f"{node.label} not yet known{known}."
    parts = [node.name]
    if node.label:
        parts.append(_lower_first(node.label))
    if node.due:
        parts.append(f"expected on {said(node.due)}")
    if node.born:
        parts.append(f"born {node.born.year}")
    if node.died:
        parts.append(f"died {node.died.year}")
    if node.responsible:
        parts.append("has parental responsibility")
    if node.at_home:
        parts.append(f"lives with {kin.nodes[kin.index].name}")
    parents = [kin.nodes[key] for key in kin.parents.get(node.key, [])]
    named = [parent.name if not parent.unknown else f"a {parent.label.lower()} not yet known" for parent in parents]
    if named:
        parts.append(f"child of {' and '.join(named)}")
    return f"{', '.join(parts)}."


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]
