"""Private addresses of calendars."""

from django.db import models

from skillmap.core.history import tracked
from skillmap.core.models import Record, User


@tracked(exclude=["digest", "last_used_on"])
class CalendarFeed(Record):
    """The private address of somebody's calendar; one per person.

    Only the SHA-256 of its secret is kept; a new address replaces the one before.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    last_used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
