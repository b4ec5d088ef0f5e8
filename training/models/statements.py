"""Statements of learning platforms that were received."""

from django.db import models

from skillmap.core.history import tracked
from skillmap.core.models import Record, User
from training.enums import Strength, Verb
from training.models.activities import Activity
from training.models.plans import Completion


class LearningStatement(models.Model):
    """One xAPI statement that was received; unique by the platform's id of it.

    Of its content only the SHA-256 is kept, so that the same id with another content is noticed,
    and what came of it: the completion, and how strongly it speaks for a level. `told` holds the
    parts that are needed again while the person or the activity is not known, null otherwise.
    One that takes another back names it in `voids`; that one, once it is here, is `voided_at`.
    """

    statement_id = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    verb = models.CharField(max_length=12, choices=Verb)
    strength = models.CharField(max_length=8, choices=Strength, default=Strength.NONE)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    told = models.JSONField(null=True)
    voids = models.UUIDField(null=True, db_index=True)
    voided_at = models.DateTimeField(null=True)
    completion = models.ForeignKey(
        Completion, null=True, on_delete=models.SET_NULL, related_name="statements"
    )

    def __str__(self) -> str:
        return f"{self.verb} ({self.statement_id})"


@tracked()
class ForeignActivity(Record):
    """How a learning platform calls one of our activities; unique by that address.

    Told by somebody who knows both, and remembered for all later statements.
    """

    address = models.CharField(max_length=500, unique=True)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="foreign_addresses"
    )

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address
