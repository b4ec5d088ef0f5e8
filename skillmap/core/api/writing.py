"""View sets whose rows programs write: one at a time with its version, or many at once."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body
from skillmap.core.api.permissions import holds_scope
from skillmap.core.api.rows import (
    RowLayout,
    RowResultSerializer,
    RowResultsSerializer,
    one_body,
    outcome_shown,
    read_rows,
    result_shown,
    rows_body,
    write_one,
    write_rows,
)
from skillmap.core.api.scopes import Scope
from skillmap.core.api.versions import required_version
from skillmap.core.api.views import Resource
from skillmap.core.enums import ImportState
from skillmap.core.errors import ConflictError
from skillmap.core.imports.rows import RowResult, wait_for_turn
from skillmap.core.models import User

V = TypeVar("V", bound="ManyRows")


class Writable(Resource[Any]):
    """Rows that some may write: `may_write` is the rule."""

    may_write: ClassVar[Callable[[Any], bool]]

    @property
    def writer(self) -> User:
        """Who asks: never anonymous, permissions come first."""
        return cast("User", self.request.user)

    def refuse_others(self) -> None:
        """Raise 403 for those who do not write these rows."""
        if not type(self).may_write(self.request.user):
            raise PermissionDenied(_("You may not write this."))

    def asked(self) -> tuple[Any, int | None]:
        """The row of the address, and the version of it that the client has seen.

        Raises 403 for those who may not write it, and 428 without `If-Match`.
        """
        row = self.one()
        self.refuse_others()
        return row, required_version(self.request)


def in_turn(row: Any, expected: int | None) -> Any:
    """The row as it is stored once no import is under way, locked.

    Raises `ConflictError` when it is not of the expected version any more.
    """
    wait_for_turn()
    stored = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if expected not in (None, stored.version):
        text = _("Somebody changed this meanwhile. Read it again.")
        raise ConflictError(text, code="stale_version")
    return stored


class ManyRows(Writable):
    """`POST /{resource}/bulk`; `layout` is what a row looks like, `read_scope` opens what was."""

    layout: ClassVar[RowLayout]
    many_body: ClassVar[type[Body]]
    read_scope: ClassVar[Scope]

    @action(detail=False, methods=["post"])
    @idempotent
    def bulk(self, request: Request) -> Response:
        """Rejected rows never block good ones, unless `atomic` asks for that.

        Too many people who leave or move at once are held, as with a file.
        """
        self.refuse_others()
        may_read = holds_scope(request, self.read_scope)
        return Response(answer_rows(request, self.layout, self.many_body, may_read=may_read))

    def may_replay(self, told: Mapping[str, Any]) -> bool:
        """May who asks again still write, and see the resource that an earlier answer has?"""
        self.refuse_others()
        shown = told.get(self.layout.one)
        return not shown or self.get_queryset().filter(public_id=shown["id"]).exists()


class Retiring(Writable):
    """`DELETE /{resource}/{id}` retires a row: it stays readable, and nobody is offered it."""

    def retire(self, row: Any) -> None:
        """Retire a row that is locked."""
        raise NotImplementedError

    @extend_schema(responses={204: OpenApiResponse(description="Retired")})
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Retire it; what refers to it stays. Needs `If-Match`."""
        row, expected = self.asked()
        with transaction.atomic():
            self.retire(in_turn(row, expected))
        return Response(status=204)


