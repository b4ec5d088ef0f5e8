"""Endpoints of other systems: added, changed, tried out, given a new secret and taken away."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from employees import rules
from employees.services.clients import OVERLAP, refuse_third_secret
from skillmap.changes.following import TEST, queue_calls
from skillmap.changes.reading import KINDS, PROGRAM_KIND_CHOICES, newest_place
from skillmap.core.enums import DeliveryState
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import ApiClient, User, WebhookDelivery, WebhookEndpoint
from skillmap.core.models.webhooks import WebhookEndpointQuerySet
from skillmap.core.versions import save_versioned
from skillmap.core.webhooks.addresses import read_url
from skillmap.core.webhooks.secrets import new_secret, seal

MOST_OF_A_CLIENT = 10


@transaction.atomic
def add_endpoint(
    *, actor: User, client: ApiClient, url: str, kinds: Sequence[str]
) -> tuple[WebhookEndpoint, str]:
    """An address that is told what changes from now on, and its secret.

    Raises `NotAllowedError` and `DomainError`.
    """
    others = _others(actor, client, url=url, kinds=kinds)
    if others.count() >= MOST_OF_A_CLIENT:
        text = _("A program has at most %(n)d addresses.") % {"n": MOST_OF_A_CLIENT}
        raise ConflictError(text, code="too_many")
    secret, place = new_secret(), newest_place()
    endpoint = WebhookEndpoint.objects.create(
        client=client,
        url=url,
        kinds=list(dict.fromkeys(kinds)),
        secret=seal(secret),
        read_at=place.read_at,
        transaction=place.transaction,
        last_event=place.event,
    )
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    *,
    actor: User,
    endpoint: WebhookEndpoint,
    version: int,
    url: str,
    kinds: Sequence[str],
    is_enabled: bool,
) -> None:
    """Another address, other kinds from now on, or nothing more until it is turned on again.

    It then goes on where it stopped. Raises `ConflictError` on another version.
    """
    _others(actor, endpoint.client, url=url, kinds=kinds, but=endpoint)
    endpoint.url, endpoint.kinds = url, list(dict.fromkeys(kinds))
    fields = ["url", "kinds"]
    if is_enabled != endpoint.is_enabled:
        endpoint.disabled_at = None if is_enabled else timezone.now()
        endpoint.disabled_why, endpoint.failures = "", 0
        endpoint.rests_until, endpoint.failing_since = None, None
        fields += ["disabled_at", "disabled_why", "failures", "rests_until", "failing_since"]
    save_versioned(endpoint, fields, expected=version)


@transaction.atomic
def rotate_secret(*, actor: User, endpoint: WebhookEndpoint) -> str:
    """A new secret; calls are signed with the one before too for another day.

    Raises `ConflictError` while they are signed with two.
    """
    _check_actor(actor, endpoint.client)
    stored = WebhookEndpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)
    refuse_third_secret(stored.former_until)
    secret = new_secret()
    stored.former_secret, stored.former_until = stored.secret, timezone.now() + OVERLAP
    stored.secret = seal(secret)
    save_versioned(stored, ["secret", "former_secret", "former_until"])
    return secret


@transaction.atomic
def remove_endpoint(*, actor: User, endpoint: WebhookEndpoint, version: int) -> None:
    """Take an endpoint away with its log. Raises `ConflictError` on another version."""
    _check_actor(actor, endpoint.client)
    save_versioned(endpoint, [], expected=version)  # it is still as it was seen
    endpoint.delete()


@transaction.atomic
def send_test(*, actor: User, endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Call it once with a message about itself, also while it rests after failures."""
    stored = _awake(actor, endpoint)
    delivery = WebhookDelivery.objects.create(
        endpoint=stored,
        kind=TEST,
        object_id=stored.public_id,
        at=timezone.now(),
        due_at=stored.created_at,
    )  # before all that waits
    queue_calls(stored.pk)
    return delivery


@transaction.atomic
def replay_one(*, actor: User, endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> None:
    """Tell it of one change again. Raises `ConflictError` when that still waits."""
    stored = _awake(actor, endpoint)
    if not _again(stored, pk=delivery.pk):
        raise ConflictError(_("This message waits already."), code="waiting")


@transaction.atomic
def replay_since(*, actor: User, endpoint: WebhookEndpoint, since: datetime) -> int:
    """Tell it again of all it was told, or should have been, since a time. Returns how many."""
    return _again(_awake(actor, endpoint), at__gte=since)


def _again(endpoint: WebhookEndpoint, **chosen: object) -> int:
    """Let messages of the log wait once more, under the names they had."""
    ended = endpoint.deliveries.exclude(state=DeliveryState.WAITING).exclude(kind=TEST)
    waiting = {"state": DeliveryState.WAITING, "attempts": 0, "due_at": timezone.now()}
    found = ended.filter(**chosen).update(**waiting)
    if found:
        queue_calls(endpoint.pk)
    return found


def _awake(actor: User, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """The endpoint, locked and no longer resting. Raises `ConflictError` when it is turned off."""
    _check_actor(actor, endpoint.client)
    stored = WebhookEndpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)
    if not stored.is_enabled:
        raise ConflictError(_("It is turned off. Turn it on first."), code="disabled")
    stored.rests_until = None
    stored.save(update_fields=["rests_until"])
    return stored


def _others(
    actor: User,
    client: ApiClient,
    *,
    url: str,
    kinds: Sequence[str],
    but: WebhookEndpoint | None = None,
) -> WebhookEndpointQuerySet:
    """The other endpoints of a client, under its lock.

    Raises `DomainError` for an address that is never called or is told already, and for kinds that
    the client may not know of.
    """
    stored = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    _check_actor(actor, stored)
    read_url(url)
    if not kinds:
        raise DomainError(_("Choose at least one kind of change."), field="kinds")
    known = dict(PROGRAM_KIND_CHOICES)
    closed = [kind for kind in kinds if kind not in known or KINDS[kind][0] not in stored.scopes]
    if closed:
        text = _("This program may not read: %(kinds)s.") % {"kinds": ", ".join(closed)}
        raise DomainError(text, code="closed_kind", field="kinds")
    others = WebhookEndpoint.objects.filter(client=stored)
    others = others.exclude(pk=but.pk) if but else others
    if others.filter(url=url).exists():
        raise DomainError(_("This address is told already."), code="exists", field="url")
    return others


def _check_actor(actor: User, client: ApiClient) -> None:
    """A program decides about its own addresses, HR admins about all; none about one shut out."""
    if actor.pk != client.user_id and not rules.can_manage_clients(actor):
        raise NotAllowedError(_("Only an HR admin decides whom we call."))
    if client.revoked_at is not None:
        raise ConflictError(_("This program was shut out."), code="revoked")
