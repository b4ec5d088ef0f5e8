"""Where the library finds users and groups: people and units, as the caller may see them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property
from rest_framework.request import Request
from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    MutabilityException,
    NotFoundException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
)
from scim2_server.storage import ScimStorage, SearchPage

from employees import rules
from employees.models import Employee
from skillmap.core.http import as_id
from skillmap.core.imports.rows import wait_for_turn
from skillmap.scim.people import People
from skillmap.scim.schemas import MOST_RESULTS, USERS
from skillmap.scim.units import Units
from skillmap.scim.writing import Writer

SAFE = {"GET", "HEAD"}
READ_ONLY = "Groups are the units of the organisation: people move by their department."
NOT_A_WRITER = "Only programs of other systems and HR admins write people."


class Listing(Protocol):
    """One kind of resource, as its caller sees it."""

    def rows(self) -> QuerySet[Any]: ...
    def found(self, wanted: SearchRequest[Any]) -> QuerySet[Any]: ...
    def shown(self, rows: QuerySet[Any], wanted: Any) -> list[Resource[Any]]: ...


class Directory(ScimStorage):
    """The people and units of one request. What writes is one transaction and takes its turn."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.people, self.units = People(request), Units(request)
        self.writer = Writer(request, self.people)

    @cached_property
    def may_write(self) -> bool:
        return rules.can_write_people(self.request.user)

    def refuse_others(self, resource_type: ResourceType, resource_id: str | None) -> None:
        """Refuse a write: 404 for what is hidden, then 403, then what nobody writes."""
        if resource_id is not None:
            self._row(resource_type, resource_id)
        if not self.may_write:
            raise ForbiddenException(detail=NOT_A_WRITER)
        if resource_type is not USERS:
            raise MutabilityException(detail=READ_ONLY)

    @contextmanager
    def operation(self) -> Iterator[None]:
        if self.request.method in SAFE or self.request.path.endswith("/.search"):
            yield
            return
        with transaction.atomic():
            wait_for_turn()
            yield

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        rows = self._row(resource_type, resource_id)
        shown = self._kind(resource_type).shown(rows, response_parameters)
        return shown[0]

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,  # noqa: ARG002 - of cursors, which we do not announce
    ) -> SearchPage:
        if search_request.sort_by is not None and len(resource_types) > 1:
            raise InvalidValueException(detail="Sort users or groups, not both.")
        kinds = [self._kind(one) for one in resource_types]
        found = [(kind, kind.found(search_request)) for kind in kinds]
        return _page(found, search_request)

    def create(
        self,
        resource_type: ResourceType,  # noqa: ARG002 - only people are written
        resource: Resource[Any],
    ) -> Resource[Any]:
        return self._written(self.writer.create(resource))

    def update(
        self,
        resource_type: ResourceType,
        resource: Resource[Any],
        *,
        expected_version: str | None = None,  # noqa: ARG002 - ours is the only turn to write
    ) -> Resource[Any]:
        person = self._row(resource_type, str(resource.id)).get()
        self.writer.update(person, resource)
        return self._written(person)

    def delete(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        expected_version: str | None = None,  # noqa: ARG002 - see above
    ) -> None:
        self.writer.delete(self._row(resource_type, resource_id).get())

    def _written(self, person: Employee) -> Resource[Any]:
        """The person as they are now, also where the caller does not see them any more."""
        shown: list[Resource[Any]] = self.people.shown(Employee.objects.filter(pk=person.pk))
        return shown[0]

    def _kind(self, resource_type: ResourceType) -> Listing:
        return self.people if resource_type is USERS else self.units

    def _row(self, resource_type: ResourceType, resource_id: str) -> QuerySet[Any]:
        """The one row of an id. Raises `NotFoundException` when it is hidden."""
        key = as_id(resource_id)
        rows = self._kind(resource_type).rows().filter(public_id=key)
        if key is None or not rows.exists():
            raise NotFoundException(detail="There is no such resource, or you may not see it.")
        return rows


def _page(found: Sequence[tuple[Listing, QuerySet[Any]]], wanted: SearchRequest[Any]) -> SearchPage:
    """One page of several kinds one after the other."""
    total = 0
    start = wanted.start_index_0 or 0
    left = MOST_RESULTS if wanted.count is None else wanted.count
    resources: list[Resource[Any]] = []
    for kind, rows in found:
        count = rows.count()
        first = max(0, start - total)
        total += count
        if left > 0 and first < count:
            shown = kind.shown(rows[first : first + left], wanted)
            resources += shown
            left -= len(shown)
    return SearchPage(total, resources)
