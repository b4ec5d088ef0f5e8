"""The tree of units over REST: adding, renaming, moving and retiring, one or many."""

from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from employees import rules
from employees.api import UnitViewSet
from employees.api.serializers import UnitSerializer
from employees.imports import people_csv
from employees.models import OrgUnit
from employees.services import unit_rows
from employees.services.units import place_unit, retire_unit
from skillmap.core.api.each import (
    EachRow,
    KnownRow,
    Row,
    TriedBody,
    answer_of,
    compared,
    trying,
    writes_each,
)
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.writing import Retiring, in_turn
from skillmap.core.imports.rows import RowResult, wait_for_turn
from skillmap.core.tabular.faults import CellError

_ANSWER = answer_of(UnitSerializer)


class UnitPath(Body):
    """A unit by its path, such as `Acme/Sales/North`."""

    path = serializers.CharField(max_length=people_csv.UNIT_PATH_LENGTH)

    def validate_path(self, path: str) -> str:
        try:
            return people_csv.unit_path(path)
        except CellError as error:
            raise serializers.ValidationError(error.sentence, code=error.code) from error


class UnitBody(TriedBody, UnitPath):
    """The same; with `dry_run` nothing is written."""


class UnitRow(KnownRow, UnitPath):
    """A unit that is to be there by its path; with `id` and `version` the one to stand there."""


@writes_each("org_units", UnitRow)
class UnitRows(EachRow, Retiring, UnitViewSet):
    """The tree of units, retired ones included; it also grows with the people of a file."""

    may_write = rules.can_import
    read_scope = Scope.ORG_READ
    scopes: ClassVar[Mapping[str, Needed]] = {
        **UnitViewSet.scopes,
        **dict.fromkeys(("create", "partial_update", "destroy", "bulk"), Scope.ORG_WRITE),
    }
    units: unit_rows.UnitRows

    @extend_schema(request=UnitBody, responses=dict.fromkeys((200, 201), _ANSWER))
    @idempotent
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add a unit and those above it; one that is there stays, a retired one is in use again."""
        self.refuse_others()
        values = self.valid(UnitBody)
        with trying(dry_run=values["dry_run"]):
            wait_for_turn()
            unit, before = unit_rows.UnitRows().add(values["path"])
        done = compared(unit, unit.path, before, unit_rows.seen(unit))
        return self.answered(done, None if values["dry_run"] else unit, 200 if before else 201)

    @extend_schema(request=UnitBody, responses=_ANSWER)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Rename it or put it elsewhere, with all below it, from today on; needs `If-Match`."""
        row, expected = self.asked()
        values = self.valid(UnitBody)
        with trying(dry_run=values["dry_run"]):
            unit = in_turn(row, expected)
            before = unit_rows.seen(unit)
            place_unit(unit=unit, path=values["path"], on=timezone.localdate())
        done = compared(unit, unit.path, before, unit_rows.seen(unit))
        return self.answered(done, None if values["dry_run"] else unit)

    def prepare(self, rows: Sequence[Row]) -> None:
        super().prepare(rows)
        self.units = unit_rows.UnitRows.read([row["id"] for row in rows if "id" in row])

    def write_row(self, row: Row) -> RowResult:
        before: unit_rows.Seen | None
        if "id" in row:
            unit, before = self.units.place(**row, on=timezone.localdate())
        else:
            unit, before = self.units.add(row["path"])
        return compared(unit, unit.path, before, unit_rows.seen(unit))

    def retire(self, row: OrgUnit) -> None:
        """Only a unit without people, and without units below it that are in use."""
        retire_unit(unit=row, on=timezone.localdate())
