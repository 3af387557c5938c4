"""The front door's addresses."""

from django.urls import path

from referrals.views import contacts, early_help, mash, referrals

urlpatterns = [
    path("contacts/", contacts.queue, name="mash-queue"),
    path("contacts/decided/", contacts.decided, name="contacts-decided"),
    path("contacts/new/", contacts.LogContact.as_view(), name="contact-new"),
    path("contacts/matches/", contacts.matches, name="contact-matches"),
    path("contacts/<int:pk>/", contacts.contact, name="contact"),
    path("contacts/<int:pk>/urgency/", contacts.ChangeUrgency.as_view(), name="contact-urgency"),
    path("contacts/<int:pk>/checks/", mash.AskChecks.as_view(), name="check-ask"),
    path("contacts/children/<int:pk>/decide/", mash.Decide.as_view(), name="contact-decide"),
    path("contacts/children/<int:pk>/same-person/", contacts.same_person, name="contact-same-person"),
    path("checks/<int:pk>/", mash.AnswerCheck.as_view(), name="check-answer"),
    path("referrals/", referrals.waiting, name="referrals-waiting"),
    path("referrals/<int:pk>/accept/", referrals.AcceptReferral.as_view(), name="referral-accept"),
    path("referrals/<int:pk>/decline/", referrals.DeclineReferral.as_view(), name="referral-decline"),
    path("early-help/", early_help.early_help_list, name="early-help-list"),
    path("early-help/<int:pk>/", early_help.early_help, name="early-help"),
    path("early-help/<int:pk>/edit/", early_help.EditEarlyHelp.as_view(), name="early-help-edit"),
    path("early-help/<int:pk>/close/", early_help.CloseEarlyHelp.as_view(), name="early-help-close"),
    path("early-help/<int:pk>/step-up/", early_help.StepUp.as_view(), name="early-help-step-up"),
    path("children/<int:child_pk>/early-help/new/", early_help.StartEarlyHelp.as_view(), name="early-help-new"),
    path("children/<int:child_pk>/step-down/", early_help.StepDown.as_view(), name="step-down"),
]
