"""Who is told of what in child protection, once each: on the page, and by an e-mail that names nobody."""

from datetime import datetime

from django.urls import reverse

from people.models import Child
from safeguarding.models import Conference, Section47Enquiry
from staff.models import User
from staff.queries import responsible_for
from staff.services import alert


def _tell(user: User | None, child: Child, kind: str, text: str, key: str, url: str, *, by: User, at: datetime) -> None:
    if user and user.pk != by.pk:
        alert(user=user, kind=kind, text=f"{child.name}: {text}", key=key, url=url, child_id=child.pk, at=at)


def _page(enquiry: Section47Enquiry) -> str:
    return reverse("enquiry", args=[enquiry.child_id, enquiry.pk])


def tell_of_enquiry(enquiry: Section47Enquiry, *, by: User, at: datetime) -> None:
    """The worker who carries it."""
    text = "a section 47 enquiry has started, and you carry it"
    _tell(enquiry.worker, enquiry.child, "section47", text, f"section47:{enquiry.pk}", _page(enquiry), by=by, at=at)


def tell_of_handing_in(enquiry: Section47Enquiry, *, by: User, at: datetime) -> None:
    """The manager of the team that holds the child, each time it is handed in."""
    line = responsible_for([enquiry.child_id]).get(enquiry.child_id)
    key = f"section47-submitted:{enquiry.pk}:{at:%Y%m%dT%H%M%S}"
    text = "a section 47 enquiry waits for your decision"
    manager = line.team_manager if line else None
    _tell(manager, enquiry.child, "section47_submitted", text, key, _page(enquiry), by=by, at=at)


def tell_of_decision(enquiry: Section47Enquiry, *, by: User, at: datetime) -> None:
    """Whoever carries the enquiry: it came back, or is done."""
    done = bool(enquiry.authorised_at)
    text = "the section 47 enquiry has been authorised" if done else "the section 47 enquiry has come back to you"
    kind = "section47_authorised" if done else "section47_returned"
    key = f"{kind}:{enquiry.pk}:{at:%Y%m%dT%H%M%S}"
    _tell(enquiry.worker, enquiry.child, kind, text, key, _page(enquiry), by=by, at=at)


def tell_of_booking(conference: Conference, children: list[Child], *, by: User, at: datetime) -> None:
    """The chair, of one child of the sitting: the page leads to all."""
    child = children[0]
    key = f"conference:{conference.pk}:{conference.starts_at:%Y%m%dT%H%M}:{conference.chair_id}"
    url = reverse("conference", args=[child.pk, conference.pk])
    _tell(conference.chair, child, "conference", f"you chair the {str(conference).lower()}", key, url, by=by, at=at)
