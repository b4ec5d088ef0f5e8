"""Programmes as JSON, and the bodies that write them."""

from typing import Any

from rest_framework import serializers

from skillmap.core.api.inputs import Body, ChangedSince, ListParameters
from skillmap.core.api.refs import ActivityRef, PersonRef, RoleRef, UnitRef
from training.models import Cohort, Programme
from training.services.programmes import MOST_NEW_DAYS


class PathTemplateRef(serializers.Serializer[Any]):
    """A path template."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()


class CohortSerializer(serializers.ModelSerializer[Cohort]):
    """A day on which people start together."""

    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Cohort
        fields = ("id", "starts_on")


class ProgrammeSerializer(serializers.ModelSerializer[Programme]):
    """A path template proposed to whoever comes to meet the rule: who holds `role`, works in
    `org_unit` or below it, leads somebody (`leads`), all that are given; with `new_days` only who
    came to it so many days ago or less. Peer circles meet for `meeting`."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    template = PathTemplateRef()
    role = RoleRef(allow_null=True)
    org_unit = UnitRef(source="unit", allow_null=True)
    meeting = ActivityRef(allow_null=True)
    cohorts = CohortSerializer(many=True)

    class Meta:
        model = Programme
        fields = (
            *("id", "name", "description", "template", "role", "org_unit", "leads", "new_days"),
            *("meeting", "agendas", "cohorts", "ended_on", "updated_at"),
        )


class ProgrammeChange(Body):
    """What a programme holds; a field that is left out stays as it is, null empties it."""

    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(max_length=2_000, required=False, allow_blank=True)
    template = serializers.UUIDField(required=False)
    role = serializers.UUIDField(required=False, allow_null=True)
    org_unit = serializers.UUIDField(required=False, allow_null=True)
    leads = serializers.BooleanField(required=False)
    new_days = serializers.IntegerField(
        min_value=1, max_value=MOST_NEW_DAYS, required=False, allow_null=True
    )
    meeting = serializers.UUIDField(
        required=False, allow_null=True, help_text="An activity of the template."
    )
    agendas = serializers.CharField(
        max_length=4_000, required=False, allow_blank=True, help_text="A line for each meeting."
    )


class ProgrammeBody(ProgrammeChange):
    """A new programme."""

    name = serializers.CharField(max_length=200)
    template = serializers.UUIDField()


class CohortBody(Body):
    """The day on which a cohort starts."""

    starts_on = serializers.DateField()


class TakenInSerializer(serializers.Serializer[Any]):
    """How many people joined; their plans are proposed by workers."""

    joined = serializers.IntegerField()


class ProgrammeParameters(ChangedSince):
    running = serializers.BooleanField(
        required=False, help_text="Only those that take people in, or only those that ended."
    )


class MemberParameters(ListParameters):
    cohort = serializers.UUIDField(required=False)


class MemberSerializer(serializers.Serializer[Any]):
    """How one member is getting on. `plan` is null where none was made; `why_not` says why."""

    person = PersonRef(source="member.employee")
    cohort = CohortSerializer(source="member.cohort")
    plan = serializers.UUIDField(source="plan.public_id", default=None, allow_null=True)
    state = serializers.CharField(source="plan.state", default=None, allow_null=True)
    why_not = serializers.CharField()
    hours_done = serializers.FloatField()
    hours = serializers.FloatField()
    late_steps = serializers.IntegerField()
