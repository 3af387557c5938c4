"""Two records of one person become one, and two again: the comparison, the merge, the way back.

A room says what only it knows of its own rows with `register_rule`; all other rows follow by the foreign keys.
"""

from people.merging.comparison import Comparison, compare_records
from people.merging.journal import Merging
from people.merging.merge import merge_people
from people.merging.registry import Look, Question, register_after, register_plain_column, register_rule
from people.merging.unmerge import Unmerged, unmerge_people

__all__ = [
    "Comparison",
    "Look",
    "Merging",
    "Question",
    "Unmerged",
    "compare_records",
    "merge_people",
    "register_after",
    "register_plain_column",
    "register_rule",
    "unmerge_people",
]
