"""Background jobs: one's own, or all for HR."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from employees import rules
from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource
from skillmap.core.enums import JobState
from skillmap.core.models import Job


class JobSerializer(serializers.ModelSerializer[Job]):
    """One piece of background work; `result` is the page that shows what came of it."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    result = serializers.CharField(source="link", read_only=True)

    class Meta:
        model = Job
        fields = (
            "id",
            "name",
            "title",
            "state",
            "done",
            "total",
            "message",
            "error",
            "result",
            "created_at",
            "started_at",
            "finished_at",
        )
        read_only_fields = fields


class JobParameters(ChangedSince):
    state = serializers.ChoiceField(choices=JobState.choices, required=False)
    name = serializers.CharField(required=False, max_length=100)


class JobViewSet(Resource[Job]):
    """Background jobs with their progress."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    parameters = JobParameters
    has_etag = False
    scopes: ClassVar[Mapping[str, Needed]] = {"list": Scope.JOBS_READ, "retrieve": Scope.JOBS_READ}
    lookups: ClassVar[Mapping[str, str]] = {"state": "state", "name": "name"}

    def visible(self, rows: QuerySet[Job]) -> QuerySet[Job]:
        user = self.request.user
        seen = Job.objects.visible_to(user, sees_all=rules.can_see_all_jobs(user))
        return rows.filter(pk__in=seen)
