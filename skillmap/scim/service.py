"""The protocol with our limits and our reading of what it leaves open."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from rest_framework.request import Request
from scim2_models import (
    BaseModel,
    ComplexAttribute,
    Extension,
    InvalidFilterException,
    InvalidValueException,
    PatchOp,
    PayloadTooLargeException,
    Resource,
    ResourceType,
    SCIMException,
    SearchRequest,
)
from scim2_server.conditions import Conditions
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.routing import Operation, Target
from scim2_server.service import ScimService, scim_exception_of

from skillmap.scim.schemas import PROVIDER
from skillmap.scim.storage import Directory

ROOT = "/scim/v2"
MOST_BYTES = 100_000
LONGEST_FILTER = 2_000  # characters
READING = {Operation.query, Operation.search, Operation.search_with_body}


class OurService(ScimService):
    """`ScimRequest.subject` is the storage, which knows who asks."""

    def authorize(self, request: ScimRequest, target: Target, resource_type: ResourceType) -> None:
        if target.operation not in READING:
            request.subject.refuse_others(resource_type, target.resource_id)

    def read_search(
        self, resource_types: list[ResourceType], payload: Any
    ) -> tuple[SearchRequest[Any], Any]:
        """Refuse a filter that is too long before it is parsed."""
        if isinstance(payload, dict) and len(str(payload.get("filter", ""))) > LONGEST_FILTER:
            raise InvalidFilterException(
                detail=f"A filter has at most {LONGEST_FILTER} characters."
            )
        return super().read_search(resource_types, payload)

    def apply_replacement(
        self, current: Resource[Any], replacement: Resource[Any], conditions: Conditions
    ) -> Resource[Any] | None:
        """What a PUT does not mention stays: nobody who leaves it out means to empty it."""
        keep_unsaid(replacement, current)
        return super().apply_replacement(current, replacement, conditions)

    def apply_patch(
        self, current: Resource[Any], patch_op: "PatchOp[Any]", conditions: Conditions
    ) -> Resource[Any] | None:
        """Tell of a value that does not fit in the words of other requests."""
        try:
            return super().apply_patch(current, patch_op, conditions)
        except InvalidValueException as error:
            if isinstance(error.__cause__, ValidationError):
                raise scim_exception_of(error.__cause__) from error
            raise


def keep_unsaid(wanted: BaseModel, stored: BaseModel) -> None:
    """Fill what `wanted` does not mention from `stored`, inside complex attributes too."""
    for name in type(wanted).model_fields:
        old = getattr(stored, name)
        if name not in wanted.model_fields_set:
            setattr(wanted, name, old)
        elif isinstance(old, ComplexAttribute | Extension):
            new = getattr(wanted, name)
            if new is not None:
                keep_unsaid(new, old)


_SERVICE = OurService(PROVIDER)


def answer(request: Request) -> tuple[int, dict[str, Any] | None, Mapping[str, str]]:
    """Status, body and headers of the answer to a request that was let in."""
    storage = Directory(request)
    try:
        response = ScimHandler(_SERVICE, storage).handle(_translated(request, storage))
    except SCIMException as error:
        response = _SERVICE.error_response(error)
    headers = {name: text for name, text in response.headers.items() if name != "Content-Type"}
    return int(response.status), response.body, headers


def _translated(request: Request, storage: Directory) -> ScimRequest:
    """The request in the library's words. Raises for what is too large and for NUL."""
    body = request._request.body  # noqa: SLF001 - as it was sent; DRF would parse it
    if len(body) > MOST_BYTES:
        raise PayloadTooLargeException(detail=f"A body has at most {MOST_BYTES} bytes.")
    query = request.query_params.dict()
    if any("\0" in text or r"\u0000" in text for text in (body.decode("latin-1"), *query.values())):
        raise InvalidValueException(detail="This holds characters that are none.")
    return ScimRequest(
        method=request.method or "",
        base_url=request.build_absolute_uri(ROOT),
        path=request.path.removeprefix(ROOT),
        query=query,
        headers=request.headers,
        body=body,
        subject=storage,
    )
