"""What other rooms' pages of a child's record load from this room."""

from typing import Any

from django import template
from django.template import Context

from casework import header
from people.models import Child

register = template.Library()


@register.inclusion_tag("casework/child_header.html", takes_context=True)
def child_header(context: Context, child: Child, current: str = "") -> dict[str, Any]:
    """`{% child_header child "notes" %}`: the child's name and flags, who holds the case, and the record's pages."""
    return {
        "child": child,
        # The record's first page has no heading of its own: there the name is it.
        "is_first_page": current in ("child", "overview"),
        "allocations": header.held_by(child),
        "flags": header.flags_on(child),
        "pages": header.navigation(child, "child" if current == "overview" else current, context["request"].user),
    }
