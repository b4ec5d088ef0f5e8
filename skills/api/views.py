"""Endpoints of the taxonomy; open to everybody who is logged in."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import QuerySet

from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource
from skills.api.serializers import (
    FrameworkSerializer,
    ScaleSerializer,
    SkillParameters,
    SkillSerializer,
)
from skills.models import Framework, Scale, Skill

READ: Mapping[str, Needed] = {"list": Scope.SKILLS_READ, "retrieve": Scope.SKILLS_READ}


class FrameworkViewSet(Resource[Framework]):
    """Sources of skills and roles, with release and licence."""

    queryset = Framework.objects.all()
    serializer_class = FrameworkSerializer
    parameters = ChangedSince
    scopes: ClassVar[Mapping[str, Needed]] = READ

    def visible(self, rows: QuerySet[Framework]) -> QuerySet[Framework]:
        return rows


class ScaleViewSet(Resource[Scale]):
    """Proficiency scales with the words of their ranks."""

    queryset = Scale.objects.prefetch_related("levels")
    serializer_class = ScaleSerializer
    parameters = ChangedSince
    scopes: ClassVar[Mapping[str, Needed]] = READ

    def visible(self, rows: QuerySet[Scale]) -> QuerySet[Scale]:
        return rows


class SkillViewSet(Resource[Skill]):
    """Skills, retired ones included; their ids never change."""

    queryset = Skill.objects.select_related("framework", "scale", "replaced_by").prefetch_related(
        "labels", "level_texts"
    )
    serializer_class = SkillSerializer
    parameters = SkillParameters
    scopes: ClassVar[Mapping[str, Needed]] = READ
    lookups: ClassVar[Mapping[str, str]] = {
        "kind": "kind",
        "category": "category",
        "framework": "framework__code",
        "status": "status",
        "q": "name__icontains",
    }
