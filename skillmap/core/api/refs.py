"""How one row names another in JSON: shapes only, whatever the model."""

from typing import Any

from rest_framework import serializers


class SkillRef(serializers.Serializer[Any]):
    """A skill; `kind` is hard, soft or unclassified."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()


class ScaleRef(serializers.Serializer[Any]):
    """The scale a number stands on: `zero_rank` means none, `top_rank` the most."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    zero_rank = serializers.IntegerField()
    top_rank = serializers.IntegerField()


class PersonRef(serializers.Serializer[Any]):
    """A person."""

    id = serializers.UUIDField(source="public_id")
    employee_number = serializers.CharField(source="number")
    name = serializers.CharField(source="__str__")


class UnitRef(serializers.Serializer[Any]):
    """A unit by its path from the top."""

    id = serializers.UUIDField(source="public_id")
    path = serializers.CharField()


class RoleRef(serializers.Serializer[Any]):
    """A role."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()


class ActivityRef(serializers.Serializer[Any]):
    """An activity and how it is delivered."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    title = serializers.CharField()
    mode = serializers.CharField()
