"""Path templates: what they hold, and proposing one to people at once."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import ActivityRef, RoleRef, SkillRef
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource
from training import rules
from training.api.jobs import StartedSerializer, started
from training.enums import CENTS
from training.models import PathTemplate, PathTemplateStep
from training.services.template_uses import use_template

MOST_PEOPLE = 500
_STEPS = PathTemplateStep.objects.filter(edition=F("template__edition")).order_by("position")


class TemplateStepSerializer(serializers.ModelSerializer[PathTemplateStep]):
    """A fixed activity, or an open slot: a module on `slot_skill`, or on any skill of a kind.

    No `slot_modes` means any; `slot_max_cost` is in units of the currency.
    """

    activity = ActivityRef(allow_null=True)
    slot_skill = SkillRef(allow_null=True)
    slot_max_hours = serializers.FloatField(allow_null=True)
    slot_max_cost = serializers.SerializerMethodField()

    class Meta:
        model = PathTemplateStep
        fields = (
            *("position", "activity", "slot_skill", "slot_kind", "slot_modes"),
            *("slot_max_hours", "slot_max_cost", "cadence", "every_weeks", "times"),
        )

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_slot_max_cost(self, step: PathTemplateStep) -> float | None:
        cents = step.slot_max_cost_cents
        return None if cents is None else cents / CENTS


class TemplateSerializer(serializers.ModelSerializer[PathTemplate]):
    """A blended path for many; `steps` are those of the edition of today."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    role = RoleRef(allow_null=True)
    steps = TemplateStepSerializer(many=True)

    class Meta:
        model = PathTemplate
        fields = (
            *("id", "code", "name", "description", "role", "edition", "steps"),
            *("retired_on", "updated_at"),
        )


class TemplateParameters(ChangedSince):
    code = serializers.CharField(required=False, max_length=60)


class UseBody(Body):
    """To whom it is proposed: people whose plans you may propose."""

    people = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=MOST_PEOPLE
    )
    start = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="First day; today when left out."
    )


class TemplateViewSet(Resource[PathTemplate]):
    """Path templates, retired ones included; open to everybody who is logged in."""

    queryset = PathTemplate.objects.select_related("role").prefetch_related(
        Prefetch("steps", _STEPS.select_related("activity", "slot_skill"))
    )
    serializer_class = TemplateSerializer
    parameters = TemplateParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.ACTIVITIES_READ,
        "retrieve": Scope.ACTIVITIES_READ,
        "propose": Scope.PLANS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"code": "code"}

    def visible(self, rows: QuerySet[PathTemplate]) -> QuerySet[PathTemplate]:
        return rows

    @extend_schema(request=UseBody, responses={202: StartedSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def propose(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Propose it to people, adapted to the gaps and the calendar of each."""
        template = self.one()
        if not rules.can_propose_to_others(request.user):
            raise PermissionDenied(_("You may propose plans to your own people only."))
        values = self.valid(UseBody)
        people = self._people(values["people"])
        use = use_template(
            actor=request.user,  # type: ignore[arg-type]  # never anonymous: permissions come first
            template=template,
            people=people,
            scope=_("%(n)d named people") % {"n": len(people)},
            start=values["start"],
        )
        return started(use.run.job)

    def _people(self, ids: list[Any]) -> list[int]:
        """Whom the ids name, all of them at work and open to this user."""
        known = Employee.objects.levels_visible_to(self.request.user).working()
        found = dict(known.filter(public_id__in=ids).values_list("public_id", "pk"))
        if missing := [str(key) for key in ids if key not in found]:
            text = _("Not among your people: %(names)s") % {"names": ", ".join(missing[:5])}
            raise serializers.ValidationError({"people": text}, code="unknown")
        return list(found.values())
