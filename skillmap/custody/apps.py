"""custody as a Django app."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "skillmap.custody"
    label = "custody"
