"""Rows that a service writes, each with its result: one at a time, tried out, or up to 500."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.response import Response

from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body
from skillmap.core.api.permissions import holds_scope
from skillmap.core.api.problems import problem_of
from skillmap.core.api.rows import (
    MOST_ROWS,
    RESULTS,
    STATES,
    RowResultSerializer,
    RowResultsSerializer,
    result_shown,
)
from skillmap.core.api.scopes import Scope
from skillmap.core.api.writing import Writable
from skillmap.core.enums import ImportState, RowAction
from skillmap.core.errors import DomainError
from skillmap.core.imports.plan import EMPTY, difference
from skillmap.core.imports.rows import RowResult, wait_for_turn

V = TypeVar("V", bound="EachRow")
Row = dict[str, Any]
REFUSALS = (DomainError, APIException, Http404)


class TriedBody(Body):
    """The body of a write that can be tried out."""

    dry_run = serializers.BooleanField(default=False, help_text="Say the same, write nothing.")


class EachBody(Body):
    """One of many rows. A value that is wrong rejects this row alone; an unknown field is a fault
    of the whole request, since it is the same mistake in every row."""

    def run_validation(self, data: Any = empty) -> Any:
        try:
            return super().run_validation(data)
        except ValidationError as error:
            if not isinstance(data, Mapping) or not isinstance(error.detail, dict):
                raise
            if ["unknown_field"] in error.get_codes().values():  # type: ignore[union-attr]
                raise
            return error


class KnownRow(EachBody):
    """A row that `id` and `version` may say is about something that is there: a version that is
    not stored any more rejects it, as `If-Match` does."""

    id = serializers.UUIDField(required=False)
    version = serializers.IntegerField(min_value=1, required=False, help_text="Beside `id`.")

    def validate(self, attrs: Row) -> Row:
        for name, other in (("version", "id"), ("id", "version")):
            if other in attrs and name not in attrs:
                text = _("`id` and `version` come together.")
                raise ValidationError({name: ErrorDetail(text, code="required")})
        return attrs


class WrittenRowSerializer(RowResultSerializer):
    """What became of one row; `id` is null where there is none, `changes` maps a field to its old
    and its new value (the old one is null for a token that may not read it)."""

    id = serializers.UUIDField(allow_null=True)


class WrittenRowsSerializer(RowResultsSerializer):
    """As other `bulk` answers, with the id of each row; nothing waits for a person."""

    results = WrittenRowSerializer(many=True)


class EachRow(Writable):
    """`POST /{resource}/bulk`: a service writes row after row, and what it refuses is rejected.

    `many` is what a body calls the rows. The answer to a write has the resource for tokens that
    may read it.
    """

    many: ClassVar[str]
    many_body: ClassVar[type[Body]]
    read_scope: ClassVar[Scope]

    def write_row(self, row: Row) -> RowResult:
        """Write one row. Raises one of `REFUSALS`."""
        raise NotImplementedError

    def prepare(self, rows: Sequence[Row]) -> None:  # noqa: ARG002
        """Keep others from writing the same until all rows are written, and look at what is stored.

        Files wait meanwhile.
        """
        wait_for_turn()

    @action(detail=False, methods=["post"])
    @idempotent
    def bulk(self, request: Request) -> Response:  # noqa: ARG002
        """Rejected rows never block good ones, unless `atomic` asks for that."""
        self.refuse_others()
        values = self.valid(self.many_body)
        rows: list[Row | ValidationError] = values[self.many]
        with trying(dry_run=values["dry_run"]):
            self.prepare([row for row in rows if not isinstance(row, ValidationError)])
            results = [self._result(row, place) for place, row in enumerate(rows)]
            refused = _refused(results, strict=values["atomic"])
            if refused:
                transaction.set_rollback(True)
        return Response(_told(results, refused=refused, dry_run=values["dry_run"]))

    def may_replay(self, told: Mapping[str, Any]) -> bool:
        """Is all that an earlier answer told of still there for who asks again?"""
        ids = {one["id"] for one in (told, *told.get("results", ())) if one.get("id")}
        return bool(self.get_queryset().filter(public_id__in=ids).count() == len(ids))

    def _result(self, row: Row | ValidationError, place: int) -> dict[str, Any]:
        try:
            with transaction.atomic():
                if isinstance(row, ValidationError):
                    raise row
                return self.result(self.write_row(row))
        except REFUSALS as error:
            return _rejected(error, f"/{self.many}/{place}")

    def result(self, one: RowResult) -> dict[str, Any]:
        """What became of a row, as this token may know it."""
        may_read = holds_scope(self.request, self.read_scope)
        return result_shown(one, may_read=may_read) | {"id": one.id}

    def answered(self, one: RowResult, row: Any, status: int = 200) -> Response:
        """The resource as it is now; what became of it for a token that may not read it, and
        where `row` is None: after a dry run."""
        if row is not None and holds_scope(self.request, self.read_scope):
            return self.shown(row, status)
        headers = {} if row is None else {"ETag": f'"{row.version}"'}
        told = self.result(one) | ({"id": None} if row is None else {})
        return Response(told, status=200 if row is None else status, headers=headers)


@contextmanager
def trying(*, dry_run: bool) -> Iterator[None]:
    """One transaction, of which a dry run leaves nothing."""
    with transaction.atomic():
        yield
        if dry_run:
            transaction.set_rollback(True)


def compared(
    row: Any, key: str, stored: Mapping[str, Any] | None, wanted: Mapping[str, Any]
) -> RowResult:
    """What became of a row: `stored` are its columns before, None of a new one, `wanted` now."""
    if stored is None:
        new = {name: (None, value) for name, value in wanted.items() if value not in EMPTY}
        return RowResult(RowAction.CREATE, key, new, id=row.public_id)
    changes = difference(stored, wanted)
    done = RowAction.UPDATE if changes else RowAction.UNCHANGED
    return RowResult(done, key, changes, id=row.public_id)


def writes_each(many: str, row: type[EachBody]) -> Callable[[type[V]], type[V]]:
    """Give a view set its rows, and describe `bulk`."""

    def decorate(view: type[V]) -> type[V]:
        view.many, view.many_body = many, _many_body(many, row)
        return extend_schema_view(
            bulk=extend_schema(request=view.many_body, responses=WrittenRowsSerializer)
        )(view)

    return decorate


def answer_of(resource: type[serializers.Serializer[Any]]) -> PolymorphicProxySerializer:
    """The resource, or what became of it: see `EachRow.answered`."""
    name = resource.__name__.removesuffix("Serializer")
    return PolymorphicProxySerializer(
        component_name=f"{name}Answer",
        serializers=[resource, WrittenRowSerializer],
        resource_type_field_name=None,
    )


def _many_body(many: str, row: type[EachBody]) -> type[Body]:
    fields: dict[str, Any] = {
        many: serializers.ListField(child=row(), allow_empty=False, max_length=MOST_ROWS),
        "atomic": serializers.BooleanField(default=False),
        "dry_run": serializers.BooleanField(default=False),
    }
    doc = "Up to 500 rows; `atomic`: all or nothing; `dry_run`: write nothing."
    return type(f"{many.title().replace('_', '')}Rows", (Body,), {"__doc__": doc, **fields})


def _rejected(error: Exception, path: str) -> dict[str, Any]:
    problem = problem_of(error)
    errors = problem.errors or [{"pointer": "", "code": problem.code, "detail": problem.detail}]
    told = result_shown(RowResult(RowAction.REJECT))
    told["errors"] = [one | {"pointer": path + one["pointer"]} for one in errors]
    return told | {"id": None}


def _refused(results: Sequence[Mapping[str, Any]], *, strict: bool) -> bool:
    """Is nothing written at all?"""
    rejected = [_is(one, RowAction.REJECT) for one in results]
    return any(rejected) if strict else all(rejected)


def _is(result: Mapping[str, Any], action: RowAction) -> bool:
    return bool(result["result"] == RESULTS[action])


def _told(results: list[dict[str, Any]], *, refused: bool, dry_run: bool) -> dict[str, Any]:
    applied = not refused and not dry_run
    tried = ImportState.REFUSED if refused else ImportState.APPLYING
    state = STATES[ImportState.APPLIED if applied else tried]
    if not applied:
        results = [one | {"id": None} if _is(one, RowAction.CREATE) else one for one in results]
    told: dict[str, Any] = {"state": state, "applied": applied, "note": "", "import": None}
    return told | {"results": results, "beyond": []}
