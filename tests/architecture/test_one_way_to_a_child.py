"""A child comes from an address only through the gate, which also writes the opening down."""

import inspect

from django.views import View

from tests.architecture.addresses import Address, addresses

GATES = ("child_for(",)
# Shows a name and a team, and opens nothing: it asks for the reason.
ASKS_FOR_A_REASON = {"open-with-reason": "child_outside_team_for(", "my-family": "child_outside_team_for("}


def source_of(view: object) -> str:
    """What the project wrote of a view: the function, or the class with the classes it is built on."""
    if inspect.isclass(view):
        own = [cls for cls in view.__mro__ if cls not in View.__mro__ and not cls.__module__.startswith("django")]
        return "\n".join(inspect.getsource(cls) for cls in own if not cls.__module__.startswith("rest_framework"))
    return inspect.getsource(inspect.unwrap(view))


def names_a_child(address: Address) -> bool:
    return "child_pk" in address.route or address.route.startswith(("children/<", "api/v1/children/<"))


def goes_through_the_gate(address: Address) -> bool:
    source = source_of(address.view)
    gate = ASKS_FOR_A_REASON.get(address.name)
    return gate in source if gate else any(call in source for call in GATES)


def test_every_page_of_a_child_goes_through_the_gate():
    pages = [address for address in addresses() if names_a_child(address)]
    assert pages, "there are pages of a child's record"
    assert [address.route for address in pages if not goes_through_the_gate(address)] == []


def test_the_child_is_called_child_pk_in_every_address():
    routes = [address.route for address in addresses() if address.route.startswith("children/<")]
    assert [route for route in routes if not route.startswith("children/<int:child_pk>/")] == []


def test_the_check_notices_a_view_that_fetches_the_child_itself():
    def careless(request, child_pk):
        return child_pk

    assert "child_for(" not in source_of(careless)
