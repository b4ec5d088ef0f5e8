"""How one row names another in JSON, whatever the model, and finding what a body names."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers


def named(
    rows: QuerySet[Any], values: Mapping[str, Any], field: str, *, by: str = "public_id"
) -> Any:
    """The row whose id, or what `by` says, this field has; None where the field has none.

    Raises `ValidationError` naming the field where there is no such row, or it is hidden.
    """
    key = values.get(field)
    if not key:
        return None
    found = rows.filter(**{by: key}).first()
    if found is None:
        text = _("There is none with this id.")
        raise serializers.ValidationError({field: text}, code="unknown")
    return found


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
