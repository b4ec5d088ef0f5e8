"""Keyset pages: the cursor names the last row seen, so it never expires and nothing is skipped."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from skillmap.core.api.problems import ParameterError


def encode_cursor(*values: datetime | UUID | int) -> str:
    """An opaque text for a place in a list."""
    plain = [value if isinstance(value, int) else str(value) for value in values]
    text = json.dumps(plain, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *kinds: type[datetime] | type[UUID] | type[int]) -> list[Any]:
    """The values of a cursor. Raises `ParameterError` for anything we did not write."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        return [_read(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, RecursionError, binascii.Error):
        detail = ErrorDetail(_("This cursor is not one of ours."), code="invalid_cursor")
        raise ParameterError({"cursor": [detail]}) from None


def _read(value: Any, kind: type[datetime] | type[UUID] | type[int]) -> Any:
    if kind is int and type(value) is int and 0 <= value < 2**63:
        return value
    if kind is UUID and isinstance(value, str):
        return UUID(value)
    if kind is datetime and isinstance(value, str):
        moment = datetime.fromisoformat(value)
        moment.astimezone(tz=None)  # overflow at the ends of the calendar is a ValueError too
        if moment.tzinfo is not None:
            return moment
    raise ValueError


class KeysetPagination(BasePagination):
    """Pages by (moment of creation, public id), or what the view names in `keyset`.

    `keyset_kinds` are the types of the two when they are others.
    """

    next_cursor: str | None = None
    request: Request

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        self.request = request
        wanted: dict[str, Any] = view.wanted  # type: ignore[union-attr]  # our views have it
        first, second = getattr(view, "keyset", ("created_at", "public_id"))
        if cursor := wanted.get("cursor"):
            kinds = getattr(view, "keyset_kinds", (datetime, UUID))
            seen, last = decode_cursor(cursor, *kinds)
            queryset = queryset.filter(
                Q(**{f"{first}__gt": seen}) | Q(**{first: seen, f"{second}__gt": last})
            )
        rows = list(queryset.order_by(first, second)[: wanted["limit"] + 1])
        if len(rows) > wanted["limit"]:
            rows.pop()
            self.next_cursor = encode_cursor(_follow(rows[-1], first), _follow(rows[-1], second))
        return rows

    def get_paginated_response(self, data: Sequence[Any]) -> Response:
        return page_response(self.request, data, self.next_cursor)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["data", "page"],
            "properties": {
                "data": schema,
                "page": {
                    "type": "object",
                    "required": ["next_cursor", "has_more"],
                    "properties": {
                        "next_cursor": {"type": ["string", "null"]},
                        "has_more": {"type": "boolean"},
                    },
                },
            },
        }


def page_response(request: Request, data: Sequence[Any], next_cursor: str | None) -> Response:
    """The envelope of every list, with the `Link` header when there is more."""
    headers = {}
    if next_cursor:
        following = replace_query_param(request.build_absolute_uri(), "cursor", next_cursor)
        headers["Link"] = f'<{following}>; rel="next"'
    page = {"next_cursor": next_cursor, "has_more": next_cursor is not None}
    return Response({"data": data, "page": page}, headers=headers)


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row