class SingleRows(ManyRows):
    """`POST /{resource}` and `PATCH /{resource}/{id}` beside it.

    `key_field` is the field of the model that the key column stands for; with `read_scope` the
    answer has the resource as it is now.
    """

    key_field: ClassVar[str]
    new_body: ClassVar[type[Body]]
    change_body: ClassVar[type[Body]]
    answer: ClassVar[type[RowResultSerializer]]

    def needed(self, row: Any) -> dict[str, str]:
        """The columns a row must always have, as they are stored."""
        raise NotImplementedError

    def revive(self, row: Any) -> None:
        """Where saving a change brings back what was retired: do that to a row that is locked."""

    @idempotent
    def create(self, request: Request) -> Response:
        """Add one; what is there already is a conflict: change it with PATCH."""
        self.refuse_others()
        row = self.valid(self.new_body)
        dry_run = row.pop("dry_run")
        with transaction.atomic():
            wait_for_turn()
            key = self.new_key(row)
            if self.get_queryset().filter(**{self.key_field: key}).exists():
                raise ConflictError(_("There is one with this key already."), code="exists")
            result = write_one(request, self.layout, row, dry_run=dry_run)
        return self.written(result, None if dry_run else key, 200 if dry_run else 201)

    def new_key(self, row: Mapping[str, str]) -> str:
        """The key of a row. Raises a fault when it has none."""
        name = self.layout.key
        key = row.get(name, "").strip()
        if not key:
            text = ErrorDetail(_("This must not be empty."), code="missing_value")
            raise ValidationError({name: [text]})
        return key

    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Change what is named, leave the rest (merge patch); needs `If-Match`."""
        row, expected = self.asked()
        change = self.valid(self.change_body)
        return self.write_over(row, change, expected)

    def write_over(
        self, row: Any, change: dict[str, Any], expected: int | None, **options: Any
    ) -> Response:
        """Write the columns of `change` over a stored row that is still of a version."""
        dry_run = change.pop("dry_run")
        with transaction.atomic():
            stored = in_turn(row, expected)
            key = str(getattr(stored, self.key_field))
            if not dry_run:
                self.revive(stored)
            line = {self.layout.key: key, **self.needed(stored), **change}
            result = write_one(self.request, self.layout, line, dry_run=dry_run, **options)
        return self.written(result, None if dry_run else key)

    def written(self, result: RowResult, key: str | None, status: int = 200) -> Response:
        """What one row is answered with: what became of it, and to readers how it is now.

        Who left, or comes later, is not read by a program of one unit.
        """
        may_read = holds_scope(self.request, self.read_scope)
        told: dict[str, Any] = result_shown(result, may_read=may_read) | {self.layout.one: None}
        row = self.get_queryset().filter(**{self.key_field: key}).first() if key else None
        if row is None:
            return Response(told, status=status)
        response = self.shown(row, status)
        response.data = told | {self.layout.one: response.data if may_read else None}
        if status == 201:
            response["Location"] = reverse(f"api:{self.layout.many}-detail", args=[row.public_id])
        return response


@transaction.atomic
def answer_rows(
    request: Request, layout: RowLayout, body: type[Body], *, may_read: bool
) -> dict[str, Any]:
    """Write the rows of a request and say what became of each."""
    values = read_rows(request, layout, body)
    rows = values[layout.many]
    outcome = write_rows(
        request,
        layout,
        rows,
        source=values["source"],
        strict=values["atomic"],
        dry_run=values["dry_run"],
    )
    if outcome.state == ImportState.HELD and outcome.batch and layout.tell_held:
        layout.tell_held(outcome.batch)
    return outcome_shown(layout, outcome, len(rows), may_read=may_read)


def writes(layout: RowLayout) -> Callable[[type[V]], type[V]]:
    """Give a view set its layout, the bodies that follow from it, and their description."""

    def decorate(view: type[V]) -> type[V]:
        view.layout, view.many_body = layout, rows_body(layout)
        many = extend_schema(request=view.many_body, responses=RowResultsSerializer)
        if not issubclass(view, SingleRows):
            return extend_schema_view(bulk=many)(view)
        view.new_body, view.change_body = one_body(layout), one_body(layout, known=True)
        view.answer = _answer(view, layout)
        return extend_schema_view(
            bulk=many,
            create=extend_schema(
                request=view.new_body, responses={201: view.answer, 200: RowResultSerializer}
            ),
            partial_update=extend_schema(request=view.change_body, responses=view.answer),
        )(view)

    return decorate


def _answer(view: type[SingleRows], layout: RowLayout) -> type[RowResultSerializer]:
    doc = (
        "What became of the row, and the resource as it is now: null after a dry run, and for a"
        " token that may not read it or does not see it any more."
    )
    resource: Any = view.serializer_class
    fields = {layout.one: resource(allow_null=True)}
    return type(f"{layout.one.title()}Written", (RowResultSerializer,), {"__doc__": doc, **fields})
