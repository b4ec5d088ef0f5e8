"""Addresses of lists of goals."""

from django.urls import path

from skillmap.pages import goals

urlpatterns = [
    path("goals/", goals.goal_board, name="goal_board"),
    path("goals/shared/", goals.goal_shared_list, name="goal_shared_list"),
    path("goals/units/", goals.unit_goals, name="unit_goals"),
]
