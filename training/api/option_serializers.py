"""Ways to plan as JSON, and what one may ask for."""

from decimal import Decimal

from rest_framework import serializers

from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import PersonRef
from training.api.plan_serializers import FACTS, PathFactsSerializer, PlacedStepSerializer
from training.enums import Mode, Wish
from training.models import PlanOption
from training.services.runs import MOST_WEEKS


class OptionSerializer(PathFactsSerializer, serializers.ModelSerializer[PlanOption]):
    """A computed path that could become the person's plan.

    `is_stale`: the recommendation beside it was made from other levels, activities or dates;
    compute it anew (`POST /people/{id}/recommend`). `answer` says, for a what-if, why not every
    step of the plan of that day has room (`conflict`), and whether that plan was made from other
    levels (`is_older`). Steps that are begun have their sessions to come.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    person = PersonRef(source="employee")
    is_stale = serializers.BooleanField()
    parameters = serializers.JSONField(source="run.parameters")
    steps = PlacedStepSerializer(source="planned", many=True)

    class Meta:
        model = PlanOption
        fields = (
            *("id", "person", "wish", "is_stale"),
            *FACTS,
            *("parameters", "answer", "steps", "updated_at"),
        )


class OptionParameters(ChangedSince):
    person = serializers.UUIDField(required=False)
    wish = serializers.ChoiceField(choices=Wish.choices, required=False)


class ChoiceBody(Body):
    """Choosing an option; 412 where the plan it replaces is of another version by now."""

    plan_version = serializers.IntegerField(
        min_value=1,
        required=False,
        allow_null=True,
        default=None,
        help_text="Version (ETag) of the recommendation or open plan that is replaced; the answer "
        "to a what-if takes the place of none that is not named.",
    )


class WhatIfBody(Body):
    """Other wishes; what is left out stays as the person and the organisation have it."""

    hours_per_week = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        allow_null=True,
        default=None,
    )
    weeks = serializers.IntegerField(
        min_value=1, max_value=MOST_WEEKS, required=False, allow_null=True, default=None
    )
    budget = serializers.DecimalField(
        max_digits=9,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        allow_null=True,
        default=None,
        help_text="In units of the currency; null: no limit.",
    )
    without_modes = serializers.ListField(
        child=serializers.ChoiceField(choices=Mode.choices),
        max_length=len(Mode),
        required=False,
        default=list,
    )
    target_role = serializers.CharField(
        max_length=120,
        required=False,
        allow_null=True,
        default=None,
        help_text="Code of a role to plan for in place of the person's own.",
    )
