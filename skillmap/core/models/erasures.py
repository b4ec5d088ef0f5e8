"""That somebody's personal data were erased, who wanted it, and when."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from skillmap.core.history import immutable


class Erasure(models.Model):
    """One erasure of one person. It names nobody: `subject_id` is the key of the row that remains.

    `erased_at` is null until the work is done. `rows` counts what changed by kind of row; `signed`
    are the keys of signed reviews whose words no longer fit their digest.
    """

    subject_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    rows = models.JSONField(default=dict)
    signed = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ["-asked_at", "-id"]
        triggers = immutable("erasure")

    def __str__(self) -> str:
        return f"{self.subject_id} at {self.erased_at}"
