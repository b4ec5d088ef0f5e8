"""Short notes to people, shown in their inbox."""

from django.conf import settings
from django.db import models

from skillmap.core.models.record import Record
from skillmap.core.models.users import Viewer


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Viewer) -> "NotificationQuerySet":
        return self.filter(user=user.pk) if user.is_authenticated else self.none()


class Notification(Record):
    """One note to one person; `link` is a path of this site."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    link = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["user", "-created_at"], name="notification_user")]

    def __str__(self) -> str:
        return self.title
