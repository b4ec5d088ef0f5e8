"""Check-ins and their actions as JSON, and the bodies that write them."""

from typing import Any

from rest_framework import serializers

from reviews.enums import ONE_LINE
from reviews.models import CheckIn
from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import PersonRef

STATES = ("planned", "held")


class ActionSerializer(serializers.Serializer[Any]):
    """What one of the two does until a day; `version` is its ETag, `done_on` null while open."""

    id = serializers.UUIDField(source="public_id")
    text = serializers.CharField()
    owner = PersonRef()
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()

    class Meta:
        ref_name = "CheckInAction"


class CheckInSerializer(serializers.ModelSerializer[CheckIn]):
    """A talk of a person with who leads them: planned, or held and with whom.

    The agenda and notes are not to be had here, whatever the scopes.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    person = PersonRef(source="employee")
    state = serializers.SerializerMethodField()
    led_by = PersonRef(allow_null=True)
    actions = ActionSerializer(many=True)

    class Meta:
        model = CheckIn
        fields = (
            *("id", "person", "state", "planned_on", "held_on", "led_by", "actions"),
            *("created_at", "updated_at"),
        )

    def get_state(self, row: CheckIn) -> str:
        return "planned" if row.held_on is None else "held"


class CheckInBody(Body):
    """The next talk of a person."""

    person = serializers.UUIDField()
    planned_on = serializers.DateField()


class CheckInChange(Body):
    """Another day, or that it was held; a field that is left out stays as it is."""

    planned_on = serializers.DateField(required=False)
    state = serializers.ChoiceField(choices=["held"], required=False)


class ActionBody(Body):
    """An action; `owner` is the person or who leads them."""

    text = serializers.CharField(max_length=ONE_LINE)
    owner = serializers.UUIDField()
    due_on = serializers.DateField()

    class Meta:
        ref_name = "CheckInActionBody"


class ActionChange(Body):
    """Whether an action is done."""

    done = serializers.BooleanField()

    class Meta:
        ref_name = "CheckInActionChange"


class CheckInParameters(ChangedSince):
    person = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=STATES, required=False)
    org_unit = serializers.UUIDField(required=False, help_text="A unit; its subtree is included.")
