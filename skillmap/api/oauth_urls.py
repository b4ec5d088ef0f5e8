"""Addresses below `/oauth`."""

from django.urls import path

from skillmap.core.api.oauth import TokenView

app_name = "oauth"

urlpatterns = [path("token", TokenView.as_view(), name="token")]
