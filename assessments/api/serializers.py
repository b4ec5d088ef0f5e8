"""Levels and gaps as JSON; never a bare number."""

from typing import Any

from rest_framework import serializers

from assessments.enums import GapStatus, RaterKind, Source
from skillmap.core.api.inputs import ListParameters
from skillmap.core.api.refs import PersonRef, ScaleRef, SkillRef
from skills.enums import SkillKind

TRUST = ["measured", "tentative", "not_measured"]


class AgreedSerializer(serializers.Serializer[Any]):
    """A level agreed in a signed review."""

    level = serializers.FloatField()
    agreed_on = serializers.DateField()


class LevelSerializer(serializers.Serializer[Any]):
    """A person's level in a skill, on the skill's own scale, with its 90 % interval.

    `level` and the interval are null while `trust` is `not_measured`, which is not 0. `n_ratings`
    counts all evidence. A level is an estimate for development; do not decide on it alone.
    """

    person = PersonRef()
    skill = SkillRef()
    scale = ScaleRef()
    level = serializers.FloatField(allow_null=True)
    interval_low = serializers.FloatField(allow_null=True)
    interval_high = serializers.FloatField(allow_null=True)
    trust = serializers.ChoiceField(choices=TRUST)
    n_ratings = serializers.IntegerField()
    rater_kinds = serializers.ListField(child=serializers.ChoiceField(choices=RaterKind.choices))
    sources = serializers.ListField(child=serializers.ChoiceField(choices=Source.choices))
    agreed = AgreedSerializer(allow_null=True)
    contested = serializers.BooleanField(
        help_text="The person objects to an observation behind this level; it is being looked at."
    )
    method = serializers.CharField(source="profile.method")
    method_version = serializers.CharField(source="profile.method_version")
    computed_at = serializers.DateTimeField(source="profile.computed_at")


class GapSerializer(LevelSerializer):
    """A level beside what the person's roles ask for.

    `gap` is required minus attained, on the skill's own scale; `p_gap` the probability that the
    gap is one that matters. `not_measured` is neither a gap nor met.
    """

    required_level = serializers.FloatField()
    importance = serializers.IntegerField()
    gap = serializers.FloatField(allow_null=True)
    p_gap = serializers.FloatField(allow_null=True)
    status = serializers.ChoiceField(choices=[status.code for status in GapStatus])


class LevelParameters(ListParameters):
    skill = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=SkillKind.choices, required=False)


class AllLevelParameters(LevelParameters):
    org_unit = serializers.UUIDField(required=False, help_text="A unit; its subtree is included.")
    updated_since = serializers.DateTimeField(
        required=False, help_text="Levels computed at or after this moment (RFC 3339)."
    )


class GapParameters(LevelParameters):
    status = serializers.ChoiceField(choices=[status.code for status in GapStatus], required=False)


class AllGapParameters(GapParameters, AllLevelParameters):
    """Parameters of the gaps of everybody."""
