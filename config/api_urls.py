"""/api/…: the rooms' own addresses under /v1/, and the description of all of them."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from staff.api_token_view import WhoAmI

urlpatterns = [
    path("v1/", include("referrals.api.urls")),
    path("v1/", include("casework.api.urls")),
    path("v1/", include("workspace.api_urls")),
    path("v1/clocks/", include("timescales.api_urls")),
    path("v1/token/", WhoAmI.as_view(), name="api-token"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
]
