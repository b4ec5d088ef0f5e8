"""The Celery app. It imports no project code: tasks are found by name in the installed apps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmap.settings")

app = Celery("skillmap")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
