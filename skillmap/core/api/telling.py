"""Rows as JSON. A serializer is the one description of a row: of its columns, JSON and OpenAPI."""

from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Func, JSONField
from rest_framework.fields import Field, SkipField
from rest_framework.serializers import Serializer

Tell = Callable[[Any], Any]


class Values(Func):
    """The values of some expressions as one JSON array, in their order."""

    function = "JSONB_BUILD_ARRAY"
    output_field = JSONField()


class Part(Serializer[Any]):
    """A part of a row that the database sends with it, as `values_of` the fields.

    It takes no query and no models of its own. A part without its first value, as when a join found
    nothing, is null.
    """

    def to_representation(self, instance: Any) -> Any:
        return self._named(instance)

    @cached_property
    def _named(self) -> Tell:
        return _naming(self)


def values_of(part: Any, path: str = "", **instead: Any) -> Values:
    """The fields of a part in their order; `instead` are those whose source is no column."""
    fields = part.fields.items()
    return Values(*(instead.get(name, _column(field, path)) for name, field in fields))


def _column(field: Any, path: str) -> Values | str:
    column = path + field.source.replace(".", "__")
    return values_of(field, f"{column}__") if isinstance(field, Serializer) else column


def _naming(part: Serializer[Any]) -> Tell:
    """What gives the values of a part their names again."""
    fields = part.fields.items()
    parts = [(name, _naming(one) if isinstance(one, Serializer) else None) for name, one in fields]

    def named(values: list[Any] | None) -> dict[str, Any] | None:
        if values is None or values[0] is None:
            return None
        told = zip(parts, values, strict=True)
        return {name: naming(value) if naming else value for (name, naming), value in told}

    return named


def hastened(serializer: Any) -> Any:
    """The serializer, to be kept: it looks through its fields now and not again for each row."""
    _hasten(serializer)
    return serializer


def _hasten(field: Any) -> Tell:
    """What makes JSON of a value of this field."""
    row = getattr(field, "child", field)
    if type(row).to_representation is Serializer.to_representation:
        row.to_representation = _telling(row)
    shown: Tell = field.to_representation
    return shown


def _telling(serializer: Serializer[Any]) -> Tell:
    """What does the same for a row as `to_representation`."""
    readable = [(name, one) for name, one in serializer.fields.items() if not one.write_only]
    fields = [(name, _reading(one), _hasten(one)) for name, one in readable]

    def tell(row: Any) -> dict[str, Any]:
        told = {}
        for name, read, show in fields:
            try:
                value = read(row)
            except SkipField:
                continue
            told[name] = None if value is None else show(value)
        return told

    return tell


def _reading(field: Any) -> Tell:
    """What finds the value of a field in a row: all but plain attributes are left to the field."""
    if type(field).get_attribute is not Field.get_attribute or not field.source_attrs:
        found: Tell = field.get_attribute
        return found
    find = attrgetter(".".join(field.source_attrs))

    def read(row: Any) -> Any:
        try:
            value = find(row)
        except (AttributeError, KeyError, ObjectDoesNotExist):
            return field.get_attribute(row)
        return field.get_attribute(row) if callable(value) else value

    return read
