"""pages as a Django app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "skillmap.pages"
    label = "pages"
