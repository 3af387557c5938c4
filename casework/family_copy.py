"""The family's copy of an assessment: a PDF in plain words, without what the family must not learn from it."""

from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from casework.assessment_words import Part, factor_words, parts_of
from casework.models import Assessment
from casework.paper import paper
from casework.rules.assessment import age_on
from casework.rules.withholding import address_secrets, withhold
from people.family import siblings_of
from people.models import Child, Relationship, Residence

# Words that a room above knows must not reach the family: a referrer who asked not to be named.
Secrets = Callable[[Child], list[str]]
_further: list[Secrets] = []


def add_secrets(secrets: Secrets) -> None:
    """Let a room above name words that the family's copy must leave out."""
    _further.append(secrets)


def family_copy(assessment: Assessment, name: str, without: Collection[str] = ()) -> bytes:
    """The PDF. `without` names parts that are left out of this copy, for example the child's own words."""
    return paper("casework/assessment_pdf.html", _words(assessment, name, without))


def family_copy_html(assessment: Assessment, name: str, without: Collection[str] = ()) -> str:
    """What the PDF is made of."""
    return render_to_string("casework/assessment_pdf.html", _words(assessment, name, without))


def _words(assessment: Assessment, name: str, without: Collection[str]) -> dict[str, Any]:
    secrets = secrets_about(assessment.child)
    parts = [
        Part(part.field, part.heading, withhold(part.text, secrets), part.quoted)
        for part in parts_of(assessment, name)
        if part.text.strip() and part.field not in without
    ]
    child = assessment.child
    return {
        "assessment": assessment,
        "child": child,
        "name": name,
        "age": age_on(child.date_of_birth, assessment.started_on) if child.date_of_birth else None,
        "parts": parts,
        "factors": factor_words(assessment),
        "next_steps": withhold(assessment.next_steps, secrets),
        "council_name": settings.COUNCIL_NAME,
    }


def secrets_about(child: Child) -> list[str]:
    """Every confidential address of the child and of those closest, and what the rooms above must keep back."""
    closest = {child.pk, *(one.pk for one in siblings_of([child.pk]).get(child.pk, []))}
    ties = Relationship.objects.filter(to_person=child) | Relationship.objects.filter(from_person=child)
    for from_pk, to_pk in ties.values_list("from_person_id", "to_person_id"):
        closest.update((from_pk, to_pk))
    hidden = Residence.objects.filter(person__in=closest, confidential=True).select_related("address")
    found = [secret for row in hidden for secret in address_secrets(row.address.line1, row.address.postcode)]
    return [*found, *(secret for ask in _further for secret in ask(child))]
