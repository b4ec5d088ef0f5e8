"""Addresses of rating."""

from django.urls import path

from assessments import views

app_name = "assessments"

urlpatterns = [
    path("people/<uuid:public_id>/rate/", views.rating_form, name="rating_form"),
    path("people/<uuid:public_id>/rate/<uuid:skill_id>/", views.rating_draft, name="rating_draft"),
]
