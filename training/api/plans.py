"""Plans of people one may read, their steps, and the decisions about them."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Assignment, Employee
from employees.queries import subtree_of
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import expected_version
from skillmap.core.api.views import Conventions, Listing, Resource
from skillmap.core.models import Viewer
from training import services
from training.api.plan_serializers import (
    CompletionSerializer,
    DecisionBody,
    PlanParameters,
    PlanSerializer,
    ReasonBody,
    StepSerializer,
)
from training.models import Completion, DevelopmentPlan, PlanStep
from training.queries.plans import current_plan


class PlanViewSet(Resource[DevelopmentPlan]):
    """Recommended, proposed, running and ended plans of the people whose plans you may read."""

    queryset = DevelopmentPlan.objects.select_related("employee", "template")
    serializer_class = PlanSerializer
    parameters = PlanParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.PLANS_READ,
        "retrieve": Scope.PLANS_READ,
        "propose": Scope.PLANS_WRITE,
        "accept": Scope.PLANS_WRITE,
        "approve": Scope.PLANS_WRITE,
        "dismiss": Scope.PLANS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"state": "state", "person": "employee__public_id"}

    def narrow(self, rows: QuerySet[DevelopmentPlan]) -> QuerySet[DevelopmentPlan]:
        rows = super().narrow(rows)
        if unit := self.wanted.get("org_unit"):
            units = subtree_of(unit, self.request.user)
            inside = Assignment.objects.current().primary().filter(unit__in=units)
            rows = rows.filter(employee__in=inside.values("employee"))
        return rows

    @extend_schema(request=DecisionBody, responses=PlanSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def propose(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Put the recommendation before the person."""
        return self._decide(services.propose_plan, DecisionBody)

    @extend_schema(request=DecisionBody, responses=PlanSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def accept(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """The person says yes; without cost the plan starts."""
        return self._decide(services.accept_plan, DecisionBody)

    @extend_schema(request=ReasonBody, responses=PlanSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def approve(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Approve what the plan costs."""
        return self._decide(services.approve_plan, ReasonBody)

    @extend_schema(request=ReasonBody, responses=PlanSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def dismiss(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Put the plan aside, for a reason."""
        return self._decide(services.dismiss_plan, ReasonBody)

    def _decide(self, service: Any, expected: type[Body]) -> Response:
        """Let the service decide under its rules, with the version the client has seen."""
        values = self.valid(expected)
        service(
            actor=self.request.user,
            plan=self.one(),
            now=timezone.now(),
            version=expected_version(self.request),
            **values,
        )
        return self.shown(self.one())


class StepsView(Listing[PlanStep]):
    """The steps of a plan in their order."""

    queryset = PlanStep.objects.select_related("activity", "session")
    serializer_class = StepSerializer
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.PLANS_READ}
    keyset = ("position", "public_id")
    keyset_kinds = (int, UUID)

    def visible(self, rows: QuerySet[PlanStep]) -> QuerySet[PlanStep]:
        plans = DevelopmentPlan.objects.visible_to(self.request.user)
        return rows.filter(plan=get_object_or_404(plans, public_id=self.kwargs["plan_id"]))

    def get(self, request: Request, plan_id: UUID) -> Response:  # noqa: ARG002
        return self.page(self.get_queryset())


class PersonPlanView(Conventions):
    """The person's running plan, else the proposed one, else the recommendation."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.PLANS_READ}

    @extend_schema(responses=PlanSerializer, operation_id="people_plan_retrieve")
    def get(self, request: Request, person_id: UUID) -> Response:
        plan = current_plan(open_person(request.user, person_id))
        if plan is None:
            raise Http404
        return Response(PlanSerializer(plan).data, headers={"ETag": f'"{plan.version}"'})


class PersonCompletionsView(Listing[Completion]):
    """What a person has finished."""

    queryset = Completion.objects.select_related("activity")
    serializer_class = CompletionSerializer
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.PLANS_READ}

    def visible(self, rows: QuerySet[Completion]) -> QuerySet[Completion]:
        return rows.filter(employee=open_person(self.request.user, self.kwargs["person_id"]))

    def get(self, request: Request, person_id: UUID) -> Response:  # noqa: ARG002
        return self.page(self.get_queryset())


def open_person(user: Viewer, person_id: UUID) -> Employee:
    """The person, when this user may read their plans. Raises 404 when not, as pages do."""
    return get_object_or_404(Employee.objects.levels_visible_to(user), public_id=person_id)
