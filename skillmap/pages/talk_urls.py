"""Addresses of observations and check-ins."""

from django.urls import path

from skillmap.pages import check_in_talk, check_ins, observations

_PERSON = "people/<uuid:public_id>"
_OBSERVATION, _TALK = "observations/<uuid:public_id>", "check-ins/<uuid:public_id>"

urlpatterns = [
    path("observations/", observations.observation_list, name="observation_list"),
    path("observations/new/", observations.observation_new, name="observation_new"),
    path(f"{_OBSERVATION}/", observations.observation_edit, name="observation_edit"),
    path(
        f"{_OBSERVATION}/take-back/",
        observations.observation_take_back,
        name="observation_take_back",
    ),
    path(f"{_PERSON}/observations/", observations.person_observations, name="person_observations"),
    path("check-ins/", check_ins.check_in_list, name="check_in_list"),
    path(f"{_PERSON}/check-ins/", check_ins.person_check_ins, name="person_check_ins"),
    path(f"{_TALK}/", check_in_talk.check_in_detail, name="check_in_detail"),
    path(f"{_TALK}/keep/", check_in_talk.check_in_keep, name="check_in_keep"),
    path(f"{_TALK}/act/", check_in_talk.check_in_act, name="check_in_act"),
    path("check-ins/actions/<uuid:public_id>/tick/", check_in_talk.action_tick, name="action_tick"),
]
