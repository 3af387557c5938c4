"""What people open in the morning, and a child's record."""

from django.urls import include, path

from workspace.views import (
    address,
    alerts,
    allocation,
    chronology,
    details,
    health,
    home,
    late,
    outside,
    past,
    reach,
    record,
    relatives,
    search,
    team,
)

record_pages = [
    path("", record.child, name="child"),
    path("chronology/", chronology.chronology, name="chronology"),
    path("family/", record.family, name="family"),
    path("family/add/", relatives.AddRelative.as_view(), name="relative-add"),
    path("family/<int:pk>/", relatives.ChangeRelationship.as_view(), name="relationship-edit"),
    path("family/unknown/add/", relatives.RaiseUnknownAdult.as_view(), name="adult-raise"),
    path("family/unknown/<int:pk>/", relatives.IdentifyAdult.as_view(), name="adult-identify"),
    path("family/unknown/<int:pk>/close/", relatives.CloseUnknownAdult.as_view(), name="adult-close"),
    path("family/people/<int:person_pk>/phones/add/", reach.AddPhone.as_view(), name="phone-add"),
    path("family/people/<int:person_pk>/phones/<int:pk>/end/", reach.StopPhone.as_view(), name="phone-stop"),
    path("family/people/<int:person_pk>/vehicles/add/", reach.AddVehicle.as_view(), name="vehicle-add"),
    path("family/people/<int:person_pk>/vehicles/<int:pk>/end/", reach.StopVehicle.as_view(), name="vehicle-stop"),
    path("family/people/<int:person_pk>/death/", reach.RecordDeath.as_view(), name="person-death"),
    path("details/", details.CorrectDetails.as_view(), name="child-details-edit"),
    path("names/add/", details.AddName.as_view(), name="child-name-add"),
    path("birth/", details.RecordBirth.as_view(), name="child-birth"),
    path("address/", address.ChangeAddress.as_view(), name="child-address"),
    path("address/<int:pk>/end/", address.LeaveAddress.as_view(), name="child-address-end"),
    path("allocate/", allocation.Allocate.as_view(), name="allocate"),
    path("joint-worker/", allocation.AddJointWorker.as_view(), name="joint-worker-add"),
    path("move-to-team/", allocation.MoveToTeam.as_view(), name="move-to-team"),
    path("open/", outside.OpenWithReason.as_view(), name="open-with-reason"),
    path("as-known/", past.ChooseMoment.as_view(), name="as-known"),
    path("openings/", outside.openings, name="record-openings"),
    path("late/<int:pk>/", late.GiveLateReason.as_view(), name="late-reason"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/read/", alerts.mark_read, name="alerts-read"),
    path("my-children/", team.caseload, name="caseload"),
    path("team/", team.team, name="team"),
    path("team/workers/<int:pk>/", team.worker, name="worker"),
    path("children/<int:child_pk>/", include(record_pages)),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
