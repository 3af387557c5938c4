"""/partner/…"""

from django.urls import path

from referrals import partner_views

urlpatterns = [
    path("", partner_views.home, name="partner-home"),
    path("contacts/new/", partner_views.SendContact.as_view(), name="partner-contact-new"),
    path("contacts/<int:pk>/", partner_views.contact, name="partner-contact"),
]
