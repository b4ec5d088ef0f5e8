"""Addresses below `/scim`, in the words of RFC 7644."""

from django.urls import URLPattern, path, re_path

from skillmap.scim import views

app_name = "scim"

urlpatterns: list[URLPattern] = [
    path("v2/ServiceProviderConfig", views.DiscoveryView.as_view(), name="config"),
    path("v2/ResourceTypes", views.DiscoveryView.as_view(), name="resource-types"),
    path("v2/ResourceTypes/<str:name>", views.DiscoveryView.as_view(), name="resource-type"),
    path("v2/Schemas", views.DiscoveryView.as_view(), name="schemas"),
    path("v2/Schemas/<str:name>", views.DiscoveryView.as_view(), name="schema"),
    path("v2/Users", views.ListView.as_view(), name="users"),
    path("v2/Users/.search", views.PostView.as_view(), name="users-search"),
    path("v2/Users/<str:id>", views.OneView.as_view(), name="user"),
    path("v2/Groups", views.ListView.as_view(), name="groups"),
    path("v2/Groups/.search", views.PostView.as_view(), name="groups-search"),
    path("v2/Groups/<str:id>", views.OneView.as_view(), name="group"),
    path("v2/Me", views.MeView.as_view(), name="me"),
    path("v2/Bulk", views.PostView.as_view(), name="bulk"),
    re_path(r"^v2/?$", views.RootView.as_view(), name="root"),
    path("v2/.search", views.PostView.as_view(), name="search"),
    re_path("", views.NoSuchEndpoint.as_view(), name="no-such-endpoint"),
]
