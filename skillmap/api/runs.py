"""Analyses that were started, and starting one."""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.enums import GAP_COLUMNS, RunKind, RunState
from assessments.models import AnalysisRun
from assessments.services import start_analysis
from employees import rules
from employees.models import Employee, OrgUnit
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import UnitRef
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Conventions, Resource
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.tabular.writing import csv_line, neutral
from training.services import start_recommendation


class RunBody(Body):
    """What to analyse. A past `as_of`, or `known_at`, looks back and changes no level."""

    kind = serializers.ChoiceField(choices=RunKind.choices)
    org_unit = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="A unit with its subtree."
    )
    as_of = serializers.DateField(required=False, allow_null=True, default=None)
    known_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class RunSerializer(serializers.ModelSerializer[AnalysisRun]):
    """One computation over many people; the same hashes give the same results."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    state = serializers.ChoiceField(source="outcome", choices=RunState.choices)
    org_unit = UnitRef(source="unit", allow_null=True)
    job = serializers.UUIDField(source="job.public_id", default=None, allow_null=True)

    class Meta:
        model = AnalysisRun
        fields = (
            "id",
            "kind",
            "state",
            "org_unit",
            "as_of",
            "known_at",
            "method",
            "method_version",
            "parameters",
            "parameters_hash",
            "inputs_hash",
            "job",
            "created_at",
            "finished_at",
        )


class RunParameters(ChangedSince):
    kind = serializers.ChoiceField(choices=RunKind.choices, required=False)
    state = serializers.ChoiceField(choices=RunState.choices, required=False)


class RunViewSet(Resource[AnalysisRun]):
    """Analyses: one's own, or all for HR."""

    queryset = AnalysisRun.objects.with_outcome().select_related("unit", "job")
    serializer_class = RunSerializer
    parameters = RunParameters
    has_etag = False
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.GAPS_READ,
        "retrieve": Scope.GAPS_READ,
        "create": Scope.PLANS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"kind": "kind", "state": "outcome"}

    def visible(self, rows: QuerySet[AnalysisRun]) -> QuerySet[AnalysisRun]:
        return rows.filter(pk__in=visible_runs(self.request))

    @extend_schema(request=RunBody, responses={202: RunSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Start an analysis; follow its job at `Location`."""
        if not rules.can_see_analyses(request.user):
            raise PermissionDenied(_("Only HR starts analyses."))
        started = _start(request.user, self.valid(RunBody))
        run = self.queryset.all().get(pk=started.pk)
        response = self.shown(run, status=202)
        if run.job is not None:
            response["Location"] = reverse("api:jobs-detail", kwargs={"id": run.job.public_id})
        return response


class RunGapsView(Conventions):
    """The gaps of a look back as the gaps file (CSV), of the people you may read."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.GAPS_READ}

    @extend_schema(
        responses={(200, "text/csv"): OpenApiTypes.STR}, operation_id="analysis_runs_gaps_retrieve"
    )
    def get(self, request: Request, run_id: UUID) -> StreamingHttpResponse:
        run = get_object_or_404(visible_runs(request), public_id=run_id, keeps_output=True)
        if run.state != RunState.DONE:
            raise ConflictError(_("This analysis is not finished."), code="not_finished")
        people = Employee.objects.levels_visible_to(request.user)
        lines = _lines_of(run, set(people.values_list("number", flat=True)))
        header = csv_line(GAP_COLUMNS)
        response = StreamingHttpResponse(chain([header], lines), content_type="text/csv")
        response["Content-Disposition"] = f'attachment; filename="gaps-{run.as_of}.csv"'
        return response


def visible_runs(request: Request) -> QuerySet[AnalysisRun]:
    """One's own analyses, or all for HR."""
    sees_all = rules.can_see_analyses(request.user)
    return AnalysisRun.objects.visible_to(request.user, sees_all=sees_all)


def _lines_of(run: AnalysisRun, numbers: set[str]) -> Iterator[str]:
    """The kept lines of people with these employee numbers."""
    shown = {neutral(number) for number in numbers}
    outputs = run.shards.order_by("number").values_list("output", flat=True)
    for output in outputs.iterator():
        part = io.StringIO(newline="")
        rows = csv.reader(io.StringIO(output, newline=""))
        csv.writer(part).writerows(row for row in rows if row[0] in shown)
        yield part.getvalue()


def _start(actor: Any, wanted: dict[str, Any]) -> AnalysisRun:
    unit = None
    if wanted["org_unit"]:
        units = OrgUnit.objects.visible_to(actor)
        unit = get_object_or_404(units, public_id=wanted["org_unit"])
    if not rules.can_run_analysis(actor, unit):
        raise PermissionDenied(_("You start analyses of your own units only."))
    as_of, known_at = wanted["as_of"], wanted["known_at"]
    if wanted["kind"] == RunKind.GAPS:
        return start_analysis(actor=actor, unit=unit, as_of=as_of, known_at=known_at)
    if as_of or known_at:
        raise DomainError(_("Paths are planned from today on."), field="as_of")
    return start_recommendation(actor=actor, unit=unit)
