"""The ways to plan for somebody: to compare, to ask for, and to take."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import RoleProfile
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import NoBody
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import expected_version
from skillmap.core.api.views import Conventions, Resource
from skillmap.core.errors import ConflictError
from training import rules, services
from training.api.jobs import StartedSerializer, started
from training.api.option_serializers import (
    ChoiceBody,
    OptionParameters,
    OptionSerializer,
    WhatIfBody,
)
from training.api.plan_serializers import PlanSerializer
from training.api.plans import open_person
from training.enums import Wish
from training.models import PlanOption
from training.queries.options import with_steps
from training.services.runs import Wishes


class OptionViewSet(Resource[PlanOption]):
    """Recommended, fast, economical: computed together, each could become the person's plan.

    A `what_if` is the answer to what you asked about somebody last; nobody else sees it.
    """

    queryset = PlanOption.objects.with_staleness().select_related("employee", "run")
    serializer_class = OptionSerializer
    parameters = OptionParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.PLANS_READ,
        "retrieve": Scope.PLANS_READ,
        "choose": Scope.PLANS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"person": "employee__public_id", "wish": "wish"}

    def page(self, rows: QuerySet[PlanOption]) -> Response:
        found = with_steps(self.paginate_queryset(self.narrow(rows)) or [])
        return self.get_paginated_response(self.get_serializer(found, many=True).data)

    def shown(self, row: PlanOption, status: int = 200) -> Response:
        with_steps([row])
        return super().shown(row, status)

    @extend_schema(request=ChoiceBody, responses=PlanSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def choose(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Make it the recommendation; the answer to a what-if also replaces an open plan, which
        keeps what is begun. `If-Match` names the version of the option."""
        option, values = self.one(), self.valid(ChoiceBody)
        if expected_version(request) not in {None, option.version}:
            text = _("This option was computed anew meanwhile. Read it again.")
            raise ConflictError(text, code="stale_version")
        named = values["plan_version"]
        plan = services.choose_option(
            actor=request.user,  # type: ignore[arg-type]  # never anonymous: permissions come first
            option=option,
            now=timezone.now(),
            version=0 if named is None and option.wish == Wish.WHAT_IF else named,
        )
        return Response(PlanSerializer(plan).data, headers={"ETag": f'"{plan.version}"'})


class WhatIfView(Conventions):
    """What the plan of a person would be under other wishes."""

    scopes: ClassVar[Mapping[str, Needed]] = {"post": Scope.PLANS_WRITE}

    @extend_schema(
        request=WhatIfBody, responses={202: StartedSerializer}, operation_id="people_what_if_create"
    )
    @idempotent
    def post(self, request: Request, person_id: UUID) -> Response:
        """Ask; the answer is the option of the wish `what_if` once the job is done."""
        person = open_person(request.user, person_id)
        if not rules.can_recommend_path(request.user, person):
            raise PermissionDenied(_("Only the person, their managers and HR may ask this."))
        values = self.valid(WhatIfBody)
        run = services.ask_what_if(
            actor=request.user,  # type: ignore[arg-type]
            employee=person,
            wishes=_wishes(request, values),
        )
        return started(run.job)


class RecommendView(Conventions):
    """The recommendation of a person, with its options."""

    scopes: ClassVar[Mapping[str, Needed]] = {"post": Scope.PLANS_WRITE}

    @extend_schema(
        request=NoBody, responses={202: StartedSerializer}, operation_id="people_recommend_create"
    )
    @idempotent
    def post(self, request: Request, person_id: UUID) -> Response:
        """Compute it anew from levels, circumstances and catalogue as they are now."""
        person = open_person(request.user, person_id)
        if not rules.can_recommend_path(request.user, person):
            raise PermissionDenied(_("Only the person, their managers and HR may ask this."))
        self.valid(NoBody)
        run = services.start_recommendation(actor=request.user, employee=person)  # type: ignore[arg-type]
        return started(run.job)


def _wishes(request: Request, values: dict[str, Any]) -> Wishes:
    """The wishes, with the role that is meant."""
    code = values.pop("target_role")
    role = None
    if code is not None:
        roles = RoleProfile.objects.visible_to(request.user).active()
        role = roles.filter(code=code).first()
        if role is None:
            text = _("There is no such role.")
            raise serializers.ValidationError({"target_role": text}, code="unknown")
    return Wishes(**values, target_role=role)
