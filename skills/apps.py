"""The taxonomy as a Django app."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "skills"
