"""Addresses of other systems that are told what changed, and what became of telling them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from skillmap.core.enums import DeliveryState
from skillmap.core.history import tracked
from skillmap.core.models.access import ApiClient
from skillmap.core.models.feed import Change
from skillmap.core.models.record import Record
from skillmap.core.models.users import Viewer

CALL_JOB = "pages.call_webhook"
"""Name of the job that tells one endpoint what it does not know yet."""


class WebhookEndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    def visible_to(self, user: Viewer, *, sees_all: bool) -> "WebhookEndpointQuerySet":
        """Those of the client that asks, or all; callers pass `sees_all` from `employees.rules`."""
        if not user.is_authenticated:
            return self.none()
        return self if sees_all else self.filter(client__user=user.pk)

    def live(self) -> "WebhookEndpointQuerySet":
        """Those that are told anything."""
        return self.filter(disabled_at=None, client__revoked_at=None)


_OF_WORKERS = ["transaction", "last_event", "read_at", "rests_until", "failures", "failing_since"]


@tracked(exclude=["secret", "former_secret", *_OF_WORKERS])
class WebhookEndpoint(Record):
    """An address that is told what changes for one client; unique per client and address.

    It knows the feed up to (`transaction`, `last_event`), as of `read_at`. Secrets are sealed;
    the one before signs too until `former_until`. While calls fail it rests in between.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="endpoints")
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=20))
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True)
    transaction = models.BigIntegerField()
    last_event = models.BigIntegerField()
    read_at = models.DateTimeField()
    rests_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_why = models.CharField(max_length=200, blank=True)

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["client", "url"], name="webhook_address_once")
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None

    @property
    def secrets_in_force(self) -> list[str]:
        """The sealed secrets that calls are signed with now."""
        is_overlap = self.former_until is not None and self.former_until > timezone.now()
        return [self.secret, self.former_secret] if is_overlap else [self.secret]


class WebhookDelivery(Change):
    """One change on its way to an endpoint, and the outcome of its last call; kept for 30 days.

    `public_id` names the message, so that a receiver knows a repeated one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="delivery_newest"),
            models.Index(
                fields=["endpoint", "due_at", "id"],
                condition=models.Q(state=DeliveryState.WAITING),
                name="delivery_due",
            ),
        ]
