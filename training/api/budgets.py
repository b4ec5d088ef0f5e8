"""The budget studio: scenarios and their computation, who gets what, adopting and undoing."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees import rules
from employees.models import OrgUnit
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import NoBody
from skillmap.core.api.refs import named
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Listing, Resource
from training.api.budget_serializers import (
    AllocationParameters,
    AllocationSerializer,
    BudgetBody,
    BudgetParameters,
    BudgetSerializer,
)
from training.api.jobs import started
from training.enums import CENTS, BudgetStage
from training.models import Activity, Allocation, BudgetRun
from training.queries.budgets import progress_of
from training.services import budgets as services
from training.services.budgets import Terms

_SAME = ("name", "seat_percent", "mentor_hours", "hours_per_week", "floor_percent", "thorough")


class BudgetViewSet(Resource[BudgetRun]):
    """Computations of scenarios: all for HR admins, those of their units for HR partners."""

    queryset = (
        BudgetRun.objects.select_related("scenario__unit")
        .prefetch_related("scenario__must_haves")
        .defer("facts")
    )
    serializer_class = BudgetSerializer
    parameters = BudgetParameters
    has_etag = False
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.PLANS_READ,
        "retrieve": Scope.PLANS_READ,
        "create": Scope.PLANS_WRITE,
        "again": Scope.PLANS_WRITE,
        "adopt": Scope.PLANS_WRITE,
        "undo": Scope.PLANS_WRITE,
        "put_away": Scope.PLANS_WRITE,
        "bring_back": Scope.PLANS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"scenario": "scenario__public_id", "stage": "stage"}

    def shown(self, row: BudgetRun, status: int = 200) -> Response:
        if row.stage != BudgetStage.DONE:
            row.progress = progress_of(row)  # type: ignore[attr-defined]  # for the serializer
        return super().shown(row, status)

    @extend_schema(request=BudgetBody, responses={202: BudgetSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Write down a scenario and start its computation; read it again until it is done."""
        if not rules.can_see_analyses(request.user):
            raise PermissionDenied(_("Only HR plans budgets."))
        terms = self._terms(self.valid(BudgetBody))
        scenario = services.create_scenario(
            actor=request.user,  # type: ignore[arg-type]  # never anonymous: permissions come first
            terms=terms,
        )
        return self._begun(scenario.runs.get())

    @extend_schema(request=NoBody, responses={202: BudgetSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def again(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Compute the same scenario with people and catalogue as they are now."""
        run = self.one()
        self.valid(NoBody)
        new = services.start_budget(actor=request.user, scenario=run.scenario)  # type: ignore[arg-type]
        return self._begun(new)

    @extend_schema(request=NoBody, responses={202: BudgetSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def adopt(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Make a proposal of everybody's plan."""
        return self._begun(self._decided(partial(services.adopt_budget, now=timezone.now())))

    @extend_schema(request=NoBody, responses={202: BudgetSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def undo(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Take back the proposals that nobody has accepted."""
        return self._begun(self._decided(partial(services.undo_budget, now=timezone.now())))

    @extend_schema(request=NoBody, responses=BudgetSerializer)
    @action(detail=True, methods=["post"], url_path="put-away")
    @idempotent
    def put_away(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Take the scenario out of the list of the budget studio."""
        run = self._decided(partial(services.put_away_budget, now=timezone.now()))
        return self.shown(run)

    @extend_schema(request=NoBody, responses=BudgetSerializer)
    @action(detail=True, methods=["post"], url_path="bring-back")
    @idempotent
    def bring_back(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Put the scenario into the list again."""
        return self.shown(self._decided(services.bring_back_budget))

    def _decided(self, decide: Callable[..., None]) -> BudgetRun:
        """The computation after a decision about it."""
        run = self.one()
        self.valid(NoBody)
        decide(actor=self.request.user, run=run)
        return self.one()

    def _begun(self, run: BudgetRun) -> Response:
        """202 with the job that works on it now."""
        row = self.get_queryset().get(pk=run.pk)
        return started(services.latest_job(run), self.shown(row).data)

    def _terms(self, values: dict[str, Any]) -> Terms:
        units = OrgUnit.objects.visible_to(self.request.user).filter(retired_on=None)
        wanted = set(values["must_haves"])
        activities = list(Activity.objects.active().filter(public_id__in=wanted))
        if len(activities) < len(wanted):
            text = _("There is none with this id.")
            raise serializers.ValidationError({"must_haves": text}, code="unknown")
        return Terms(
            **{name: values[name] for name in _SAME},
            unit=named(units, values, "org_unit"),
            money_cents=int(values["money"] * CENTS),
            person_cents=int(values["person"] * CENTS),
            must_haves=activities,
        )


class AllocationsView(Listing[Allocation]):
    """What each person would get by a computation; of the people whose plans you may read."""

    queryset = Allocation.objects.select_related("employee", "plan")
    serializer_class = AllocationSerializer
    parameters = AllocationParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.PLANS_READ}
    keyset = ("employee__created_at", "employee__public_id")
    lookups: ClassVar[Mapping[str, str]] = {"reason": "reason"}

    def visible(self, rows: QuerySet[Allocation]) -> QuerySet[Allocation]:
        runs = BudgetRun.objects.visible_to(self.request.user)
        run = get_object_or_404(runs.defer("facts", "memory"), public_id=self.kwargs["budget_id"])
        return super().visible(rows).filter(run=run)

    def get(self, request: Request, budget_id: UUID) -> Response:  # noqa: ARG002
        return self.page(self.get_queryset())
