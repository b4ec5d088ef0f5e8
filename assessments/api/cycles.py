"""Assessment cycles: their terms, dates and state. Answers are read as levels, never here."""

from collections.abc import Mapping
from typing import ClassVar

from rest_framework import serializers

from assessments.enums import CyclePurpose, CycleState
from assessments.models import AssessmentCycle, CycleRaterKind
from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource


class CycleRaterKindSerializer(serializers.ModelSerializer[CycleRaterKind]):
    """A kind of rater: whether its answers are anonymous, how many are wanted, who finds them."""

    class Meta:
        model = CycleRaterKind
        fields = ("rater_kind", "anonymous", "wanted", "by_rule")


class CycleSerializer(serializers.ModelSerializer[AssessmentCycle]):
    """One round of an assessment. Terms do not change once it is open."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    previous = serializers.UUIDField(
        source="previous.public_id", default=None, allow_null=True, help_text="The round before."
    )
    rater_kinds = CycleRaterKindSerializer(source="kinds", many=True)

    class Meta:
        model = AssessmentCycle
        fields = (
            "id",
            "name",
            "state",
            "purpose",
            "opens_on",
            "closes_on",
            "round",
            "previous",
            "rater_kinds",
            "skills_per_person",
            "skills_of_each_kind",
            "score_floor",
            "text_floor",
            "opened_at",
            "closed_at",
            "released_at",
            "created_at",
            "updated_at",
        )


class CycleParameters(ChangedSince):
    state = serializers.ChoiceField(choices=CycleState.choices, required=False)
    purpose = serializers.ChoiceField(choices=CyclePurpose.choices, required=False)


class CycleViewSet(Resource[AssessmentCycle]):
    """Cycles of people whose levels you may read; drafts only for those who prepare them."""

    queryset = AssessmentCycle.objects.select_related("previous").prefetch_related("kinds")
    serializer_class = CycleSerializer
    parameters = CycleParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.GAPS_READ,
        "retrieve": Scope.GAPS_READ,
    }
    lookups: ClassVar[Mapping[str, str]] = {"state": "state", "purpose": "purpose"}
