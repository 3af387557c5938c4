"""Every address of the site, room by room."""

from django.urls import include, path

handler400 = "config.faults.bad_request"
handler403 = "config.faults.refused"
handler404 = "config.faults.not_found"
handler500 = "config.faults.fault"

urlpatterns = [
    path("api/", include("config.api_urls")),
    path("partner/", include("referrals.partner_urls")),
    path("", include("access.urls")),
    path("", include("casework.urls")),
    path("", include("referrals.urls")),
    path("", include("safeguarding.urls")),
    path("", include("sign_in.urls")),
    path("", include("ui.urls")),
    path("", include("workspace.urls")),
]

handler500 = "ui.failing.server_error"
