"""Budgets as JSON, and the terms of a new one. Money is in units of the currency."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from skillmap.core.api.inputs import Body, ChangedSince, ListParameters
from skillmap.core.api.refs import ActivityRef, PersonRef, UnitRef
from training.enums import CENTS, BudgetReason, BudgetStage
from training.models import Allocation, BudgetRun, BudgetScenario
from training.queries.budgets import result_of
from training.services.budgets import LONGEST_NAME, MOST_MONEY_CENTS

MONEY: dict[str, Any] = {
    "max_digits": 12,
    "decimal_places": 2,
    "min_value": Decimal(0),
    "max_value": Decimal(MOST_MONEY_CENTS) / CENTS,
}


class TermsSerializer(serializers.ModelSerializer[BudgetScenario]):
    """What a scenario allows; `retired_at`: it was put away."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    org_unit = UnitRef(source="unit", allow_null=True)
    money = serializers.SerializerMethodField()
    person = serializers.SerializerMethodField(help_text="For one person at most.")
    hours_per_week = serializers.FloatField(allow_null=True)
    must_haves = ActivityRef(many=True)

    class Meta:
        model = BudgetScenario
        fields = (
            *("id", "name", "org_unit", "money", "person", "seat_percent", "mentor_hours"),
            *("hours_per_week", "floor_percent", "thorough", "must_haves", "retired_at"),
        )

    def get_money(self, scenario: BudgetScenario) -> float:
        return scenario.money_cents / CENTS

    def get_person(self, scenario: BudgetScenario) -> float:
        return scenario.person_cents / CENTS


class SpendSerializer(serializers.Serializer[Any]):
    """One line of a breakdown; `closure` is null where nobody has something to plan."""

    name = serializers.CharField()
    people = serializers.IntegerField()
    cost = serializers.SerializerMethodField()
    share = serializers.FloatField()
    closure = serializers.FloatField(allow_null=True)

    def get_cost(self, line: Any) -> float:
        return float(line.cents) / CENTS


class ResultSerializer(serializers.Serializer[Any]):
    """What a computation found. `at_least` is its value as a share of what no allocation can
    exceed, `more` what another thousand of money could close at most, in whole gaps of a person.
    """

    people = serializers.IntegerField()
    planned = serializers.IntegerField()
    cost = serializers.SerializerMethodField()
    closure = serializers.FloatField()
    at_least = serializers.FloatField()
    more = serializers.FloatField()
    mentor_hours = serializers.FloatField()
    lowest = serializers.FloatField()
    floor_holds = serializers.BooleanField()
    floor_out_of_reach = serializers.BooleanField()
    without_must_have = serializers.IntegerField()
    departments = SpendSerializer(many=True)
    modes = SpendSerializer(many=True)

    def get_cost(self, result: Any) -> float:
        return float(result.cents) / CENTS


class ProgressSerializer(serializers.Serializer[Any]):
    """Parts done of an expected number."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class BudgetSerializer(serializers.ModelSerializer[BudgetRun]):
    """One computation of a scenario; the last one counts.

    `result` is null until `stage` is `done`, `progress` in lists and from then on.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    scenario = TermsSerializer()
    result = serializers.SerializerMethodField()
    progress = ProgressSerializer(default=None, allow_null=True)

    class Meta:
        model = BudgetRun
        fields = (
            *("id", "scenario", "stage", "progress", "result", "method_version"),
            *("created_at", "finished_at", "adopted_at", "undone_at", "updated_at"),
        )

    @extend_schema_field(ResultSerializer(allow_null=True))
    def get_result(self, run: BudgetRun) -> Any:
        return ResultSerializer(result_of(run)).data if run.stage == BudgetStage.DONE else None


class BudgetBody(Body):
    """A scenario: what there is to spend, on whom, and what has to be kept."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    org_unit = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="With all below it; null: all."
    )
    money = serializers.DecimalField(**MONEY)
    person = serializers.DecimalField(**MONEY, help_text="For one person at most.")
    seat_percent = serializers.IntegerField(min_value=1, max_value=100, default=100)
    mentor_hours = serializers.IntegerField(
        min_value=0, max_value=10**6, allow_null=True, default=None
    )
    hours_per_week = serializers.DecimalField(
        max_digits=3, decimal_places=1, min_value=Decimal(0), allow_null=True, default=None
    )
    floor_percent = serializers.IntegerField(min_value=0, max_value=100, default=0)
    thorough = serializers.BooleanField(default=False)
    must_haves = serializers.ListField(
        child=serializers.UUIDField(), max_length=20, default=list, help_text="Activities."
    )


class BudgetParameters(ChangedSince):
    scenario = serializers.UUIDField(required=False)
    stage = serializers.ChoiceField(choices=BudgetStage.choices, required=False)


class AllocatedStepSerializer(serializers.Serializer[Any]):
    """An activity by its code, and the week in which it begins."""

    activity_code = serializers.CharField(source="activity")
    start_week = serializers.IntegerField(source="week")


class AllocationSerializer(serializers.ModelSerializer[Allocation]):
    """What one person would get. Without steps `reason` says why; `plan` is the proposal that was
    made of it, `refused` why none could be."""

    person = PersonRef(source="employee")
    steps = AllocatedStepSerializer(many=True)
    cost = serializers.SerializerMethodField()
    hours = serializers.FloatField()
    plan = serializers.UUIDField(source="plan.public_id", default=None, allow_null=True)

    class Meta:
        model = Allocation
        fields = (
            *("person", "steps", "value", "closure", "cost", "hours", "reason"),
            *("lacks_must_have", "plan", "refused"),
        )

    def get_cost(self, allocation: Allocation) -> float:
        return allocation.cost_cents / CENTS


class AllocationParameters(ListParameters):
    reason = serializers.ChoiceField(choices=BudgetReason.choices, required=False)
