"""Addresses of goals."""

from django.urls import path

from reviews.views import goals, people, unit_goals

app_name = "reviews"

_GOAL, _UNIT_GOAL = "goals/<uuid:public_id>", "goals/units/<uuid:public_id>"

urlpatterns = [
    path("people/<uuid:public_id>/goals/", people.goal_list, name="goal_list"),
    path("people/<uuid:public_id>/goals/reason/", people.goal_reason, name="goal_reason"),
    path("units/<uuid:public_id>/goals/", unit_goals.unit_goal_new, name="unit_goal_new"),
    path(f"{_UNIT_GOAL}/", unit_goals.unit_goal_edit, name="unit_goal_edit"),
    path(f"{_UNIT_GOAL}/state/", unit_goals.unit_goal_state, name="unit_goal_state"),
    path(f"{_GOAL}/", goals.goal_detail, name="goal_detail"),
    path(f"{_GOAL}/edit/", goals.goal_edit, name="goal_edit"),
    path(f"{_GOAL}/comment/", goals.goal_comment, name="goal_comment"),
    path(f"{_GOAL}/figure/", goals.goal_figure, name="goal_figure"),
    path(f"{_GOAL}/carry/", goals.goal_carry, name="goal_carry"),
    path(f"{_GOAL}/take-back/", goals.goal_take_back, name="goal_take_back"),
    path(f"{_GOAL}/state/", goals.goal_state, name="goal_state"),
]
