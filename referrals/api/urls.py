"""/api/v1/contacts/…"""

from django.urls import path

from referrals.api.views import OwnContact, OwnContacts, Queue

urlpatterns = [
    path("contacts/", OwnContacts.as_view(), name="api-contacts"),
    path("contacts/queue/", Queue.as_view(), name="api-contacts-queue"),
    path("contacts/<int:pk>/", OwnContact.as_view(), name="api-contact"),
]
