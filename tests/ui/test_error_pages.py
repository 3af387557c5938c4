"""The pages that nobody wants to see."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_nothing_of_the_request_that_failed(page):
    assert '<h1 class="govuk-heading-l">' in render_to_string(page)


def test_a_refusal_gives_its_reason():
    assert "Only Amy’s own worker may." in render_to_string("403.html", {"exception": "Only Amy’s own worker may."})
