"""Addresses of goals."""

from django.urls import path

from reviews import views

app_name = "reviews"

urlpatterns = [
    path("people/<uuid:public_id>/goals/", views.goal_list, name="goal_list"),
    path("people/<uuid:public_id>/goals/reason/", views.goal_reason, name="goal_reason"),
    path("goals/<uuid:public_id>/figure/", views.goal_figure, name="goal_figure"),
    path("goals/<uuid:public_id>/state/", views.goal_state, name="goal_state"),
]
