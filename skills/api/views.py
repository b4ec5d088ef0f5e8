"""Endpoints of the taxonomy; open to everybody who is logged in."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.telling import values_of
from skillmap.core.api.views import Resource
from skills.api.serializers import (
    FrameworkSerializer,
    LevelTextSerializer,
    ScaleLevelSerializer,
    ScaleSerializer,
    SkillParameters,
    SkillSerializer,
)
from skills.models import Framework, LevelText, Scale, ScaleLevel, Skill, SkillLabel

# What belongs to a row comes with it, so that a page costs no query for it.
_LABELS = SkillLabel.objects.filter(skill=OuterRef("pk")).order_by("label")
_TEXTS = LevelText.objects.filter(skill=OuterRef("pk")).order_by("rank")
_TEXT = values_of(LevelTextSerializer())
_LEVELS = ScaleLevel.objects.filter(scale=OuterRef("pk")).order_by("rank")
_LEVEL = values_of(ScaleLevelSerializer())
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

    queryset = Scale.objects.annotate(level_values=ArraySubquery(_LEVELS.values(told=_LEVEL)))
    serializer_class = ScaleSerializer
    parameters = ChangedSince
    scopes: ClassVar[Mapping[str, Needed]] = READ

    def visible(self, rows: QuerySet[Scale]) -> QuerySet[Scale]:
        return rows


class SkillViewSet(Resource[Skill]):
    """Skills, retired ones included; their ids never change."""

    queryset = Skill.objects.select_related("framework", "scale", "replaced_by").annotate(
        label_texts=ArraySubquery(_LABELS.values("label")),
        text_values=ArraySubquery(_TEXTS.values(told=_TEXT)),
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
