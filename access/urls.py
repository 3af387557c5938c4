"""Restricted records, conflicts of interest, openings and what looks odd."""

from django.urls import path

from access.views import conflicts, homes, matches, newcomers, odd, openings, restriction

urlpatterns = [
    path("children/<int:child_pk>/restriction/", restriction.restriction, name="restriction"),
    path("children/<int:child_pk>/restriction/new/", restriction.Restrict.as_view(), name="restriction-new"),
    path("children/<int:child_pk>/restriction/named/", restriction.ShortList.as_view(), name="restriction-named"),
    path("children/<int:child_pk>/restriction/review/", restriction.Review.as_view(), name="restriction-review"),
    path("children/<int:child_pk>/restriction/lift/", restriction.Lift.as_view(), name="restriction-lift"),
    path("children/<int:child_pk>/restriction/family/", newcomers.Hide.as_view(), name="restriction-family"),
    path("children/<int:child_pk>/conflicts/family/", newcomers.Keep.as_view(), name="conflict-family"),
    path("children/<int:child_pk>/my-family/", conflicts.MyFamily.as_view(), name="my-family"),
    path("children/<int:child_pk>/conflicts/", conflicts.conflicts, name="conflicts"),
    path("children/<int:child_pk>/conflicts/add/", conflicts.Bar.as_view(), name="conflict-add"),
    path("children/<int:child_pk>/conflicts/<int:pk>/end/", conflicts.LiftBar.as_view(), name="conflict-end"),
    path("openings/", openings.waiting, name="openings"),
    path("openings/<int:pk>/", openings.Answer.as_view(), name="opening-answer"),
    path("access/openings/", openings.for_auditor, name="access-openings"),
    path("access/odd/", odd.odd, name="odd-access"),
    path("access/odd.csv", odd.as_csv, name="odd-access-csv"),
    path("access/odd/look/", odd.look, name="odd-access-look"),
    path("access/odd/<int:pk>/", odd.Answer.as_view(), name="odd-access-answer"),
    path("access/homes/", homes.homes, name="worker-homes"),
    path("access/homes/<int:pk>/", homes.KeepHome.as_view(), name="worker-home"),
    path("restricted/matches/", matches.waiting, name="blind-matches"),
    path("restricted/matches/<int:pk>/take-over/", matches.TakeOver.as_view(), name="blind-match-take-over"),
    path("restricted/matches/<int:pk>/", matches.Answer.as_view(), name="blind-match"),
]
