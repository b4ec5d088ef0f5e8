"""The taxonomy as JSON."""

from rest_framework import serializers

from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.refs import ScaleRef
from skillmap.core.api.telling import Part
from skills.enums import SkillKind, SkillStatus
from skills.models import Framework, LevelText, Scale, ScaleLevel, Skill


class FrameworkSerializer(serializers.ModelSerializer[Framework]):
    """A source of skills or roles."""

    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Framework
        fields = ("id", "code", "name", "release", "source_url", "licence", "updated_at")


class ScaleLevelSerializer(Part, serializers.ModelSerializer[ScaleLevel]):
    """The word for a rank."""

    class Meta:
        model = ScaleLevel
        fields = ("rank", "name")


class ScaleSerializer(serializers.ModelSerializer[Scale]):
    """A proficiency scale: `zero_rank` means none, `top_rank` the most."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    levels = ScaleLevelSerializer(many=True, source="level_values")

    class Meta:
        model = Scale
        fields = ("id", "code", "name", "zero_rank", "top_rank", "levels", "updated_at")


class LevelTextSerializer(Part, serializers.ModelSerializer[LevelText]):
    """The behaviour that a rank stands for."""

    class Meta:
        model = LevelText
        fields = ("rank", "text")


class SkillSerializer(serializers.ModelSerializer[Skill]):
    """A skill with its other names and behaviour texts."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    framework = serializers.CharField(source="framework.code", read_only=True)
    scale = ScaleRef()
    alt_labels = serializers.ListField(
        source="label_texts", child=serializers.CharField(), read_only=True
    )
    level_texts = LevelTextSerializer(many=True, source="text_values")
    replaced_by = serializers.UUIDField(
        source="replaced_by.public_id",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="The skill that this one was merged into.",
    )

    class Meta:
        model = Skill
        fields = (
            "id",
            "code",
            "uri",
            "framework",
            "name",
            "kind",
            "proposed_kind",
            "category",
            "description",
            "scale",
            "alt_labels",
            "level_texts",
            "status",
            "retired_on",
            "replaced_by",
            "updated_at",
        )


class SkillParameters(ChangedSince):
    kind = serializers.ChoiceField(choices=SkillKind.choices, required=False)
    category = serializers.CharField(required=False, max_length=120)
    framework = serializers.CharField(
        required=False, max_length=60, help_text="Code of a framework."
    )
    status = serializers.ChoiceField(choices=SkillStatus.choices, required=False)
    q = serializers.CharField(required=False, max_length=100, help_text="Part of the name.")
