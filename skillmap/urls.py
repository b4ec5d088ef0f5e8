"""Addresses of the whole site. Each app lists its own pages; pages that join apps are in `pages`."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
]
