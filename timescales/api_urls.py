"""/api/v1/clocks/"""

from django.urls import path

from timescales.api import Clocks

urlpatterns = [path("", Clocks.as_view(), name="api-clocks")]
