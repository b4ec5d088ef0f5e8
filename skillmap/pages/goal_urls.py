"""Addresses of lists of goals."""

from django.urls import path

from skillmap.pages import goal_balance, goals, recognition

urlpatterns = [
    path("goals/", goals.goal_board, name="goal_board"),
    path("goals/shared/", goals.goal_shared_list, name="goal_shared_list"),
    path("goals/balance/", goal_balance.goal_balance, name="goal_balance"),
    path("recognition/", recognition.recognition_list, name="recognition_list"),
    path("goals/units/", goals.unit_goals, name="unit_goals"),
]
