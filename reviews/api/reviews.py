"""Reviews: how far each is, and what was signed."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Assignment, Employee
from employees.queries import subtree_of
from reviews.api.serializers import PersonReviewParameters, ReviewParameters, ReviewSerializer
from reviews.models import Review
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Listing, Resource

_ALL = Review.objects.select_related(
    "employee", "cycle", "previous", "signed__signed_by", "signed__acknowledgement"
)


class ReviewViewSet(Resource[Review]):
    """Reviews of yourself, of the people you lead, and of those HR answers for.

    HR admins read those of others after they gave a reason in the browser; it holds for a day.
    """

    queryset = _ALL
    serializer_class = ReviewSerializer
    parameters = ReviewParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.REVIEWS_READ,
        "retrieve": Scope.REVIEWS_READ,
    }
    lookups: ClassVar[Mapping[str, str]] = {
        "person": "employee__public_id",
        "cycle": "cycle__public_id",
        "state": "state",
    }

    def visible(self, rows: QuerySet[Review]) -> QuerySet[Review]:
        seen: QuerySet[Review] = rows.open_today_to(self.request.user)  # type: ignore[attr-defined]
        return seen

    def narrow(self, rows: QuerySet[Review]) -> QuerySet[Review]:
        rows = super().narrow(rows)
        if unit := self.wanted.get("org_unit"):
            units = subtree_of(unit, self.request.user)
            inside = Assignment.objects.current().primary().filter(unit__in=units)
            rows = rows.filter(employee__in=inside.values("employee"))
        return rows


class PersonReviewsView(Listing[Review]):
    """The reviews of one person, all revisions."""

    queryset = _ALL
    serializer_class = ReviewSerializer
    parameters = PersonReviewParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.REVIEWS_READ}
    lookups: ClassVar[Mapping[str, str]] = {"state": "state"}

    def visible(self, rows: QuerySet[Review]) -> QuerySet[Review]:
        people = Employee.objects.levels_visible_to(self.request.user)
        person = get_object_or_404(people, public_id=self.kwargs["person_id"])
        seen: QuerySet[Review] = rows.open_today_to(self.request.user)  # type: ignore[attr-defined]
        return seen.filter(employee=person)

    @extend_schema(operation_id="people_reviews_list")
    def get(self, request: Request, person_id: UUID) -> Response:  # noqa: ARG002
        return self.page(self.get_queryset())
