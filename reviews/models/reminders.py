"""Who was reminded of a cycle, and when."""

from django.db import models

from reviews.enums import ReminderKind
from reviews.models.cycles import ReviewCycle
from skillmap.core.models import User


class ReviewReminder(models.Model):
    """A reminder of a cycle to somebody; unique by cycle, person, kind and day.

    So nobody is reminded of the same twice a day, by the scheduler or by HR. `sent_by` is nobody
    where the scheduler did it. Untracked: it says nothing that could be changed.
    """

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.CASCADE, related_name="reminders")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4, choices=ReminderKind)
    sent_on = models.DateField()
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "user", "kind", "sent_on"], name="review_reminder_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.sent_on}"
