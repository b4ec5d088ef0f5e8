"""Addresses of the catalogue and of path templates."""

from django.urls import path

from training import views

app_name = "training"

urlpatterns = [
    path("catalogue/", views.activity_list, name="activity_list"),
    path("catalogue/<uuid:public_id>/", views.activity_detail, name="activity_detail"),
    path("path-templates/", views.template_list, name="template_list"),
    path("path-templates/<uuid:public_id>/", views.template_detail, name="template_detail"),
]
