"""What people have finished: read by those who may, told by learning platforms."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body, ChangedSince, Parameters, read_body
from skillmap.core.api.refs import PersonRef
from skillmap.core.api.rows import MOST_ROWS, RESULTS, RowErrorSerializer
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Conventions, Listing
from skillmap.core.models import User
from training.api.plan_serializers import CompletionSerializer
from training.enums import PARKED
from training.models import Completion
from training.rules import can_record_completions
from training.services import Report, Reported, report_completions

STATUS = {"created": 201, PARKED: 202}


class PersonCompletionSerializer(CompletionSerializer):
    """Somebody finished an activity."""

    person = PersonRef(source="employee")

    class Meta(CompletionSerializer.Meta):
        fields = ("id", "person", "activity", "completed_on", "reference", "updated_at")


class CompletionParameters(ChangedSince):
    person = serializers.UUIDField(required=False)
    activity = serializers.UUIDField(required=False)


class ReportBody(Body):
    """A person finished an activity; `reference` tells repeats of the same one apart."""

    employee_number = serializers.CharField(max_length=60)
    activity_code = serializers.CharField(max_length=120)
    completed_on = serializers.DateField()
    reference = serializers.CharField(max_length=200, allow_blank=True, default="")


class OneReportBody(ReportBody):
    """The same; with `dry_run` nothing is written."""

    dry_run = serializers.BooleanField(default=False)


class ManyReportsBody(Body):
    """Up to 500 completions; with `atomic` one that is rejected keeps all from being written."""

    completions = serializers.ListField(child=ReportBody(), allow_empty=False, max_length=MOST_ROWS)
    atomic = serializers.BooleanField(default=False)
    dry_run = serializers.BooleanField(default=False)


class ReportResultSerializer(serializers.Serializer[Any]):
    """What became of one completion. `parked`: its person or activity is not here yet, and it is
    tried again for 30 days. `completion` is null unless it was written."""

    result = serializers.ChoiceField(choices=[*RESULTS.values(), PARKED])
    completion = PersonCompletionSerializer(allow_null=True)
    errors = RowErrorSerializer(many=True)  # type: ignore[assignment]  # a field


class ReportResultsSerializer(serializers.Serializer[Any]):
    """One result per completion, in their order; `applied` says whether anything was written."""

    applied = serializers.BooleanField()
    results = ReportResultSerializer(many=True)


class CompletionsView(Listing[Completion]):
    """What the people finished whose plans you may read, and telling that somebody finished."""

    queryset = Completion.objects.select_related("employee", "activity")
    serializer_class = PersonCompletionSerializer
    parameters = CompletionParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "get": Scope.PLANS_READ,
        "post": Scope.COMPLETIONS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {
        "person": "employee__public_id",
        "activity": "activity__public_id",
    }

    def expected_parameters(self) -> type[Parameters]:
        return self.parameters if self.request.method == "GET" else Parameters

    @extend_schema(operation_id="completions_list")
    def get(self, request: Request) -> Response:  # noqa: ARG002
        return self.page(self.get_queryset())

    @extend_schema(
        request=OneReportBody,
        responses=dict.fromkeys((200, 201, 202), ReportResultSerializer),
        operation_id="completions_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Tell one completion: 201 created, 200 updated or unchanged, 202 parked."""
        values = _told(request, OneReportBody)
        dry_run = values.pop("dry_run")
        (result,), _written = _report(request.user, [values], dry_run=dry_run, atomic=False)
        if result.error is not None:
            raise result.error
        shown = _shown(result, 0, written=not dry_run)
        status = 200 if dry_run else STATUS.get(shown["result"], 200)
        return Response(ReportResultSerializer(shown).data, status=status)


class CompletionsBulkView(Conventions):
    """Telling many completions at once."""

    scopes: ClassVar[Mapping[str, Needed]] = {"post": Scope.COMPLETIONS_WRITE}

    @extend_schema(
        request=ManyReportsBody, responses=ReportResultsSerializer, operation_id="completions_bulk"
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Rejected rows never block good ones, unless `atomic` asks for that."""
        values = _told(request, ManyReportsBody)
        results, written = _report(
            request.user,
            values["completions"],
            dry_run=values["dry_run"],
            atomic=values["atomic"],
        )
        shown = [_shown(one, place, written=written) for place, one in enumerate(results)]
        return Response(ReportResultsSerializer({"applied": written, "results": shown}).data)


def _told(request: Request, expected: type[Body]) -> dict[str, Any]:
    if not can_record_completions(request.user):
        raise PermissionDenied(_("Only HR and the learning manager record completions."))
    return read_body(request, expected)


def _report(
    actor: Any, rows: Sequence[Mapping[str, Any]], *, dry_run: bool, atomic: bool
) -> tuple[list[Reported], bool]:
    """The result of each row, and whether they were written."""
    user: User = actor
    with transaction.atomic():
        reports = [Report(**row) for row in rows]
        results = report_completions(actor=user, reports=reports, now=timezone.now())
        held = dry_run or (atomic and any(one.error for one in results))
        if held:
            transaction.set_rollback(True)
    return results, not held


def _shown(one: Reported, place: int, *, written: bool) -> dict[str, Any]:
    error = one.error
    errors = [] if error is None else [
        {
            "pointer": f"/completions/{place}/{error.field}".rstrip("/"),
            "code": error.code,
            "detail": error.message,
        }
    ]  # fmt: skip
    return {
        "result": PARKED if one.is_parked else RESULTS[one.action],
        "completion": one.completion if written else None,
        "errors": errors,
    }
