"""What long work is answered with."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from skillmap.core.models import Job


class StartedSerializer(serializers.Serializer[Any]):
    """The job that does the work; follow it at `Location`."""

    job = serializers.UUIDField(source="public_id")
    title = serializers.CharField()


def started(job: Job | None, data: Any = None) -> Response:
    """202 with the address of the job; `data` instead of the job where there is more to say."""
    headers = {}
    if job is not None:
        headers["Location"] = reverse("api:jobs-detail", kwargs={"id": job.public_id})
    answer = StartedSerializer(job).data if data is None else data
    return Response(answer, status=202, headers=headers)
