"""Telling endpoints what changed: a cursor for each, one call for each change.

A call may be repeated, never lost: the place in the feed and the deliveries made of it move in one
transaction, and a delivery waits until its answer is written down.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.services.notices import tell_hr_admins
from skillmap.changes.reading import (
    KINDS,
    Place,
    is_lost,
    later_than,
    newest_place,
    read_after,
    told,
)
from skillmap.core import jobs
from skillmap.core.enums import DeliveryState
from skillmap.core.feed import horizon
from skillmap.core.models import FeedEvent, WebhookDelivery, WebhookEndpoint
from skillmap.core.models.webhooks import WebhookEndpointQuerySet
from skillmap.core.vault import SecretLost
from skillmap.core.versions import save_versioned
from skillmap.core.webhooks.calls import Answer, post
from skillmap.core.webhooks.secrets import signatures

RETRY_AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
LONGEST_REST = timedelta(hours=1)  # of an endpoint whose calls fail; each change waits for longer
DISABLED_AFTER = timedelta(days=5)  # without one good answer
LOOKED_LATELY = timedelta(days=1)  # else an endpoint looks, also where nothing happens
MOST_WAITING = 200  # deliveries of one endpoint; the rest waits in the feed
BUSY_SECONDS = 30.0  # of one job; others want to be told too
GONE = 410
TEST = "webhook"  # kind of what a test tells of: the endpoint itself
_LANES = 7_311_203  # key of the advisory locks of the two lanes

Hold = Callable[[], None]


@dataclass(frozen=True)
class Call:
    """A message that is due, with all that is needed to send it outside a transaction."""

    delivery_id: int
    url: str
    message_id: str
    body: str
    secrets: list[str]

    def send(self) -> Answer:
        now = datetime.now(UTC)
        try:
            signed = signatures(self.secrets, message_id=self.message_id, at=now, body=self.body)
        except SecretLost as error:
            return Answer(None, 0, error.message)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Skillmap-Webhooks",
            "webhook-id": self.message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signed,
        }
        return post(self.url, self.body.encode(), headers)


def wake_endpoints() -> int:
    """Queue a job for each endpoint that has something to be told now. Returns how many.

    Where nothing happened for long the place is brought up to date, or it would seem not kept.
    """
    now = timezone.now()
    behind = FeedEvent.objects.filter(
        later_than(OuterRef("transaction"), OuterRef("last_event")), transaction__lt=horizon()
    )
    due = WebhookDelivery.objects.filter(
        endpoint=OuterRef("pk"), state=DeliveryState.WAITING, due_at__lte=now
    )
    rested = Q(rests_until=None) | Q(rests_until__lte=now)
    idle = Q(read_at__lt=now - LOOKED_LATELY)
    awake = WebhookEndpoint.objects.live().filter(rested, idle | Exists(due) | Exists(behind))
    found = list(awake.values_list("pk", flat=True))
    for endpoint_id in found:
        queue_calls(endpoint_id)
    return len(found)


def queue_calls(endpoint_id: int) -> None:
    """Queue the job that tells an endpoint what is due."""
    jobs.enqueue("pages.call_webhook", key=f"webhook {endpoint_id}", endpoint_id=endpoint_id)


def call_endpoint(*, endpoint_id: int, hold: Hold) -> None:
    """Make the calls that are due, until one fails or others want the worker.

    `hold` ends each transaction: it raises when another worker has taken the job over.
    """
    while _collect(endpoint_id, hold):
        pass
    with _own_lane(endpoint_id) as is_free:
        until = monotonic() + BUSY_SECONDS
        while is_free and monotonic() < until:
            call = _next_call(endpoint_id, hold)
            if call is None or not _keep_answer(endpoint_id, call, call.send(), hold):
                return


@contextmanager
def _own_lane(endpoint_id: int) -> Iterator[bool]:
    """Those whose last call failed are called one at a time, and so are the others: however many
    hang, they keep one worker busy. Who finds the lane taken is woken again in a few seconds."""
    is_failing = WebhookEndpoint.objects.filter(pk=endpoint_id, failures__gt=0).exists()
    lane = [_LANES, int(is_failing)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", lane)
        (is_free,) = cursor.fetchone()
    try:
        yield is_free
    finally:
        if is_free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lane)


def _awake(endpoint_id: int) -> WebhookEndpoint | None:
    """The endpoint, locked for this transaction, if it may be called now."""
    rows: WebhookEndpointQuerySet = WebhookEndpoint.objects.live()
    rows = rows.select_related("client__user").select_for_update(of=("self",))
    found = rows.filter(pk=endpoint_id).first()
    is_resting = found is not None and found.rests_until and found.rests_until > timezone.now()
    return None if is_resting else found


@transaction.atomic
def _collect(endpoint_id: int, hold: Hold) -> bool:
    """Make deliveries of the next changes in the feed. Returns whether there is more to look at."""
    endpoint = _awake(endpoint_id)
    if endpoint is None:
        return False
    room = MOST_WAITING - endpoint.deliveries.filter(state=DeliveryState.WAITING).count()
    if room <= 0:
        return False
    page = read_after(_place_of(endpoint), _kinds_of(endpoint), room)
    now = timezone.now()
    known = told(endpoint.client.user, page.events)
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            endpoint=endpoint, kind=one.kind, object_id=one.object_id, due_at=now,
            subject_id=one.subject_id, deleted=one.deleted, at=one.at,
        )
        for one, _action in known
    )  # fmt: skip
    endpoint.read_at, endpoint.transaction, endpoint.last_event = page.place
    endpoint.save(update_fields=["read_at", "transaction", "last_event"])
    hold()
    return page.has_more and len(known) < room


def _place_of(endpoint: WebhookEndpoint) -> Place:
    """Where to go on; behind everything when what came next is not kept any more."""
    place = Place(endpoint.read_at, endpoint.transaction, endpoint.last_event)
    if not is_lost(place):
        return place
    _tell_hr(endpoint, "webhook_skipped", lambda: _("%(url)s missed changes: read the lists anew"))
    return newest_place()


def _kinds_of(endpoint: WebhookEndpoint) -> list[str]:
    """What it asked for, as far as the scopes of its client go."""
    return [kind for kind in endpoint.kinds if KINDS[kind][0] in endpoint.client.scopes]


@transaction.atomic
def _next_call(endpoint_id: int, hold: Hold) -> Call | None:
    """What is due first. A change that its client may not know of any more is dropped."""
    endpoint = _awake(endpoint_id)
    if endpoint is None:
        return None
    waiting = endpoint.deliveries.filter(state=DeliveryState.WAITING, due_at__lte=timezone.now())
    call = None
    for delivery in waiting.order_by("due_at", "pk")[:MOST_WAITING]:
        if action := _action(endpoint, delivery):
            call = _call(endpoint, delivery, action)
            break
        delivery.delete()
    hold()
    return call


def _call(endpoint: WebhookEndpoint, delivery: WebhookDelivery, action: str) -> Call:
    """Thin: what a thing is now is read at its own address."""
    message_id = f"msg_{delivery.public_id.hex}"
    message = {
        "id": message_id,
        "type": f"{delivery.kind}.{action}",
        "timestamp": delivery.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {"kind": delivery.kind, "id": str(delivery.object_id)},
    }
    body, secrets = json.dumps(message), endpoint.secrets_in_force
    return Call(delivery.pk, endpoint.url, message_id, body, secrets)


def _action(endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> str:
    """What happened, as the client may know it now; empty when it may not."""
    if delivery.kind == TEST:
        return "test"
    if delivery.kind not in _kinds_of(endpoint):
        return ""
    return next((action for _one, action in told(endpoint.client.user, [delivery])), "")


@transaction.atomic
def _keep_answer(endpoint_id: int, call: Call, answer: Answer, hold: Hold) -> bool:
    """Write down what came of a call. Returns whether the next one may follow at once."""
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    delivery = WebhookDelivery.objects.filter(pk=call.delivery_id).first()
    if endpoint is None or delivery is None:
        return False  # taken away meanwhile
    delivery.attempts += 1
    delivery.called_at, delivery.status = timezone.now(), answer.status
    delivery.milliseconds, delivery.fault = answer.milliseconds, answer.fault[:200]
    if answer.is_good:
        delivery.state = DeliveryState.DELIVERED
        endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    else:
        _try_later(delivery)
        _rest(endpoint, answer)
    delivery.save()
    endpoint.save(update_fields=["failures", "failing_since", "rests_until"])
    hold()
    return answer.is_good


def _try_later(delivery: WebhookDelivery) -> None:
    if delivery.kind == TEST or delivery.attempts > len(RETRY_AFTER):
        delivery.state = DeliveryState.FAILED
    else:
        delivery.due_at = timezone.now() + RETRY_AFTER[delivery.attempts - 1]


def _rest(endpoint: WebhookEndpoint, answer: Answer) -> None:
    """Leave an endpoint alone for a while, or for good when it says so or never answers."""
    now = timezone.now()
    wait = RETRY_AFTER[min(endpoint.failures, len(RETRY_AFTER) - 1)]
    endpoint.failures += 1
    endpoint.rests_until = now + min(wait, LONGEST_REST)
    endpoint.failing_since = endpoint.failing_since or now
    if answer.status == GONE:
        _disable(endpoint, why=_("It answered that it is gone for good (410)."))
    elif now - endpoint.failing_since >= DISABLED_AFTER:
        _disable(
            endpoint, why=_("It has not answered well for %(n)d days.") % {"n": DISABLED_AFTER.days}
        )


def _disable(endpoint: WebhookEndpoint, *, why: str) -> None:
    """Tell an endpoint nothing more until somebody turns it on again, and HR that it is so."""
    endpoint.disabled_at, endpoint.disabled_why = timezone.now(), why
    save_versioned(endpoint, ["disabled_at", "disabled_why"])  # a form from before is stale
    _tell_hr(endpoint, "webhook_disabled", lambda: _("%(url)s is not told of changes any more"))


def _tell_hr(endpoint: WebhookEndpoint, kind: str, title: Callable[[], str]) -> None:
    link = reverse("pages:webhook_detail", args=[endpoint.public_id])
    host = urlsplit(endpoint.url).hostname
    tell_hr_admins(kind=kind, title=lambda: title() % {"url": host}, link=link)
