"""Check-ins: their days, and the actions agreed in them. Notes and agenda are not to be had."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Assignment, Employee
from employees.queries import subtree_of
from reviews import rules
from reviews.api.check_in_serializers import (
    ActionBody,
    ActionChange,
    ActionSerializer,
    CheckInBody,
    CheckInChange,
    CheckInParameters,
    CheckInSerializer,
)
from reviews.models import CheckIn, CheckInAction
from reviews.queries.check_ins import possible_owners
from reviews.services.check_in_actions import add_action, tick_action
from reviews.services.check_ins import change_check_in, plan_check_in
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import required_version
from skillmap.core.api.views import Resource

_ACTIONS = CheckInAction.objects.select_related("owner")


class CheckInViewSet(Resource[CheckIn]):
    """Check-ins of yourself, of the people you lead, and of those HR answers for.

    HR admins read those of others after they gave a reason in the browser; it holds for a day.
    """

    queryset = CheckIn.objects.select_related("employee__user", "led_by").prefetch_related(
        Prefetch("actions", _ACTIONS)
    )
    serializer_class = CheckInSerializer
    parameters = CheckInParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.REVIEWS_READ,
        "retrieve": Scope.REVIEWS_READ,
        "create": Scope.REVIEWS_WRITE,
        "partial_update": Scope.REVIEWS_WRITE,
        "actions": Scope.REVIEWS_WRITE,
        "action_change": Scope.REVIEWS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"person": "employee__public_id"}

    def visible(self, rows: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
        seen: QuerySet[CheckIn] = rows.open_today_to(self.request.user)  # type: ignore[attr-defined]
        return seen

    def narrow(self, rows: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
        rows = super().narrow(rows)
        if state := self.wanted.get("state"):
            rows = rows.filter(held_on__isnull=state == "planned")
        if unit := self.wanted.get("org_unit"):
            units = subtree_of(unit, self.request.user)
            inside = Assignment.objects.current().primary().filter(unit__in=units)
            rows = rows.filter(employee__in=inside.values("employee"))
        return rows

    @extend_schema(request=CheckInBody, responses={201: CheckInSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Plan the next talk of a person, one at a time; the other of the two is told."""
        values = self.valid(CheckInBody)
        people = Employee.objects.levels_visible_to(request.user).select_related("user")
        person = people.filter(public_id=values["person"]).first()
        if person is None:
            text = _("There is no such person, or you may not read their talks.")
            raise serializers.ValidationError({"person": text}, code="unknown")
        planned = plan_check_in(
            actor=request.user,  # type: ignore[arg-type]  # never anonymous: permissions come first
            employee=person,
            planned_on=values["planned_on"],
            now=timezone.now(),
        )
        response = self.shown(self.get_queryset().get(pk=planned.pk), 201)
        response["Location"] = f"{request.path}/{planned.public_id}"
        return response

    @extend_schema(request=CheckInChange, responses=CheckInSerializer)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Move it to another day, or say that it was held; needs `If-Match`."""
        check_in, version = self._written(), required_version(request)
        values = self.valid(CheckInChange)
        change_check_in(
            actor=request.user,  # type: ignore[arg-type]
            check_in=check_in,
            planned_on=values.get("planned_on"),
            is_held=values.get("state") == "held",
            expected=version,
            now=timezone.now(),
        )
        return self.shown(self.one())

    @extend_schema(request=ActionBody, responses={201: ActionSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def actions(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Add what one of the two does until a day."""
        check_in, values = self._written(), self.valid(ActionBody)
        owners = {one.public_id: one for one in possible_owners(check_in.employee)}
        owner = owners.get(values["owner"])
        if owner is None:
            text = _("One of the two who meet does it.")
            raise serializers.ValidationError({"owner": text}, code="unknown")
        added = add_action(
            actor=request.user,  # type: ignore[arg-type]
            check_in=check_in,
            text=values["text"],
            owner=owner,
            due_on=values["due_on"],
            now=timezone.now(),
        )
        return _shown(added, 201)

    @extend_schema(request=ActionChange, responses=ActionSerializer)
    @action(
        detail=True,
        methods=["patch"],
        url_path="actions/<uuid:action_id>",
        url_name="action",
    )
    def action_change(
        self,
        request: Request,
        id: UUID,  # noqa: A002, ARG002
        action_id: UUID,
    ) -> Response:
        """Say that an action is done, or not yet; needs `If-Match` with the action's version."""
        check_in, version = self._written(), required_version(request)
        rows = _ACTIONS.filter(check_in=check_in).select_related("owner", "check_in__employee")
        found = get_object_or_404(rows, public_id=action_id)
        ticked = tick_action(
            actor=request.user,  # type: ignore[arg-type]
            action=found,
            is_done=self.valid(ActionChange)["done"],
            expected=version,
            now=timezone.now(),
        )
        return _shown(ticked)

    def _written(self) -> CheckIn:
        """The talk, for the two who meet."""
        check_in = self.one()
        if not rules.can_hold_check_ins(self.request.user, check_in.employee):
            raise PermissionDenied(_("Check-ins are for a person and who leads them."))
        return check_in


def _shown(found: CheckInAction, status: int = 200) -> Response:
    """One action, with its own version as ETag."""
    headers = {"ETag": f'"{found.version}"'}
    return Response(ActionSerializer(found).data, status=status, headers=headers)
