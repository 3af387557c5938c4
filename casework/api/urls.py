"""/api/v1/children/…"""

from django.urls import path

from casework.api.children import ChildRecord, Children

urlpatterns = [
    path("children/", Children.as_view(), name="api-children"),
    path("children/<int:pk>/", ChildRecord.as_view(), name="api-child"),
]
