"""News: notes that tell what happened. Those that ask for something stand under what waits."""

from django.db.models import QuerySet

from assessments.services import contests, remarks, requests
from skillmap.core.models import Notification, User
from training.services import plans, reminders

# Kinds of notes whose matter `rows_for` shows for as long as there is something to do.
ASKING = [
    plans.ASKS_PERSON,
    plans.ASKS_APPROVER,
    reminders.LATE,
    contests.ASKS,
    contests.LATE,
    remarks.ASKED,
    remarks.REPORTED,
    requests.KIND,
    "certificate_sent",
    "cycle_opened",
    "cycle_reminder",
    "exercise_to_score",
    "feedback_asked",
    "feedback_reminder",
    "raters_proposed",
    "rating_asked",
]


def news_of(user: User) -> QuerySet[Notification]:
    """Notes to this person that ask for nothing, the newest first."""
    return Notification.objects.visible_to(user).exclude(kind__in=ASKING)
