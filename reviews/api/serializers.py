"""Reviews and their cycles as JSON, and the bodies that write cycles."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.enums import Gate, ReviewCycleState, ReviewState
from reviews.models import Review, ReviewCycle
from skillmap.core.api.inputs import Body, ChangedSince, ListParameters
from skillmap.core.api.refs import PersonRef

MOST_PEOPLE = 500  # added to a cycle at once
MOST_REMINDERS = 5  # days of a cycle, as its column holds


class TemplateRef(serializers.Serializer[Any]):
    """A template of reviews; a started cycle keeps its edition."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    edition = serializers.IntegerField()


class ReviewCycleSerializer(serializers.ModelSerializer[ReviewCycle]):
    """One cycle of reviews: its terms and its state. `people` counts who takes part."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    template = TemplateRef()
    people = serializers.IntegerField(source="n_people")

    class Meta:
        model = ReviewCycle
        fields = (
            *("id", "name", "state", "template", "period_start", "period_end", "prepare_by"),
            *("sign_by", "gate", "remind_days", "escalate_days", "people"),
            *("started_at", "closed_at", "created_at", "updated_at"),
        )


class CycleRef(serializers.Serializer[Any]):
    """A cycle of reviews and the period it is about."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    period_start = serializers.DateField()
    period_end = serializers.DateField()

    class Meta:
        ref_name = "ReviewCycleRef"


class AcknowledgementSerializer(serializers.Serializer[Any]):
    """The person's answer: agreed, or seen and not agreed."""

    agrees = serializers.BooleanField()
    comment = serializers.CharField()
    acknowledged_at = serializers.DateTimeField()


@extend_schema_field({"type": "object", "additionalProperties": True})
class ContentField(serializers.JSONField):
    """What was signed, word for word."""


class SignedSerializer(serializers.Serializer[Any]):
    """What the manager signed; `digest` is the SHA-256 of `content`, as on screen and paper."""

    content = ContentField()
    digest = serializers.CharField()
    signed_at = serializers.DateTimeField()
    signed_by = serializers.CharField(source="signed_by.__str__")
    acknowledgement = AcknowledgementSerializer(allow_null=True, default=None)


class ReviewSerializer(serializers.ModelSerializer[Review]):
    """One revision of a person's review in a cycle.

    Before it is signed only how far it is: drafts, parts and notes are not to be had here.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    person = PersonRef(source="employee")
    cycle = CycleRef()
    previous = serializers.UUIDField(
        source="previous.public_id", default=None, allow_null=True, help_text="The revision before."
    )
    signed = SignedSerializer(allow_null=True, default=None)

    class Meta:
        model = Review
        fields = (
            *("id", "person", "cycle", "state", "revision", "previous"),
            *("self_submitted_at", "manager_submitted_at", "opened_at", "signed"),
            *("created_at", "updated_at"),
        )


class CycleTermsChange(Body):
    """What HR decides about a cycle; a field that is left out stays as it is."""

    name = serializers.CharField(max_length=120, required=False)
    template = serializers.UUIDField(required=False)
    period_start = serializers.DateField(required=False)
    period_end = serializers.DateField(required=False)
    prepare_by = serializers.DateField(required=False)
    sign_by = serializers.DateField(required=False)
    gate = serializers.ChoiceField(
        choices=Gate.choices,
        required=False,
        help_text="When the two parts of a review open to each other.",
    )
    remind_days = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=99),
        max_length=MOST_REMINDERS,
        required=False,
        help_text="Days before either last day on which who has something to do is reminded.",
    )
    escalate_days = serializers.IntegerField(
        min_value=0,
        max_value=60,
        allow_null=True,
        required=False,
        help_text="Days before either last day on which who leads learns of what is late.",
    )


class CycleTermsBody(CycleTermsChange):
    """A new cycle, which is a draft."""

    name = serializers.CharField(max_length=120)
    template = serializers.UUIDField()
    period_start = serializers.DateField()
    period_end = serializers.DateField()
    prepare_by = serializers.DateField()
    sign_by = serializers.DateField()


class CyclePeopleBody(Body):
    """Who takes part."""

    people = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=MOST_PEOPLE
    )


class ReviewCycleParameters(ChangedSince):
    state = serializers.ChoiceField(choices=ReviewCycleState.choices, required=False)


class ReviewParameters(ChangedSince):
    person = serializers.UUIDField(required=False)
    cycle = serializers.UUIDField(required=False)
    org_unit = serializers.UUIDField(required=False, help_text="A unit; its subtree is included.")
    state = serializers.ChoiceField(choices=ReviewState.choices, required=False)


class PersonReviewParameters(ListParameters):
    state = serializers.ChoiceField(choices=ReviewState.choices, required=False)
