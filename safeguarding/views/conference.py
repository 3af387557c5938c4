"""Conferences: the diary, one sitting, and what moves it on."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.paper import as_download
from casework.queries import siblings_for
from casework.views.pages import child_url, show
from people.models import Child
from safeguarding import queries, services
from safeguarding.forms.conference import (
    BookForm,
    CancelForm,
    CorrectDayForm,
    HoldForm,
    InviteForm,
    PostponeForm,
    ReportForm,
    SentForm,
)
from safeguarding.minutes import minutes
from safeguarding.models import Conference
from safeguarding.views.protection import Protecting
from staff.policies import check_may, child_for, children_visible_to
from staff.roles import Permission
from timescales.queries import open_clocks_for
from ui.forms import GovForm
from ui.words import moment

WEEKS = 4


@never_cache
@require_safe
def diary(request: HttpRequest) -> HttpResponse:
    """What has to be booked, what is booked too late, and the rooms of the next weeks."""
    check_may(request.user, Permission.WRITE_RECORD)
    today = timezone.localdate()
    ahead = today + timedelta(weeks=6)
    names = {
        "to_book": queries.to_book_for(request.user, ahead),
        "days": queries.diary(request.user, today, 7 * WEEKS),
        "today": today,
    }
    return render(request, "safeguarding/diary.html", names)


@never_cache
@require_safe
def conference(request: HttpRequest, child_pk: int, pk: int) -> HttpResponse:
    child = child_for(request.user, child_pk, page="conference")
    found = queries.conference_of(child, pk)
    visible = children_visible_to(request.user)
    names = {
        "conference": found,
        "rows": found.children.filter(child__in=visible).select_related("child"),
        "invitations": found.invitations.all(),
        "may_hold": request.user.may(Permission.CHAIR),
    }
    return show(request, "safeguarding/conference.html", child, "protection", **names)


@never_cache
@require_safe
def conference_minutes(request: HttpRequest, child_pk: int, pk: int) -> HttpResponse:
    """The record on paper, about those of its children whom the reader may see."""
    child = child_for(request.user, child_pk, page="conference, on paper")
    found = queries.conference_of(child, pk)
    if found.held_on is None:
        raise Http404
    visible = children_visible_to(request.user).filter(pk__in=found.children.values("child"))
    return as_download(minutes(found, list(visible)), f"{found.get_kind_display()} {found.held_on}")


class ConferenceBook(Protecting):
    form_class = BookForm
    heading = "Book a conference"
    submit_text = "Book conference"
    page = "conference, to book"

    def begin(self) -> HttpResponse | None:
        self.siblings = siblings_for(self.request.user, self.child)
        clock = open_clocks_for(self.child).filter(rule_id__in=queries.CONFERENCE_RULES).first()
        self.intro = f"It is due by {clock.due_on:%A %-d %B %Y}." if clock else ""
        self.due = clock
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"siblings": self.siblings, "rooms": queries.rooms(), "chairs": queries.chairs()}

    def get_initial(self) -> dict[str, Any]:
        rule = self.due.rule_id if self.due else ""
        kinds = {"icpc": "initial", "icpc.transfer_in": "transfer_in", "rcpc.first": "review", "rcpc.next": "review"}
        return {"kind": kinds.get(rule, ""), "length": "120"}

    def draft_key(self) -> str:
        return f"conference-book:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, BookForm)
        booked = services.book_conference(
            kind=form.cleaned_data["kind"],
            children=[self.child, *form.also()],
            by=self.request.user,
            **form.slot(),
        )
        messages.success(self.request, f"Booked for {moment(booked.starts_at)}.")
        return child_url("conference", self.child, booked.pk)


class AboutConference(Protecting):
    """A form about one sitting."""

    conference: Conference

    def begin(self) -> HttpResponse | None:
        self.conference = queries.conference_of(self.child, self.kwargs["pk"])
        return None

    def back_url(self) -> str:
        return child_url("conference", self.child, self.conference.pk)


class ConferencePostpone(AboutConference):
    form_class = PostponeForm
    heading = "Put off a conference"
    submit_text = "Save"
    page = "conference, to put off"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"rooms": queries.rooms(), "chairs": queries.chairs()}

    def get_initial(self) -> dict[str, Any]:
        one = self.conference
        return {"starts_at": one.starts_at, "room": one.room_id, "place": one.place, "chair": one.chair_id}

    def draft_key(self) -> str:
        return f"conference-postpone:{self.conference.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, PostponeForm)
        because = form.cleaned_data["because"]
        services.postpone_conference(conference=self.conference, because=because, by=self.request.user, **form.slot())
        return self.back_url()


class ConferenceCancel(AboutConference):
    form_class = CancelForm
    heading = "Call off a conference"
    submit_text = "Call it off"
    submit_kind = "warning"
    page = "conference, to call off"

    def save(self, form: GovForm) -> str:
        services.cancel_conference(conference=self.conference, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class ConferenceInvite(AboutConference):
    form_class = InviteForm
    heading = "Ask somebody to come"
    submit_text = "Save"
    page = "conference, to invite"

    def save(self, form: GovForm) -> str:
        services.invite_to_conference(conference=self.conference, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class ConferenceSent(AboutConference):
    """The record went out."""

    form_class = SentForm
    heading = "The record was sent"
    submit_text = "Save"
    page = "conference, record sent"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"invitations": self.conference.invitations.all()}

    def save(self, form: GovForm) -> str:
        typed = form.cleaned_data
        services.record_minutes_sent(
            conference=self.conference, to=list(typed["to"]), on=typed["on"], by=self.request.user
        )
        return self.back_url()


class ConferenceReport(AboutConference):
    form_class = ReportForm
    heading = "A report came"
    submit_text = "Save"
    page = "conference, report"

    def begin(self) -> HttpResponse | None:
        super().begin()
        self.invitation = queries.invitation_of(self.conference, self.kwargs["invitation_pk"])
        self.intro = f"From {self.invitation.name}"
        return None

    def get_initial(self) -> dict[str, Any]:
        return {
            "received_on": self.invitation.report_received_on,
            "shared_with_family_on": self.invitation.shared_with_family_on,
        }

    def save(self, form: GovForm) -> str:
        services.record_conference_report(invitation=self.invitation, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class ConferenceHold(AboutConference):
    """What the sitting decided. The chair writes it."""

    form_class = HoldForm
    heading = "Record what the conference decided"
    submit_text = "Save decisions"
    success_message = "Decisions saved."
    page = "conference, to record"
    permission = Permission.CHAIR

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "kind": self.conference.kind,
            "children": self._children(),
            "invitations": self.conference.invitations.all(),
        }

    def _children(self) -> list[Child]:
        return [row.child for row in self.conference.children.select_related("child")]

    def get_initial(self) -> dict[str, Any]:
        day = timezone.localdate(self.conference.starts_at)
        return {"held_on": day if day <= timezone.localdate() else None}

    def draft_key(self) -> str:
        return f"conference-hold:{self.conference.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, HoldForm)
        typed = form.cleaned_data
        services.hold_conference(
            conference=self.conference,
            held_on=typed["held_on"],
            results=form.results(),
            came=form.who_came(),
            discussion=typed["discussion"],
            why_not_quorate=typed["why_not_quorate"],
            by=self.request.user,
        )
        return self.back_url()


class ConferenceCorrect(AboutConference):
    form_class = CorrectDayForm
    heading = "Correct the day of a conference"
    submit_text = "Save day"
    page = "conference, to correct"
    permission = Permission.CHAIR

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": self.conference.held_on}

    def save(self, form: GovForm) -> str:
        services.correct_conference_day(conference=self.conference, by=self.request.user, **form.cleaned_data)
        return self.back_url()
