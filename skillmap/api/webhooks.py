"""Addresses that are told what changes: a program's own ones, all of them for HR."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees import rules
from skillmap.changes import endpoints
from skillmap.changes.reading import PROGRAM_KIND_CHOICES
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body, ListParameters, NoBody
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import required_version
from skillmap.core.api.views import Listing, Resource
from skillmap.core.enums import DeliveryState
from skillmap.core.models import ApiClient, User, WebhookDelivery, WebhookEndpoint
from skillmap.core.models.webhooks import WebhookEndpointQuerySet
from skillmap.core.webhooks.addresses import LONGEST_URL


class EndpointSerializer(serializers.ModelSerializer[WebhookEndpoint]):
    """An address; `failing_since` is null while calls are answered."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    client = serializers.UUIDField(source="client.public_id", read_only=True)
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=PROGRAM_KIND_CHOICES))
    enabled = serializers.BooleanField(source="is_enabled", read_only=True)

    class Meta:
        model = WebhookEndpoint
        fields: tuple[str, ...] = (
            *("id", "client", "url", "kinds", "enabled", "disabled_why"),
            *("failing_since", "created_at", "updated_at"),
        )


class SecretEndpointSerializer(EndpointSerializer):
    """With the secret that calls are signed with, this once; null when a request is repeated."""

    secret = serializers.CharField(allow_null=True)

    class Meta(EndpointSerializer.Meta):
        fields = (*EndpointSerializer.Meta.fields, "secret")


class DeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    """One message and the outcome of its last call; `kind` and `object` say what it is about."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    object = serializers.UUIDField(source="object_id", read_only=True)

    class Meta:
        model = WebhookDelivery
        fields = (
            *("id", "kind", "object", "at", "state", "attempts"),
            *("called_at", "status", "milliseconds", "fault"),
        )


class EndpointChange(Body):
    """What is left out stays as it is."""

    url = serializers.CharField(max_length=LONGEST_URL, required=False)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=PROGRAM_KIND_CHOICES),
        allow_empty=False,
        required=False,
    )
    enabled = serializers.BooleanField(required=False)


class EndpointBody(Body):
    url = serializers.CharField(max_length=LONGEST_URL)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=PROGRAM_KIND_CHOICES), allow_empty=False
    )
    client = serializers.UUIDField(
        required=False, help_text="Whose eyes it is told through; a program has only its own."
    )


class ReplayBody(Body):
    """One message by its id, or all since a time."""

    delivery = serializers.UUIDField(required=False)
    since = serializers.DateTimeField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError(_("Give one of the two."), code="one_of")
        return attrs


class ReplaySerializer(serializers.Serializer[Any]):
    """How many messages are told again."""

    count = serializers.IntegerField()


class DeliveryParameters(ListParameters):
    state = serializers.ChoiceField(choices=DeliveryState.choices, required=False)


class WebhookViewSet(Resource[WebhookEndpoint]):
    """Addresses that are told what changes, signed by the Standard Webhooks specification.

    An address is told what its program may read, and of the people it may read, as in `/events`.
    """

    queryset = WebhookEndpoint.objects.select_related("client__user")
    serializer_class = EndpointSerializer
    scopes: ClassVar[Mapping[str, Needed]] = dict.fromkeys(
        (
            *("list", "retrieve", "create", "partial_update", "destroy"),
            *("rotate", "test", "replay"),
        ),
        Scope.WEBHOOKS_MANAGE,
    )

    def visible(self, rows: QuerySet[WebhookEndpoint]) -> QuerySet[WebhookEndpoint]:
        return rows.filter(pk__in=_visible(self.request.user))

    @property
    def actor(self) -> User:
        return cast(User, self.request.user)  # never anonymous: permissions come first

    @extend_schema(request=EndpointBody, responses={201: SecretEndpointSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Add an address; it is told what happens from now on."""
        clients = _clients_of(self.actor)
        values = self.valid(EndpointBody)
        named = values.pop("client", None)
        if named or not self.actor.is_client:
            clients = clients.filter(public_id=named)
        client = clients.first()
        if client is None:
            raise serializers.ValidationError({"client": _("There is none with this id.")})
        endpoint, secret = endpoints.add_endpoint(actor=self.actor, client=client, **values)
        response = self._with_secret(endpoint, secret, 201)
        response["Location"] = f"{request.path}/{endpoint.public_id}"
        return response

    @extend_schema(request=EndpointChange, responses=EndpointSerializer)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Change what is named, leave the rest (merge patch); needs `If-Match`."""
        row, version = self.one(), required_version(request)
        values = self.valid(EndpointChange)
        endpoints.change_endpoint(
            actor=self.actor,
            endpoint=row,
            version=row.version if version is None else version,
            url=values.get("url", row.url),
            kinds=values.get("kinds", row.kinds),
            is_enabled=values.get("enabled", row.is_enabled),
        )
        return self.shown(self.one())

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Take it away with its log; needs `If-Match`."""
        row, version = self.one(), required_version(request)
        expected = row.version if version is None else version
        endpoints.remove_endpoint(actor=self.actor, endpoint=row, version=expected)
        return Response(status=204)

    @extend_schema(request=NoBody, responses=SecretEndpointSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def rotate(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """A new secret; for a day calls are signed with the one before too."""
        row = self.one()
        self.valid(NoBody)
        secret = endpoints.rotate_secret(actor=self.actor, endpoint=row)
        return self._with_secret(self.one(), secret)

    @extend_schema(request=NoBody, responses={202: DeliverySerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def test(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Call it with a message of type `webhook.test`; the log tells what came of it."""
        row = self.one()
        self.valid(NoBody)
        delivery = endpoints.send_test(actor=self.actor, endpoint=row)
        return Response(DeliverySerializer(delivery).data, status=202)

    @extend_schema(request=ReplayBody, responses={202: ReplaySerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def replay(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Tell it again, under the same message ids: what one could not keep is not lost."""
        row = self.one()
        values = self.valid(ReplayBody)
        count = 1
        if "since" in values:
            count = endpoints.replay_since(actor=self.actor, endpoint=row, since=values["since"])
        else:
            delivery = get_object_or_404(row.deliveries, public_id=values["delivery"])
            endpoints.replay_one(actor=self.actor, endpoint=row, delivery=delivery)
        return Response({"count": count}, status=202)

    def _with_secret(self, row: WebhookEndpoint, secret: str, status: int = 200) -> Response:
        """As `shown`, with the secret; it is not kept for a repeated request."""
        response = self.shown(row, status)
        response.data = {**response.data, "secret": secret}
        setattr(response, "shown_once", ("secret",))  # noqa: B010 - mypy knows no such attribute
        return response


class DeliveriesView(Listing[WebhookDelivery]):
    """What an address was told in the last 30 days, the first one first."""

    queryset = WebhookDelivery.objects.all()
    serializer_class = DeliverySerializer
    parameters = DeliveryParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.WEBHOOKS_MANAGE}
    lookups: ClassVar[Mapping[str, str]] = {"state": "state"}
    keyset = ("id", "public_id")
    keyset_kinds = (int, UUID)

    @extend_schema(operation_id="webhooks_deliveries_list")
    def get(self, request: Request, webhook_id: UUID) -> Response:  # noqa: ARG002
        row = get_object_or_404(_visible(self.request.user), public_id=webhook_id)
        return self.page(row.deliveries.all())


def _visible(user: Any) -> WebhookEndpointQuerySet:
    sees_all = rules.can_manage_clients(user)
    found: WebhookEndpointQuerySet = WebhookEndpoint.objects.visible_to(user, sees_all=sees_all)
    return found


def _clients_of(user: User) -> QuerySet[ApiClient]:
    """The programs whose addresses somebody decides about. Raises 403 without any."""
    live = ApiClient.objects.filter(revoked_at=None)
    if user.is_client:
        return live.filter(user=user)
    if not rules.can_manage_clients(user):
        raise PermissionDenied(_("Only an HR admin decides whom we call."))
    return live
