"""Activities, plans and completions as JSON. Money is in decimal units of the currency."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.refs import SkillRef
from training.enums import CENTS, Mode, Venue
from training.models import Activity, ActivityOutcome, ActivitySession


class OutcomeSerializer(serializers.ModelSerializer[ActivityOutcome]):
    """A skill the activity teaches; levels are on the skill's own scale."""

    skill = SkillRef()
    entry_level = serializers.FloatField()
    exit_level = serializers.FloatField()
    gain = serializers.FloatField(allow_null=True)

    class Meta:
        model = ActivityOutcome
        fields = ("skill", "entry_level", "exit_level", "gain")


class SessionSerializer(serializers.ModelSerializer[ActivitySession]):
    """A dated run, by its first session; `starts_at` is null when only the day is known."""

    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = ActivitySession
        fields = ("id", "starts_on", "starts_at", "seats")


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """Something one can learn from. `cost` null means unknown, which is not 0."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    hours_per_session = serializers.FloatField()
    cost = serializers.SerializerMethodField()
    site = serializers.CharField(source="site.name", default=None, read_only=True, allow_null=True)
    prerequisites = serializers.ListField(
        source="prerequisite_codes", child=serializers.CharField(), read_only=True
    )
    dates = SessionSerializer(many=True)
    situations = serializers.ListField(
        source="situation_names", child=serializers.CharField(), read_only=True
    )
    outcomes = OutcomeSerializer(many=True)

    class Meta:
        model = Activity
        fields = (
            "id",
            "code",
            "title",
            "provider",
            "description",
            "mode",
            "sessions",
            "hours_per_session",
            "period_weeks",
            "cost",
            "currency",
            "language",
            "venue",
            "site",
            "url",
            "released_time",
            "capstone",
            "prerequisites",
            "seats",
            "dates",
            "situations",
            "outcomes",
            "retired_on",
            "updated_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_cost(self, activity: Activity) -> float | None:
        return None if activity.cost_cents is None else activity.cost_cents / CENTS


class ActivityParameters(ChangedSince):
    mode = serializers.ChoiceField(choices=Mode.choices, required=False)
    venue = serializers.ChoiceField(choices=Venue.choices, required=False)
    language = serializers.CharField(required=False, max_length=20)
    skill = serializers.UUIDField(required=False, help_text="A skill that is taught.")
    code = serializers.CharField(required=False, max_length=120)
    q = serializers.CharField(required=False, max_length=100, help_text="Part of the title.")
