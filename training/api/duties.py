"""What is mandatory for whom, and what somebody asked not to get."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import ActivityRef, PersonRef, RoleRef, UnitRef, named
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import required_version
from skillmap.core.api.views import Conventions, Resource
from training import rules
from training.api.plans import open_person
from training.models import Activity, MandatoryActivity, RefusedActivity
from training.services import duties


class DutySerializer(serializers.ModelSerializer[MandatoryActivity]):
    """An activity that a role, a unit with all below it, or one person has to do by a day."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    activity = ActivityRef()
    role = RoleRef(allow_null=True)
    org_unit = UnitRef(source="unit", allow_null=True)
    person = PersonRef(source="employee", allow_null=True)

    class Meta:
        model = MandatoryActivity
        fields = (
            *("id", "activity", "role", "org_unit", "person", "due_on", "reason"),
            *("ended_at", "updated_at"),
        )


class DutyBody(Body):
    """One of `role`, `org_unit` and `person` says of whom."""

    activity = serializers.UUIDField()
    role = serializers.UUIDField(required=False)
    org_unit = serializers.UUIDField(required=False, help_text="With all units below it.")
    person = serializers.UUIDField(required=False)
    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class DutyViewSet(Resource[MandatoryActivity]):
    """Mandatory activities, for HR admins; what is taken back has `ended_at`."""

    queryset = MandatoryActivity.objects.select_related("activity", "role", "unit", "employee")
    serializer_class = DutySerializer
    parameters = ChangedSince
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.PLANS_READ,
        "retrieve": Scope.PLANS_READ,
        "create": Scope.PLANS_WRITE,
        "destroy": Scope.PLANS_WRITE,
    }

    def visible(self, rows: QuerySet[MandatoryActivity]) -> QuerySet[MandatoryActivity]:
        if not rules.can_require_activities(self.request.user):
            raise PermissionDenied(_("Only HR admins require activities."))
        return rows

    @extend_schema(request=DutyBody, responses={201: DutySerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Require an activity; it is in every recommendation from the next one on."""
        self.get_queryset()
        values = self.valid(DutyBody)
        duty = duties.require_activity(
            actor=request.user,  # type: ignore[arg-type]  # never anonymous: permissions come first
            activity=named(Activity.objects.visible_to(request.user), values, "activity"),
            role=named(RoleProfile.objects.visible_to(request.user), values, "role"),
            unit=named(OrgUnit.objects.visible_to(request.user), values, "org_unit"),
            employee=named(Employee.objects.visible_to(request.user), values, "person"),
            due_on=values["due_on"],
            reason=values["reason"],
            today=timezone.localdate(),
        )
        response = self.shown(duty, 201)
        response["Location"] = f"{request.path}/{duty.public_id}"
        return response

    @extend_schema(responses={204: OpenApiResponse(description="Taken back")})
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Take a requirement back; plans keep their steps. Needs `If-Match`."""
        duty, version = self.one(), required_version(request)
        duties.stop_requiring(
            actor=request.user,  # type: ignore[arg-type]
            duty=duty,
            now=timezone.now(),
            version=version,
        )
        return Response(status=204)


class RefusalSerializer(serializers.ModelSerializer[RefusedActivity]):
    """An activity that somebody asked not to get."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    person = PersonRef(source="employee")
    activity = ActivityRef()

    class Meta:
        model = RefusedActivity
        fields = ("id", "person", "activity", "reason", "updated_at")


class RefusalBody(Body):
    """What not to get, and why."""

    activity = serializers.UUIDField()
    reason = serializers.CharField(max_length=300)


class RefusalParameters(ChangedSince):
    person = serializers.UUIDField(required=False)


class RefusalViewSet(Resource[RefusedActivity]):
    """What people asked not to get whose plans you may read."""

    queryset = RefusedActivity.objects.select_related("employee", "activity")
    serializer_class = RefusalSerializer
    parameters = RefusalParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.PLANS_READ,
        "retrieve": Scope.PLANS_READ,
        "destroy": Scope.PLANS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"person": "employee__public_id"}

    @extend_schema(responses={204: OpenApiResponse(description="Taken back")})
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Take one's own refusal back; needs `If-Match`."""
        refusal = self.one()
        _refuse_others(request, refusal.employee)
        duties.accept_again(
            actor=request.user,  # type: ignore[arg-type]
            refusal=refusal,
            version=required_version(request),
        )
        return Response(status=204)


class PersonRefusalsView(Conventions):
    """Asking not to get an activity."""

    scopes: ClassVar[Mapping[str, Needed]] = {"post": Scope.PLANS_WRITE}

    @extend_schema(
        request=RefusalBody,
        responses={201: RefusalSerializer},
        operation_id="people_refused_activities_create",
    )
    @idempotent
    def post(self, request: Request, person_id: UUID) -> Response:
        """Only the person; no recommendation has it from the next one on. Asking again gives
        another reason."""
        person = open_person(request.user, person_id)
        _refuse_others(request, person)
        values = self.valid(RefusalBody)
        refusal = duties.refuse_activity(
            actor=request.user,  # type: ignore[arg-type]
            employee=person,
            activity=named(Activity.objects.visible_to(request.user), values, "activity"),
            reason=values["reason"],
        )
        headers = {"ETag": f'"{refusal.version}"'}
        return Response(RefusalSerializer(refusal).data, status=201, headers=headers)


def _refuse_others(request: Request, person: Employee) -> None:
    if not rules.can_refuse_activities(request.user, person):
        raise PermissionDenied(_("Only the person says what is not for them."))
