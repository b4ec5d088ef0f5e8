"""The catalogue; open to everybody who is logged in."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet

from employees.models import Situation
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource
from training.api.serializers import ActivityParameters, ActivitySerializer
from training.models import Activity, ActivityOutcome, ActivityPrerequisite

# Lists of short texts come with the row, so that a page costs no query for each of them.
_NEEDED = ActivityPrerequisite.objects.filter(activity=OuterRef("pk")).order_by("requires__code")
_SITUATIONS = Situation.objects.filter(activities=OuterRef("pk")).order_by("name")


class ActivityViewSet(Resource[Activity]):
    """Learning activities of all delivery modes, retired ones included."""

    queryset = (
        Activity.objects.select_related("site")
        .annotate(
            prerequisite_codes=ArraySubquery(_NEEDED.values("requires__code")),
            situation_names=ArraySubquery(_SITUATIONS.values("name")),
        )
        .prefetch_related(
            Prefetch("outcomes", ActivityOutcome.objects.select_related("skill")), "dates"
        )
    )
    serializer_class = ActivitySerializer
    parameters = ActivityParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.ACTIVITIES_READ,
        "retrieve": Scope.ACTIVITIES_READ,
    }
    lookups: ClassVar[Mapping[str, str]] = {
        "mode": "mode",
        "venue": "venue",
        "language": "language",
        "code": "code",
        "q": "title__icontains",
    }

    def narrow(self, rows: QuerySet[Activity]) -> QuerySet[Activity]:
        rows = super().narrow(rows)
        if skill := self.wanted.get("skill"):
            teaching = ActivityOutcome.objects.filter(skill__public_id=skill)
            rows = rows.filter(pk__in=teaching.values("activity"))
        return rows
