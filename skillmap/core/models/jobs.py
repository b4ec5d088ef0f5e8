"""The record of background work; the broker's message is only a hint."""

from django.conf import settings
from django.db import models

from skillmap.core.enums import JobState
from skillmap.core.models.record import Record
from skillmap.core.models.users import Viewer

KEY_CONSTRAINT = "job_key_once_while_waiting"
_OPEN = [JobState.QUEUED, JobState.RUNNING]


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Viewer, *, sees_all: bool) -> "JobQuerySet":
        """One's own rows, or all; callers pass `sees_all` from `employees.rules`."""
        if not user.is_authenticated:
            return self.none()
        return self if sees_all else self.filter(actor=user.pk)


class Job(Record):
    """One piece of background work; among those waiting unique by `key`.

    `arguments` holds ids only, never personal data. `lease_token` names the worker that may
    finish it; `crashes` counts workers that died or failed unexpectedly.
    """

    name = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="jobs"
    )
    title = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    crashes = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state=JobState.QUEUED) & ~models.Q(key=""),
                name=KEY_CONSTRAINT,
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=_OPEN),
                name="job_due",
            ),
            models.Index(
                fields=["key"],
                condition=models.Q(state__in=_OPEN) & ~models.Q(key=""),
                name="job_key",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def is_finished(self) -> bool:
        return self.state not in _OPEN

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0
