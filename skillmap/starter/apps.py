"""starter as a Django app."""

from django.apps import AppConfig


class StarterConfig(AppConfig):
    name = "skillmap.starter"
    label = "starter"
