"""What changed since a reader last asked. Thin: what it is now is read at its own address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from skillmap.changes.reading import (
    ACTION_CHOICES,
    KIND_CHOICES,
    KINDS,
    Place,
    is_lost,
    newest_place,
    oldest_place,
    read_after,
    told,
)
from skillmap.core.api.inputs import ListParameters
from skillmap.core.api.pagination import decode_cursor, encode_cursor, page_response
from skillmap.core.api.permissions import holds_scope
from skillmap.core.api.scopes import Door, Needed
from skillmap.core.api.views import Conventions
from skillmap.core.models import FeedEvent


class CursorExpired(APIException):
    """What came after this cursor is not kept any more."""

    status_code = 410
    default_code = "cursor_expired"


class EventParameters(ListParameters):
    kind = serializers.ChoiceField(choices=KIND_CHOICES, required=False)
    start = serializers.ChoiceField(
        choices=[("oldest", "oldest"), ("now", "now")],
        default="oldest",
        help_text="Where to begin without a cursor.",
    )


class EventSerializer(serializers.Serializer[Any]):
    """`changed`: it is new or not as it was. `deleted`: it is gone, or not for this reader."""

    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    id = serializers.UUIDField()
    action = serializers.ChoiceField(choices=ACTION_CHOICES)
    at = serializers.DateTimeField()


class EventsView(Conventions, GenericAPIView[FeedEvent]):
    """The changes of the last 30 days in an order that nothing is ever added to behind the cursor.

    `next_cursor` is there on the last page too: come back with it. An older cursor than 30 days is
    410: read the lists anew.
    """

    queryset = FeedEvent.objects.all()
    serializer_class = EventSerializer
    parameters = EventParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Door.ANY_TOKEN}

    @extend_schema(operation_id="events_list")
    def get(self, request: Request) -> Response:
        kinds = [name for name, (scope, _rows) in KINDS.items() if holds_scope(request, scope)]
        if wanted := self.wanted.get("kind"):
            kinds = [name for name in kinds if name == wanted]
        page = read_after(self._place(), kinds, self.wanted["limit"])
        found = [
            {"kind": one.kind, "id": one.object_id, "action": action, "at": one.at}
            for one, action in told(request.user, page.events)
        ]
        answer = self.get_serializer(found, many=True).data
        response = page_response(request, answer, encode_cursor(*page.place))
        response.data["page"]["has_more"] = page.has_more
        if not page.has_more:
            del response["Link"]
        return response

    def _place(self) -> Place:
        """Where the request goes on. Raises `CursorExpired`."""
        if cursor := self.wanted.get("cursor"):
            place = Place(*decode_cursor(cursor, datetime, int, int))
            if is_lost(place):
                raise CursorExpired(_("This cursor is too old. Read the lists anew."))
            return place
        return newest_place() if self.wanted["start"] == "now" else oldest_place()
