"""Plans as JSON, in the words of the plans file. Money is in units of the currency."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import ActivityRef, PersonRef
from training.enums import CENTS, PlanFill, PlanState
from training.models import Completion, DevelopmentPlan, PlanStep
from training.models.plans import PathFacts
from training.queries.plans import DIGITS, gap_to_bound


class SkillChangeSerializer(serializers.Serializer[Any]):
    """Level now and expected after the plan with their 90 % intervals, on the skill's own scale.

    Never a promise. Intervals are null in plans that were made before they were kept.
    """

    skill_code = serializers.CharField()
    before = serializers.FloatField()
    before_low = serializers.FloatField(allow_null=True)
    before_high = serializers.FloatField(allow_null=True)
    expected_after = serializers.FloatField()
    expected_low = serializers.FloatField(allow_null=True)
    expected_high = serializers.FloatField(allow_null=True)
    weight = serializers.FloatField()


class NotChosenSerializer(serializers.Serializer[Any]):
    activity_code = serializers.CharField()
    reason = serializers.CharField()


class UnmetSerializer(serializers.Serializer[Any]):
    skill_code = serializers.CharField()
    reason = serializers.CharField()


class MeasureFirstSerializer(serializers.Serializer[Any]):
    skill_code = serializers.CharField()
    ask = serializers.CharField()


class PathFactsSerializer(serializers.Serializer[Any]):
    """What was computed of a path, be it a plan or an option."""

    status = serializers.ChoiceField(source="fill", choices=PlanFill.choices)
    hours_per_week = serializers.FloatField()
    hours = serializers.FloatField()
    budget = serializers.SerializerMethodField()
    cost = serializers.SerializerMethodField()
    gap_to_bound = serializers.SerializerMethodField()
    skills = SkillChangeSerializer(source="report.skills", many=True, default=list)
    not_chosen = NotChosenSerializer(source="report.not_chosen", many=True, default=list)
    unmet = UnmetSerializer(source="report.unmet", many=True, default=list)
    measure_first = MeasureFirstSerializer(source="report.measure_first", many=True, default=list)

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_budget(self, path: PathFacts) -> float | None:
        return None if path.budget_cents is None else path.budget_cents / CENTS

    @extend_schema_field(serializers.FloatField())
    def get_cost(self, path: PathFacts) -> float:
        return path.cost_cents / CENTS

    @extend_schema_field(serializers.FloatField())
    def get_gap_to_bound(self, path: PathFacts) -> float:
        return round(gap_to_bound(path), DIGITS)


FACTS = (
    *("status", "week_zero", "weeks", "hours_per_week", "budget", "currency", "hours", "cost"),
    *("cost_unknown", "value", "closure", "bound", "gap_to_bound"),
    *("skills", "not_chosen", "unmet", "measure_first"),
    *("method", "method_version", "parameters_hash", "inputs_hash", "computed_at"),
)


class PlanSerializer(PathFactsSerializer, serializers.ModelSerializer[DevelopmentPlan]):
    """A recommended or agreed path.

    `status` says how far it answers the gaps. `value` is what it reaches, `bound` what no plan
    can exceed. `cost` sums the known costs; `cost_unknown` says that there are others.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    person = PersonRef(source="employee")
    template = serializers.CharField(
        source="template.code", default=None, allow_null=True, read_only=True
    )

    class Meta:
        model = DevelopmentPlan
        fields = (
            *("id", "person", "state", "template"),
            *FACTS,
            *("proposed_at", "accepted_at", "approved_at", "started_at", "ended_at"),
            "updated_at",
        )


class PlacedStepSerializer(serializers.ModelSerializer[PlanStep]):
    """One activity and when it takes place; weeks count from 0, `cost` null is unknown."""

    activity = ActivityRef()
    starts_on = serializers.DateField(source="session.starts_on", default=None, allow_null=True)
    hours_by_week = serializers.DictField(child=serializers.FloatField())
    cost = serializers.SerializerMethodField()

    class Meta:
        model = PlanStep
        fields: tuple[str, ...] = (
            *("position", "activity", "starts_on", "start_week", "weeks", "hours_by_week"),
            *("cost", "why", "why_skills"),
        )

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_cost(self, step: PlanStep) -> float | None:
        return None if step.cost_cents is None else step.cost_cents / CENTS


class StepSerializer(PlacedStepSerializer):
    """One activity of a plan; weeks count from 0, `cost` null is unknown, `why` is the reason.

    `sessions_done` of the sessions in `weeks` are done. `waiting`: its session is full, and the
    person stands on the waiting list.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    sessions_done = serializers.IntegerField(read_only=True)
    waiting = serializers.SerializerMethodField()

    class Meta(PlacedStepSerializer.Meta):
        fields = (
            *("id", *PlacedStepSerializer.Meta.fields),
            *("state", "done_on", "sessions_done", "waiting"),
        )

    def get_waiting(self, step: PlanStep) -> bool:
        return step.waits_since is not None


class CompletionSerializer(serializers.ModelSerializer[Completion]):
    """Somebody finished an activity."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    activity = ActivityRef()

    class Meta:
        model = Completion
        fields: tuple[str, ...] = ("id", "activity", "completed_on", "reference", "updated_at")


class PlanParameters(ChangedSince):
    state = serializers.ChoiceField(choices=PlanState.choices, required=False)
    person = serializers.UUIDField(required=False)
    org_unit = serializers.UUIDField(required=False, help_text="A unit; its subtree is included.")


class DecisionBody(Body):
    """A decision about a plan."""


class ReasonBody(Body):
    """A decision that may, or must, say why."""

    reason = serializers.CharField(max_length=500, allow_blank=True, default="")
