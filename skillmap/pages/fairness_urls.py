"""Addresses of the fairness report."""

from django.urls import path

from skillmap.pages import fairness

urlpatterns = [
    path("fairness/", fairness.fairness_list, name="fairness_list"),
    path("fairness/groups/", fairness.fairness_groups, name="fairness_groups"),
    path("fairness/act/", fairness.fairness_act, name="fairness_act"),
    path("fairness/<uuid:public_id>/", fairness.fairness_detail, name="fairness_detail"),
]
