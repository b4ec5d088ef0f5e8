"""Addresses of goals."""

from django.urls import path

from reviews import views

app_name = "reviews"

urlpatterns = [
    path("people/<uuid:public_id>/goals/", views.goal_list, name="goal_list"),
    path("goals/<uuid:public_id>/state/", views.goal_state, name="goal_state"),
]
