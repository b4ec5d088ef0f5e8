"""Cycles of reviews: prepared, started and closed by HR."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee
from reviews import rules
from reviews.api.serializers import (
    CyclePeopleBody,
    CycleTermsBody,
    CycleTermsChange,
    ReviewCycleParameters,
    ReviewCycleSerializer,
)
from reviews.enums import Gate
from reviews.models import ReviewCycle, ReviewTemplate
from reviews.services.cycles import (
    CycleTerms,
    add_people,
    change_review_cycle,
    close_cycle,
    create_review_cycle,
    start_cycle,
)
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import NoBody
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import IF_MATCH, required_version
from skillmap.core.api.views import Resource
from skillmap.core.errors import ConflictError
from skillmap.core.models import User

_EXAMPLE = OpenApiExample(
    "The first half of a year",
    value={
        "name": "Reviews of spring 2027",
        "template": "7d9f3a1c-6a0e-4c55-9d8e-0a1b2c3d4e5f",
        "period_start": "2027-01-01",
        "period_end": "2027-06-30",
        "prepare_by": "2027-07-10",
        "sign_by": "2027-07-31",
    },
    request_only=True,
)


class ReviewCycleViewSet(Resource[ReviewCycle]):
    """Cycles of reviews, for HR: admins all, partners their own and those with their people."""

    queryset = ReviewCycle.objects.select_related("template").annotate(n_people=Count("people"))
    serializer_class = ReviewCycleSerializer
    parameters = ReviewCycleParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.REVIEWS_READ,
        "retrieve": Scope.REVIEWS_READ,
        "create": Scope.REVIEWS_WRITE,
        "partial_update": Scope.REVIEWS_WRITE,
        "people": Scope.REVIEWS_WRITE,
        "start": Scope.REVIEWS_WRITE,
        "close": Scope.REVIEWS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {"state": "state"}

    @extend_schema(
        request=CycleTermsBody, responses={201: ReviewCycleSerializer}, examples=[_EXAMPLE]
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Write a draft; then add people and start it."""
        if not rules.can_run_reviews(request.user):
            raise PermissionDenied(_("Only HR prepares cycles of reviews."))
        terms = CycleTerms(**_terms(self.valid(CycleTermsBody)))
        cycle = create_review_cycle(actor=self._user, terms=terms)
        response = self.shown(self.get_queryset().get(pk=cycle.pk), 201)
        response["Location"] = f"{request.path}/{cycle.public_id}"
        return response

    @extend_schema(request=CycleTermsChange, responses=ReviewCycleSerializer)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Change the terms of a draft; needs `If-Match`."""
        cycle, version = self._led(), required_version(request)
        now = {field.name: getattr(cycle, field.name) for field in fields(CycleTerms)}
        terms = CycleTerms(**now | _terms(self.valid(CycleTermsChange)))
        expected = cycle.version if version is None else version
        change_review_cycle(actor=self._user, cycle=cycle, terms=terms, expected=expected)
        return self.shown(self.one())

    @extend_schema(request=CyclePeopleBody, responses=ReviewCycleSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    @idempotent
    def people(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Let these people take part in a draft, up to 500 at once; needs `If-Match`.

        Who is there already, has left, or is not in the units of an HR partner is passed over.
        """
        cycle = self._led()
        self._check_version(cycle)
        wanted = self.valid(CyclePeopleBody)["people"]
        found = list(Employee.objects.visible_to(request.user).filter(public_id__in=wanted))
        if len(found) < len(set(wanted)):
            text = _("A person is not known.")
            raise serializers.ValidationError({"people": text}, code="unknown")
        add_people(actor=self._user, cycle=cycle, people=found)
        return self.shown(self.one())

    @extend_schema(request=NoBody, responses=ReviewCycleSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    @idempotent
    def start(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Make a review for everybody who takes part; needs `If-Match`."""
        return self._move(start_cycle)

    @extend_schema(request=NoBody, responses=ReviewCycleSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    @idempotent
    def close(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """End a cycle all reviews of which are acknowledged or archived; needs `If-Match`."""
        return self._move(close_cycle)

    @property
    def _user(self) -> User:
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - never anonymous: permissions come first
        return user

    def _led(self) -> ReviewCycle:
        """The cycle, for those who run it."""
        cycle = self.one()
        if not rules.can_run_review_cycle(self.request.user, cycle):
            raise PermissionDenied(_("Only HR runs this cycle of reviews."))
        return cycle

    def _move(self, service: Any) -> Response:
        cycle = self._led()
        self._check_version(cycle)
        self.valid(NoBody)
        service(actor=self._user, cycle=cycle, now=timezone.now())
        return self.shown(self.one())

    def _check_version(self, cycle: ReviewCycle) -> None:
        """Raise 428 without `If-Match`, 412 when the cycle is another one by now."""
        if required_version(self.request) not in (None, cycle.version):
            text = _("Somebody changed this meanwhile. Read it again.")
            raise ConflictError(text, code="stale_version")


def _terms(values: dict[str, Any]) -> dict[str, Any]:
    """What a body says, with the template it names. Raises a fault where there is none."""
    if "gate" in values:
        values["gate"] = Gate(values["gate"])
    if "template" in values:
        newest = ReviewTemplate.objects.newest()
        found = newest.filter(public_id=values["template"]).first()
        if found is None:
            text = _("There is no template with this id.")
            raise serializers.ValidationError({"template": text}, code="unknown")
        values["template"] = found
    return values
