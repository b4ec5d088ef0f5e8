"""Addresses of the whole site; pages that join several apps are listed in `pages`."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("skillmap.pages.urls")),
    path("", include("assessments.urls")),
    path("", include("training.urls")),
    path("", include("reviews.urls")),
    path("api/", include("skillmap.api.urls")),
    path("account/", include("allauth.account.urls")),
]

handler500 = "skillmap.core.outage.server_error"
