"""Every address of the site, room by room."""

from django.contrib.auth import views as auth_views
from django.urls import include, path

urlpatterns = [
    path("log-in/", auth_views.LoginView.as_view(), name="log-in"),
    path("log-out/", auth_views.LogoutView.as_view(), name="log-out"),
    path("api/", include("config.api_urls")),
    path("partner/", include("referrals.partner_urls")),
    path("", include("casework.urls")),
    path("", include("referrals.urls")),
    path("", include("ui.urls")),
    path("", include("workspace.urls")),
]

handler500 = "ui.failing.server_error"
