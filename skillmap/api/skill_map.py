"""The skill map as figures: units against categories, within what the caller may see."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.models import SkillProfile
from assessments.queries import skill_map as maps
from assessments.queries.skill_map_floor import floored_map
from assessments.rules import Reach, reach_of
from employees.enums import WorkMode
from employees.models import OrgUnit
from skillmap.core.api.inputs import Parameters
from skillmap.core.api.refs import UnitRef
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Conventions
from skillmap.core.models import Organisation
from skills.enums import TOP_LEVEL, SkillKind

DECIMALS = 3


class MapCellSerializer(serializers.Serializer[Any]):
    """People of a row against the skills of a category; figures are null when `hidden`.

    `requirements` counts people times skills, `people` the most people behind one skill. Means
    are over measured requirements, on the common metric; `probable_share` is 0..1.
    """

    kind = serializers.ChoiceField(choices=SkillKind.choices)
    category = serializers.CharField()
    hidden = serializers.BooleanField()
    people = serializers.IntegerField(allow_null=True)
    requirements = serializers.IntegerField(allow_null=True)
    not_measured = serializers.IntegerField(allow_null=True)
    mean_level = serializers.FloatField(allow_null=True)
    mean_gap = serializers.FloatField(allow_null=True)
    probable_share = serializers.FloatField(allow_null=True)


class MapRowSerializer(serializers.Serializer[Any]):
    """One unit with everything below it; `own` are the people directly in the chosen unit."""

    org_unit = UnitRef(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not the caption
    own = serializers.BooleanField()
    cells = MapCellSerializer(many=True)


class MapSerializer(serializers.Serializer[Any]):
    """Rows, their sum, and the floor below which a figure is hidden (null: none applies)."""

    top_level = serializers.IntegerField()
    floor = serializers.IntegerField(allow_null=True)
    rows = MapRowSerializer(many=True)
    total = MapRowSerializer()


class MapParameters(Parameters):
    org_unit = serializers.UUIDField(required=False, help_text="Show the units right below it.")
    role = serializers.UUIDField(required=False)
    site = serializers.UUIDField(required=False)
    work_mode = serializers.ChoiceField(choices=WorkMode.choices, required=False)
    kind = serializers.ChoiceField(choices=SkillKind.choices, required=False)


class SkillMapView(Conventions):
    """Where the gaps are. HR sees its units, managers their people, others groups above a floor.

    Only those who see named people may filter by role, site and work mode.
    """

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.ANALYTICS_READ}
    parameters = MapParameters

    @extend_schema(responses=MapSerializer, operation_id="skill_map_retrieve")
    def get(self, request: Request) -> Response:
        user: Any = request.user
        reach = reach_of(user)
        chosen = _narrowing(reach, self.wanted)
        floor = None if reach.named else _floor()
        if reach.by_units or not reach.named:
            found = _by_unit(reach, chosen, floor)
        else:
            found = _of_own_people(user, chosen.kind)
        shown = {
            "top_level": TOP_LEVEL,
            "floor": floor,
            "rows": [_row(found, row) for row in found.rows],
            "total": _row(found, found.foot),
        }
        return Response(MapSerializer(shown).data)


def _narrowing(reach: Reach, wanted: Mapping[str, Any]) -> maps.Narrowing:
    """What the parameters mean within reach. Raises 404 for a unit beyond it."""
    unit = reach.top
    if wanted.get("org_unit"):
        unit = get_object_or_404(OrgUnit, public_id=wanted["org_unit"])
        if not reach.covers(unit):
            raise Http404
    if not reach.filters:
        unit = unit if reach.by_units else reach.top
        return maps.Narrowing(unit=unit, kind=wanted.get("kind", ""))
    places: dict[str, UUID | None] = {name: wanted.get(name) for name in ("role", "site")}
    return maps.Narrowing(
        unit=unit, work_mode=wanted.get("work_mode", ""), kind=wanted.get("kind", ""), **places
    )


def _by_unit(reach: Reach, chosen: maps.Narrowing, floor: int | None) -> maps.SkillMap:
    if reach.top is None and not reach.whole:
        return maps.people_map([], "", None)
    if floor is None:
        return maps.unit_map(chosen, None)
    found = floored_map(chosen, None, floor)
    if not reach.by_units and reach.top is not None:
        found = maps.merged(found, reach.top.name)
    return found


def _of_own_people(user: Any, kind: str) -> maps.SkillMap:
    """A manager's people as one row; the manager is not among them."""
    profiles = SkillProfile.objects.visible_to(user).exclude(employee__user=user)
    found = maps.people_map(profiles.select_related("employee"), kind, None)
    return maps.merged(found, _("your people"))


def _floor() -> int:
    return Organisation.objects.values_list("aggregate_floor", flat=True).first() or 5


def _row(found: maps.SkillMap, row: maps.Row) -> dict[str, Any]:
    return {
        "org_unit": row.unit,
        "label": row.label,
        "own": row.own,
        "cells": [_cell(column, cell) for column, cell in found.cells_of(row)],
    }


def _cell(column: maps.Column, cell: maps.Cell) -> dict[str, Any]:
    place = {"kind": column.kind, "category": column.category, "hidden": cell.hidden}
    figures = {
        "people": cell.people,
        "requirements": cell.n,
        "not_measured": cell.n_unmeasured,
        "mean_level": _rounded(cell.level),
        "mean_gap": _rounded(cell.gap),
        "probable_share": _rounded(cell.n_probable / cell.measured if cell.measured else None),
    }
    return place | (dict.fromkeys(figures) if cell.hidden else figures)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
