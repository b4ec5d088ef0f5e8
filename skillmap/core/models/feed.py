"""What changed, for programs that follow us."""

from django.db import models
from django.db.models.functions import Now

from skillmap.core.feed import TransactionId


class Change(models.Model):
    """A row of kind `kind` was written or deleted; no value of it is kept.

    `subject_id` is the employee's key for rows about a person.
    """

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    subject_id = models.BigIntegerField(null=True)
    deleted = models.BooleanField(db_default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class FeedEvent(Change):
    """A change in the order in which programs read them, kept for 30 days.

    Triggers write it in the transaction of the change, whose number is `transaction`.
    """

    transaction = models.BigIntegerField(db_default=TransactionId())

    class Meta:
        indexes = [
            models.Index(fields=["transaction", "id"], name="feed_order"),
            models.Index(fields=["at"], name="feed_age"),
        ]
