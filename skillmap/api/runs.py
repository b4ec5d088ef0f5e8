"""Analyses that were started, and starting one."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.enums import RunKind, RunState
from assessments.models import AnalysisRun
from assessments.services import start_analysis
from employees import rules
from employees.models import OrgUnit
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import UnitRef
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource
from skillmap.core.errors import DomainError
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

    queryset = AnalysisRun.objects.select_related("unit", "job")
    serializer_class = RunSerializer
    parameters = RunParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.GAPS_READ,
        "retrieve": Scope.GAPS_READ,
        "create": Scope.PLANS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"kind": "kind", "state": "state"}

    def visible(self, rows: QuerySet[AnalysisRun]) -> QuerySet[AnalysisRun]:
        user = self.request.user
        seen = AnalysisRun.objects.visible_to(user, sees_all=rules.can_run_analysis(user))
        return rows.filter(pk__in=seen)

    @extend_schema(request=RunBody, responses={202: RunSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Start an analysis; follow its job at `Location`."""
        if not rules.can_run_analysis(request.user):
            raise PermissionDenied(_("Only HR starts analyses."))
        body = RunBody(data=request.data)
        body.is_valid(raise_exception=True)
        run = _start(request.user, body.validated_data)
        response = self.shown(run, status=202)
        if run.job is not None:
            response["Location"] = reverse("api:jobs-detail", kwargs={"id": run.job.public_id})
        return response


def _start(actor: Any, wanted: dict[str, Any]) -> AnalysisRun:
    unit = None
    if wanted["org_unit"]:
        units = OrgUnit.objects.visible_to(actor)
        unit = get_object_or_404(units, public_id=wanted["org_unit"])
    as_of, known_at = wanted["as_of"], wanted["known_at"]
    if wanted["kind"] == RunKind.GAPS:
        return start_analysis(actor=actor, unit=unit, as_of=as_of, known_at=known_at)
    if as_of or known_at:
        raise DomainError(_("Paths are planned from today on."), field="as_of")
    return start_recommendation(actor=actor, unit=unit)
