"""Tokens of programs, replayed answers, and who looked at what."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from skillmap.core.enums import ReadKind
from skillmap.core.history import tracked
from skillmap.core.models.record import Record
from skillmap.core.models.users import Viewer


@tracked(exclude=["last_used_on"])
class ApiToken(Record):
    """A personal token; only its SHA-256 is kept. `prefix` lets its owner recognise it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens"
    )
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}...)"


@tracked(exclude=["former_secret", "last_used_at"])
class ApiClient(Record):
    """A program of another system that logs in by itself (OAuth2 client credentials).

    It acts as `user`, whose grants say for which units. `application` holds its id and the hash of
    its secret; after a rotation the one before works until `former_until`.
    """

    application = models.OneToOneField(
        "oauth2_provider.Application", on_delete=models.PROTECT, related_name="client"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="client"
    )
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    former_secret = models.CharField(max_length=255, blank=True)
    former_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.user.name


class IdempotencyRecord(models.Model):
    """The stored answer to one POST with an Idempotency-Key; unique per user and key.

    `status` is null while the first request is in flight.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    path = models.CharField(max_length=300)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key


class ReadLogQuerySet(models.QuerySet["ReadLog"]):
    def about(self, subject_id: int) -> "ReadLogQuerySet":
        """Who looked at this person's data, newest first."""
        return (
            self.filter(subject_id=subject_id).select_related("viewer").order_by("-read_on", "-pk")
        )

    def of_today(self, viewer: Viewer, kind: ReadKind) -> "ReadLogQuerySet":
        """Whom this viewer gave a reason for today."""
        return self.filter(viewer=viewer.pk, kind=kind, read_on=timezone.localdate())

    def given_today(self, viewer: Viewer, subject_id: int, kind: ReadKind) -> bool:
        """Has this viewer given a reason today?"""
        return self.of_today(viewer, kind).filter(subject_id=subject_id).exists()


class ReadLog(models.Model):
    """Somebody looked at a sensitive row of a person and gave a reason; one row per day.

    `subject_id` is the employee's bigint key (the ground floor knows no employees).
    """

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=ReadKind)
    reason = models.CharField(max_length=300)
    read_on = models.DateField(default=timezone.localdate)

    objects = ReadLogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "subject_id", "kind", "reason", "read_on"],
                name="read_log_once_a_day",
            )
        ]
        indexes = [models.Index(fields=["subject_id", "-read_on"], name="read_log_subject")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.read_on}"
