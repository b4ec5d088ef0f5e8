"""Goals as JSON, and the bodies that write them."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from assessments.api.certificate_serializers import CertificateTypeRef
from assessments.api.serializers import LevelSerializer
from reviews.enums import MOST_WEIGHT, GoalKind, GoalState, GoalVisibility
from reviews.models import Goal
from skillmap.core.api.each import KnownRow, TriedBody
from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import PersonRef, ScaleRef, SkillRef
from skills.enums import SkillKind


class GoalRef(serializers.Serializer[Any]):
    """A goal by its words."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()


class UnitGoalRef(GoalRef):
    """A goal of a unit."""

    unit = serializers.CharField(source="unit.path")


class GoalFigureSerializer(serializers.Serializer[Any]):
    """Where a figure stood on a day."""

    measured_on = serializers.DateField()
    value = serializers.FloatField()


class GoalSerializer(serializers.ModelSerializer[Goal]):
    """What somebody wants to reach.

    How far it is comes from evidence: of a skill goal `level` is the person's level today, of a
    certification `is_certified` (null where you may not see the person's certificates). A KPI has
    `figures` by day, and `share`, how much of the way from start to target is done.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    person = PersonRef(source="employee")
    skill = SkillRef(allow_null=True)
    target_level = serializers.FloatField(allow_null=True)
    scale = ScaleRef(source="skill.scale", default=None, allow_null=True)
    certificate_type = CertificateTypeRef(allow_null=True)
    kpi_start = serializers.FloatField(allow_null=True)
    kpi_current = serializers.FloatField(allow_null=True)
    kpi_target = serializers.FloatField(allow_null=True)
    parent = GoalRef(allow_null=True)
    aligned_to = UnitGoalRef(allow_null=True)
    level = LevelSerializer(source="level_today", allow_null=True)
    is_certified = serializers.BooleanField(allow_null=True)
    share = serializers.FloatField(allow_null=True)
    figures = GoalFigureSerializer(many=True)

    class Meta:
        model = Goal
        fields = (
            *("id", "person", "kind", "title", "skill", "target_level", "scale"),
            *("certificate_type", "kpi_unit", "kpi_start", "kpi_current", "kpi_target"),
            *("weight", "parent", "aligned_to", "visibility", "due_on", "state", "reason"),
            *("closed_on", "level", "is_certified", "share", "figures"),
            *("created_at", "updated_at"),
        )


class GoalChange(Body):
    """What a goal says; a field that is left out stays as it is, null empties it."""

    title = serializers.CharField(max_length=200, required=False)
    target_level = serializers.DecimalField(
        max_digits=4,
        decimal_places=2,
        required=False,
        allow_null=True,
        help_text="Of a skill goal, on the scale of the skill.",
    )
    kpi_unit = serializers.CharField(max_length=40, required=False, allow_blank=True)
    kpi_start = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True
    )
    kpi_target = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True
    )
    due_on = serializers.DateField(required=False, allow_null=True)
    weight = serializers.IntegerField(min_value=1, max_value=MOST_WEIGHT, required=False)
    parent = serializers.UUIDField(  # type: ignore[assignment]  # a field
        required=False,
        allow_null=True,
        help_text="A goal of the same person that this one is a part of.",
    )
    aligned_to = serializers.UUIDField(
        required=False, allow_null=True, help_text="A goal of the person's unit or one above it."
    )
    visibility = serializers.ChoiceField(choices=GoalVisibility.choices, required=False)


class GoalAbout(GoalChange):
    """What a goal is about as well; that stays as it is once it is set."""

    person = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=GoalKind.choices, required=False)
    skill = serializers.UUIDField(required=False, help_text="Of a skill goal.")
    certificate_type = serializers.CharField(
        max_length=60, required=False, help_text="Of a certification: the code of a kind, if known."
    )


class GoalBody(TriedBody, GoalAbout):
    """A goal of oneself or of a direct report; what it is about stays as it is once it is set."""

    person = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=GoalKind.choices)
    title = serializers.CharField(max_length=200)


class OneGoalChange(TriedBody, GoalChange):
    """What is to be changed of one goal."""


class GoalRow(KnownRow, GoalAbout):
    """A goal as `POST` takes it, or with `id` and `version` what `PATCH` takes."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        of_new = ("person", "kind", "title")
        if "id" not in attrs:
            text, code = _("A new goal needs this."), "required"
            wrong = [name for name in of_new if name not in attrs]
        else:
            text, code = _("This stays as it is once the goal is set."), "fixed"
            wrong = [
                name for name in ("person", "kind", "skill", "certificate_type") if name in attrs
            ]
        if wrong:
            raise serializers.ValidationError({name: ErrorDetail(text, code) for name in wrong})
        return attrs


class GoalClosing(Body):
    """Reached, or dropped for a reason."""

    state = serializers.ChoiceField(choices=[GoalState.REACHED.value, GoalState.DROPPED.value])
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class GoalFigureBody(Body):
    """Where the figure of a KPI stood; a second figure of the same day replaces the first."""

    value = serializers.DecimalField(max_digits=14, decimal_places=2)
    measured_on = serializers.DateField(required=False, help_text="Today when left out.")


class GoalParameters(ChangedSince):
    person = serializers.UUIDField(required=False)
    org_unit = serializers.UUIDField(required=False, help_text="A unit; its subtree is included.")
    kind = serializers.ChoiceField(choices=GoalKind.choices, required=False)
    skill = serializers.UUIDField(required=False)
    skill_kind = serializers.ChoiceField(
        choices=[SkillKind.HARD.value, SkillKind.SOFT.value], required=False
    )
    state = serializers.ChoiceField(choices=GoalState.choices, required=False)
