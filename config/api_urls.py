"""/api/…: the rooms' own addresses under /v1/, and the description of all of them."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("v1/", include("referrals.api.urls")),
    path("v1/", include("casework.api.urls")),
    path("v1/clocks/", include("timescales.api_urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
]
