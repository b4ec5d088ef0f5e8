"""Bringing files in over REST: sent, compared by a worker, applied at once or on request."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from employees import rules
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body, ChangedSince, ListParameters, NoBody
from skillmap.core.api.parsers import BoundedJSONParser
from skillmap.core.api.permissions import holds_scope, require_scope
from skillmap.core.api.rows import known_changes
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Conventions, Resource
from skillmap.core.enums import ImportKind, ImportState, RowAction
from skillmap.core.imports.uploads import queue_apply, queue_undo, receive_upload
from skillmap.core.models import ImportBatch, ImportRow

SCOPE_OF_KIND: Mapping[str, Scope] = {
    ImportKind.SKILLS: Scope.SKILLS_WRITE,
    ImportKind.ROLES: Scope.ORG_WRITE,
    ImportKind.PEOPLE: Scope.PEOPLE_WRITE,
    ImportKind.ACTIVITIES: Scope.ACTIVITIES_WRITE,
    ImportKind.EVIDENCE: Scope.RATINGS_WRITE,
}
READ_SCOPE_OF_KIND: Mapping[str, Scope] = {
    ImportKind.SKILLS: Scope.SKILLS_READ,
    ImportKind.ROLES: Scope.ORG_READ,
    ImportKind.PEOPLE: Scope.DIRECTORY_READ,
    ImportKind.ACTIVITIES: Scope.ACTIVITIES_READ,
    ImportKind.EVIDENCE: Scope.GAPS_READ,
}
ANY_OF_THEM = tuple(SCOPE_OF_KIND.values())


class UploadBody(Body):
    """A file in one of our layouts. With `dry_run` it is compared and waits to be applied."""

    kind = serializers.ChoiceField(choices=ImportKind.choices)
    file = serializers.FileField(max_length=255, help_text="CSV or XLSX, at most 20 MB.")
    mapping = serializers.FileField(
        required=False, max_length=255, help_text="JSON that fits other column names."
    )
    source = serializers.CharField(  # type: ignore[assignment]  # a field, not where it comes from
        max_length=60, allow_blank=True, default="", help_text="The system the file comes from."
    )
    full = serializers.BooleanField(
        default=False, help_text="Whoever of this source is missing has left."
    )
    atomic = serializers.BooleanField(
        default=False, help_text="Apply nothing when a row is rejected."
    )
    dry_run = serializers.BooleanField(default=False)


class ImportSerializer(serializers.ModelSerializer[ImportBatch]):
    """One file and what it does; `held` waits for a person, who is told why in `note`."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    job = serializers.UUIDField(source="job.public_id", default=None, allow_null=True)

    class Meta:
        model = ImportBatch
        fields = (
            *("id", "kind", "format", "state", "file_name", "sha256", "source", "note"),
            *("created", "updated", "unchanged", "rejected"),
            *("job", "created_at", "applied_at", "updated_at"),
        )


class FaultSerializer(serializers.Serializer[Any]):
    """One fault of a row, as the row report has it."""

    file = serializers.CharField()
    sheet = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField()
    value = serializers.CharField()
    code = serializers.CharField()
    sentence = serializers.CharField()

    class Meta:
        ref_name = "RowFault"


class RowSerializer(serializers.ModelSerializer[ImportRow]):
    """What one row does: `changes` maps a column to its old and new value."""

    changes = serializers.DictField(child=serializers.ListField())
    faults = FaultSerializer(many=True)

    class Meta:
        model = ImportRow
        fields = ("number", "action", "key", "changes", "faults")


class ImportParameters(ChangedSince):
    kind = serializers.ChoiceField(choices=ImportKind.choices, required=False)
    state = serializers.ChoiceField(choices=ImportState.choices, required=False)


class RowParameters(ListParameters):
    action = serializers.ChoiceField(choices=RowAction.choices, required=False)


class ImportViewSet(Resource[ImportBatch]):
    """Files on their way in; for HR."""

    queryset = ImportBatch.objects.select_related("job")
    serializer_class = ImportSerializer
    parameters = ImportParameters
    has_etag = False
    parser_classes = (MultiPartParser, BoundedJSONParser)
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.JOBS_READ,
        "retrieve": Scope.JOBS_READ,
        "create": ANY_OF_THEM,
        "apply": ANY_OF_THEM,
        "undo": ANY_OF_THEM,
    }
    lookups: ClassVar[Mapping[str, str]] = {"kind": "kind", "state": "state"}

    def visible(self, rows: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
        return visible_imports(rows, self.request)

    @extend_schema(request={"multipart/form-data": UploadBody}, responses={202: ImportSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Send a file; follow its job at `Location`, then read its rows.

        Rejected rows never block good ones. A change beyond the guard for mass changes is held.
        """
        self._may_import()
        values = self.valid(UploadBody)
        require_scope(request, SCOPE_OF_KIND[values["kind"]])
        batch = receive_upload(
            actor=request.user,  # type: ignore[arg-type]  # never anonymous: permissions come first
            kind=ImportKind(values["kind"]),
            upload=values["file"],
            mapping=values.get("mapping"),
            source=values["source"],
            full=values["full"],
            strict=values["atomic"],
            apply_at_once=not values["dry_run"],
        )
        return self._accepted(batch)

    @extend_schema(request=NoBody, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def apply(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Apply what was compared, or what was held: this is the person's yes.

        A program says no yes for HR: what is held stays so.
        """
        return self._queue(queue_apply)

    @extend_schema(request=NoBody, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def undo(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Take an applied import back, unless something was built on it since."""
        return self._queue(queue_undo)

    def _queue(self, service: Any) -> Response:
        self._may_import()
        self.valid(NoBody)
        batch = self.one()
        require_scope(self.request, SCOPE_OF_KIND[batch.kind])
        service(batch=batch, actor=self.request.user)
        return self._accepted(self.one())

    def _may_import(self) -> None:
        if not rules.can_import(self.request.user):
            raise PermissionDenied(_("Only HR brings files in."))

    def _accepted(self, batch: ImportBatch) -> Response:
        response = self.shown(batch, status=202)
        if batch.job is not None:
            response["Location"] = reverse("api:jobs-detail", kwargs={"id": batch.job.public_id})
        return response


class ImportRowsView(Conventions, GenericAPIView[ImportRow]):
    """What each row of a file does or why it is rejected; unchanged rows are only counted.

    What was there before is null for a token that may not read such things.
    """

    queryset = ImportRow.objects.all()
    serializer_class = RowSerializer
    parameters = RowParameters
    keyset, keyset_kinds = ("number", "id"), (int, int)
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.JOBS_READ}

    def get(self, request: Request, import_id: UUID) -> Response:
        batches = visible_imports(ImportBatch.objects.all(), request)
        batch = get_object_or_404(batches, public_id=import_id)
        rows = self.get_queryset().filter(batch=batch)
        if wanted := self.wanted.get("action"):
            rows = rows.filter(action=wanted)
        found = self.paginate_queryset(rows) or []
        may_read = holds_scope(request, READ_SCOPE_OF_KIND[batch.kind])
        for row in found:
            row.changes = known_changes(row.changes, may_read=may_read)
        return self.get_paginated_response(self.get_serializer(found, many=True).data)


def visible_imports(rows: QuerySet[ImportBatch], request: Request) -> QuerySet[ImportBatch]:
    """One's own imports, or all for HR."""
    sees_all = rules.can_see_all_jobs(request.user)
    return rows.filter(pk__in=ImportBatch.objects.visible_to(request.user, sees_all=sees_all))
