"""Activities and development plans as a Django app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"
