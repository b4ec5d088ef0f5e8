"""Addresses below `/xapi`, in the words of its specification."""

from django.urls import path

from training.api.xapi import StatementsView

app_name = "xapi"

urlpatterns = [path("statements", StatementsView.as_view(), name="statements")]
