"""Programmes: who gets what path from when on, and how they are getting on."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import OrgUnit, RoleProfile
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import NoBody
from skillmap.core.api.refs import named
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import expected_version, required_version
from skillmap.core.api.views import Listing, Resource
from skillmap.core.errors import ConflictError
from training import rules
from training.api.programme_serializers import (
    CohortBody,
    MemberParameters,
    MemberSerializer,
    ProgrammeBody,
    ProgrammeChange,
    ProgrammeParameters,
    ProgrammeSerializer,
    TakenInSerializer,
)
from training.models import Activity, PathTemplate, Programme, ProgrammeMember
from training.queries.programmes import lines_of
from training.services import programmes as services
from training.services.programmes import ProgrammeContent

_PLAIN = ("name", "description", "leads", "new_days", "agendas")


class ProgrammeViewSet(Resource[Programme]):
    """All programmes for HR and the learning manager, else those with one of your people."""

    queryset = Programme.objects.select_related(
        "template", "role", "unit", "meeting", "owner"
    ).prefetch_related("cohorts")
    serializer_class = ProgrammeSerializer
    parameters = ProgrammeParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.PLANS_READ,
        "retrieve": Scope.PLANS_READ,
        "create": Scope.PLANS_WRITE,
        "partial_update": Scope.PLANS_WRITE,
        "cohorts": Scope.PLANS_WRITE,
        "take_in": Scope.PLANS_WRITE,
        "end": Scope.PLANS_WRITE,
    }

    def narrow(self, rows: QuerySet[Programme]) -> QuerySet[Programme]:
        rows = super().narrow(rows)
        running = self.wanted.get("running")
        return rows if running is None else rows.filter(ended_on__isnull=running)

    @extend_schema(request=ProgrammeBody, responses={201: ProgrammeSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Write a programme; cohorts say when people start."""
        if not rules.can_run_programmes(request.user):
            raise PermissionDenied(_("HR and the learning manager run programmes."))
        saved = services.save_programme(
            actor=request.user,  # type: ignore[arg-type]  # never anonymous: permissions come first
            programme=Programme(),
            content=ProgrammeContent(**self._content(self.valid(ProgrammeBody))),
        )
        response = self.shown(self.get_queryset().get(pk=saved.pk), 201)
        response["Location"] = f"{request.path}/{saved.public_id}"
        return response

    @extend_schema(request=ProgrammeChange, responses=ProgrammeSerializer)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Change what is named, leave the rest; who is in it stays. Needs `If-Match`.

        Whoever changes it proposes its plans from then on.
        """
        programme, version = self._own(), required_version(request)
        now = {name: getattr(programme, name) for name in ProgrammeContent.__dataclass_fields__}
        content = ProgrammeContent(**(now | self._content(self.valid(ProgrammeChange))))
        services.save_programme(
            actor=request.user,  # type: ignore[arg-type]
            programme=programme,
            content=content,
            version=version,
        )
        return self.shown(self.one())

    @extend_schema(request=CohortBody, responses=ProgrammeSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def cohorts(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """A day on which people start together; they join each night, or with `take-in`."""
        services.add_cohort(
            actor=request.user,  # type: ignore[arg-type]
            programme=self._own(),
            starts_on=self.valid(CohortBody)["starts_on"],
            today=timezone.localdate(),
        )
        return self.shown(self.one())

    @extend_schema(request=NoBody, responses=TakenInSerializer)
    @action(detail=True, methods=["post"], url_path="take-in")
    @idempotent
    def take_in(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Do now what is done every night: who is new joins, with a proposed plan."""
        programme = self._own()
        self.valid(NoBody)
        joined = services.take_in(
            actor=request.user,  # type: ignore[arg-type]
            programme=programme,
            now=timezone.now(),
        )
        return Response({"joined": joined})

    @extend_schema(request=NoBody, responses=ProgrammeSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def end(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Take nobody in any more; plans and circles go on."""
        programme = self._own()
        self.valid(NoBody)
        services.end_programme(
            actor=request.user,  # type: ignore[arg-type]
            programme=programme,
            today=timezone.localdate(),
        )
        return self.shown(self.one())

    def _own(self) -> Programme:
        """The programme at the version the client has seen, for those who may change it."""
        programme = self.one()
        if not rules.can_change_programme(self.request.user, programme):
            text = _("A programme is changed by whom it belongs to, and by HR admins.")
            raise PermissionDenied(text)
        if expected_version(self.request) not in {None, programme.version}:
            text = _("Somebody changed this meanwhile. Read it again.")
            raise ConflictError(text, code="stale_version")
        return programme

    def _content(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a body says, with the rows it names."""
        user = self.request.user
        found = {name: values[name] for name in _PLAIN if name in values}
        among = {
            "template": PathTemplate.objects.filter(retired_on=None),
            "role": RoleProfile.objects.visible_to(user).active(),
            "org_unit": OrgUnit.objects.visible_to(user).filter(retired_on=None),
            "meeting": Activity.objects.visible_to(user),
        }
        for field, rows in among.items():
            if field in values:
                found["unit" if field == "org_unit" else field] = named(rows, values, field)
        return found


class MembersView(Listing[ProgrammeMember]):
    """Members of a programme whose plans you may read."""

    queryset = ProgrammeMember.objects.select_related("employee", "circle", "use", "cohort")
    serializer_class = MemberSerializer
    parameters = MemberParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.PLANS_READ}
    lookups: ClassVar[Mapping[str, str]] = {"cohort": "cohort__public_id"}

    def visible(self, rows: QuerySet[ProgrammeMember]) -> QuerySet[ProgrammeMember]:
        seen = Programme.objects.visible_to(self.request.user)
        programme = get_object_or_404(seen, public_id=self.kwargs["programme_id"])
        return super().visible(rows).filter(cohort__programme=programme)

    def get(self, request: Request, programme_id: UUID) -> Response:  # noqa: ARG002
        members = self.paginate_queryset(self.narrow(self.get_queryset())) or []
        lines = lines_of(members, timezone.localdate())
        return self.get_paginated_response(self.get_serializer(lines, many=True).data)
