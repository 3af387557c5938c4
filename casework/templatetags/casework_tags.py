"""What other rooms' pages of a child's record load from this room."""

from typing import Any

from django import template

from casework import header
from people.models import Child

register = template.Library()


@register.inclusion_tag("casework/child_header.html")
def child_header(child: Child, current: str = "") -> dict[str, Any]:
    """`{% child_header child "notes" %}`: the child's name and flags, who holds the case, and the record's pages."""
    return {
        "child": child,
        "allocations": header.held_by(child),
        "flags": header.flags_on(child),
        "pages": header.navigation(child, "child" if current == "overview" else current),
    }
