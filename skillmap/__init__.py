"""Skillmap's project package; loading it names the Celery app, so messages go to our broker."""

from skillmap.celery import app as celery_app

__all__ = ["celery_app"]
