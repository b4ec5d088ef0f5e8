"""Addresses of observations and check-ins."""

from django.urls import path

from skillmap.pages import observations

urlpatterns = [
    path("observations/", observations.observation_list, name="observation_list"),
    path("observations/new/", observations.observation_new, name="observation_new"),
    path(
        "observations/<uuid:public_id>/", observations.observation_edit, name="observation_edit"
    ),
    path(
        "observations/<uuid:public_id>/take-back/",
        observations.observation_take_back,
        name="observation_take_back",
    ),
    path(
        "people/<uuid:public_id>/observations/",
        observations.person_observations,
        name="person_observations",
    ),
]
