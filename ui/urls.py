"""Where forms keep what is typed."""

from django.urls import path, re_path

from ui import views

urlpatterns = [
    path("drafts/csrf", views.draft_csrf, name="draft-csrf"),
    re_path(r"^drafts/(?P<key>[A-Za-z0-9_:.\-]{1,200})/discard$", views.discard, name="draft-discard"),
    re_path(r"^drafts/(?P<key>[A-Za-z0-9_:.\-]{1,200})/swap$", views.swap, name="draft-swap"),
    re_path(r"^drafts/(?P<key>[A-Za-z0-9_:.\-]{1,200})$", views.draft, name="draft"),
]
