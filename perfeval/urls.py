from django.urls import include, path

from perfeval.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
]
