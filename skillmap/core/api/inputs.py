"""What clients send: bodies that name every unknown field, and query parameters."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from skillmap.core.api.problems import ParameterError

LIMIT = 50  # rows of a page when the client does not say
LIMIT_MOST = 200


class Body(serializers.Serializer[Any]):
    """A JSON object; a field that is unknown or cannot be written is refused by name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            refused = {
                str(name): [ErrorDetail(_("This field cannot be written."), code="unknown_field")]
                for name in data
                if name not in writable
            }
            if refused:
                raise ValidationError(refused)
        return super().to_internal_value(data)


class NoBody(Body):
    """Nothing to say."""


def read_body(request: Request, expected: type[Body]) -> dict[str, Any]:
    """What the body of a request says. Raises `ValidationError` naming each fault."""
    body = expected(data=request.data)
    body.is_valid(raise_exception=True)
    values: dict[str, Any] = body.validated_data
    return values


class Parameters(serializers.Serializer[Any]):
    """Query parameters. Unknown, repeated and empty ones are refused by name."""


class ListParameters(Parameters):
    """Parameters of every list."""

    limit = serializers.IntegerField(
        min_value=1, max_value=LIMIT_MOST, default=LIMIT, help_text="Rows per page."
    )
    cursor = serializers.CharField(
        required=False, max_length=400, help_text="`page.next_cursor` of the page before."
    )


class ChangedSince(ListParameters):
    """Parameters of lists that can be followed."""

    updated_since = serializers.DateTimeField(
        required=False, help_text="Rows written at or after this moment (RFC 3339)."
    )


def read_parameters(request: Request, expected: type[Parameters]) -> dict[str, Any]:
    """The valid query parameters of a request. Raises `ParameterError` (400)."""
    sent = request.query_params
    form = expected(data={name: sent[name] for name in sent})
    faults: dict[str, list[ErrorDetail]] = {}
    for name in sent:
        if name not in form.fields:
            faults[name] = [ErrorDetail(_("There is no such parameter here."), code="unknown")]
        elif len(sent.getlist(name)) > 1:
            faults[name] = [ErrorDetail(_("Give this parameter once."), code="repeated")]
    if faults:
        raise ParameterError(faults)
    if not form.is_valid():
        raise ParameterError(form.errors)
    values: dict[str, Any] = form.validated_data
    return values
