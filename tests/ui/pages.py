"""A small room of its own, for trying the forms: notes that several people write."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, reverse

from ui import fields
from ui.forms import GovForm
from ui.rows import Rows
from ui.views import FormPage, once


class Note(models.Model):
    """What the test forms write. Its table is made by the fixture in conftest.py."""

    text = models.TextField()
    seen_on = models.DateField(null=True)
    people = models.JSONField(default=list)
    version = models.IntegerField(default=1)

    class Meta:
        app_label = "ui"
        managed = False
        db_table = "test_note"

    def __str__(self):
        return self.text


class PersonRow(GovForm):
    name = fields.TextField(label="Name")
    came = fields.YesNoField(label="Did they come?", required=False)


class NoteForm(GovForm):
    text = fields.LongTextField(label="What happened", noun="what happened")
    seen_on = fields.DateField(label="Date seen", past=True, required=False)
    topics = fields.ChecklistField(label="Topics", choices=[("home", "Home"), ("school", "School")], required=False)
    alone = fields.YesNoField(label="Was the child seen alone?", reveals={"no": ["why_not"]}, required=False)
    why_not = fields.TextField(label="Why not?", noun="why the child was not seen alone")

    rows = {"people": Rows(PersonRow, heading="People there", one="person")}
    sections = [("The visit", ["text", "seen_on", "topics"]), ("The child", ["alone", "people"])]


class NotePage(FormPage):
    form_class = NoteForm
    heading = "Write a note"
    caption = "Amy Field"
    submit_text = "Save note"
    success_message = "Note saved."

    def draft_key(self):
        return "note:new"

    def breadcrumbs(self):
        return [("My work", "/"), ("Amy Field", "/")]

    def save(self, form):
        text = form.cleaned_data["text"]
        if "forbidden" in text:
            raise PermissionDenied("Only Amy’s own worker may write this.")
        if "impossible" in text:
            raise ValidationError({"text": "This cannot be true.", "elsewhere": "Nor can that."})
        note = Note.objects.create(
            text=text, seen_on=form.cleaned_data["seen_on"], people=[row["name"] for row in form.cleaned_data["people"]]
        )
        return reverse("note", args=[note.pk])


class ChangeNotePage(NotePage):
    def get_record(self):
        return Note.objects.get(pk=self.kwargs["pk"])

    def get_initial(self):
        return {
            "text": self.record.text,
            "seen_on": self.record.seen_on,
            "people": [{"name": name} for name in self.record.people],
        }

    def draft_key(self):
        return f"note:{self.record.pk}"

    def save(self, form):
        Note.objects.filter(pk=self.record.pk).update(text=form.cleaned_data["text"], version=F("version") + 1)
        return reverse("note", args=[self.record.pk])


def note(request: HttpRequest, pk: int) -> HttpResponse:
    return render(
        request, "ui/form_page.html", {"heading": Note.objects.get(pk=pk).text, "form": GovForm(), "submit_text": "Go"}
    )


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/form_page.html", {"heading": "My work", "form": GovForm(), "submit_text": "Go"})


def add(request: HttpRequest) -> HttpResponse:
    return once(request, lambda: reverse("note", args=[Note.objects.create(text=request.POST["text"]).pk]))


urlpatterns = [
    path("", home, name="home"),
    path("search/", home, name="search"),
    path("alerts/", home, name="alerts"),
    path("", include("sign_in.urls")),
    path("", include("ui.urls")),
    path("notes/new", NotePage.as_view(), name="new-note"),
    path("notes/add", add, name="add-note"),
    path("notes/<int:pk>", note, name="note"),
    path("notes/<int:pk>/change", ChangeNotePage.as_view(), name="change-note"),
]
