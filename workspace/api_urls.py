"""/api/v1/children/<id>/chronology/ and /api/v1/alerts/"""

from django.urls import path

from workspace.api import Alerts, Chronology

urlpatterns = [
    path("children/<int:pk>/chronology/", Chronology.as_view(), name="api-chronology"),
    path("alerts/", Alerts.as_view(), name="api-alerts"),
]
