"""The skill map as figures: units against categories, within what the caller may see."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.queries.map_cells import Cell, Column, Narrowing, Row, SkillMap, merged
from assessments.queries.map_people import people_map
from assessments.queries.map_reach import (
    Reach,
    aggregate_floor,
    map_of_units,
    profiles_within,
    reach_of,
)
from employees.enums import WorkMode
from employees.models import OrgUnit
from skillmap.core.api.inputs import Parameters
from skillmap.core.api.problems import ParameterError
from skillmap.core.api.refs import UnitRef
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Conventions
from skills.enums import TOP_LEVEL, SkillKind

DECIMALS = 3


class MapCellSerializer(serializers.Serializer[Any]):
    """People of a row against the skills of a category; figures are null when `hidden`.

    `requirements` counts people times skills, `people` the most people behind one skill. Means
    are over measured requirements, on the common metric; `probable_share` is 0..1. Of the measured
    `tentative` are so tentatively, `older_than_a_year` were last observed more than a year ago, and
    somebody objects to something behind `contested` (0 where that many may not be told).
    """

    kind = serializers.ChoiceField(choices=SkillKind.choices)
    category = serializers.CharField()
    hidden = serializers.BooleanField()
    people = serializers.IntegerField(allow_null=True)
    requirements = serializers.IntegerField(allow_null=True)
    not_measured = serializers.IntegerField(allow_null=True)
    tentative = serializers.IntegerField(allow_null=True)
    older_than_a_year = serializers.IntegerField(allow_null=True)
    contested = serializers.IntegerField(allow_null=True)
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
    category = serializers.CharField(required=False, max_length=200)
    verified = serializers.BooleanField(
        required=False,
        help_text="Count only levels with a verified source: a test or scored scenario, a work"
        " sample, a certificate, the manager, or a signed review. Others count as not measured.",
    )


class SkillMapView(Conventions):
    """Where the gaps are. HR sees its units, managers their people, others groups above a floor.

    Only those who see named people may filter by role, site and work mode; for others 400.
    """

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.ANALYTICS_READ}
    parameters = MapParameters

    @extend_schema(responses=MapSerializer, operation_id="skill_map_retrieve")
    def get(self, request: Request) -> Response:
        user: Any = request.user
        reach = reach_of(user)
        chosen = _narrowing(reach, self.wanted)
        floor = None if reach.named else aggregate_floor()
        if reach.by_units or not reach.named:
            found = map_of_units(reach, chosen, None)
        else:
            found = people_map(profiles_within(user, chosen), chosen, None)
            found = merged(found, _("your people"))
        shown = {
            "top_level": TOP_LEVEL,
            "floor": floor,
            "rows": [_row(found, row) for row in found.rows],
            "total": _row(found, found.foot),
        }
        return Response(MapSerializer(shown).data)


def _narrowing(reach: Reach, wanted: Mapping[str, Any]) -> Narrowing:
    """What the parameters mean within reach: 404 for a unit beyond it, 400 for a filter."""
    refused = reach.refused(wanted)
    if refused:
        fault = ErrorDetail(_("Only who sees the people by name may use this."), code="forbidden")
        raise ParameterError({name: [fault] for name in refused})
    unit = reach.top
    if wanted.get("org_unit"):
        unit = get_object_or_404(OrgUnit, public_id=wanted["org_unit"])
        if not reach.covers(unit):
            raise Http404
    return Narrowing(
        unit=unit,
        role=wanted.get("role"),
        site=wanted.get("site"),
        work_mode=wanted.get("work_mode", ""),
        kind=wanted.get("kind", ""),
        category=wanted.get("category", ""),
        verified=wanted.get("verified", False),
    )


def _row(found: SkillMap, row: Row) -> dict[str, Any]:
    return {
        "org_unit": row.unit,
        "label": row.label,
        "own": row.own,
        "cells": [_cell(column, cell) for column, cell in found.cells_of(row)],
    }


def _cell(column: Column, cell: Cell) -> dict[str, Any]:
    place = {"kind": column.kind, "category": column.category, "hidden": cell.hidden}
    figures = {
        "people": cell.people,
        "requirements": cell.n,
        "not_measured": cell.n_unmeasured,
        "tentative": cell.n_tentative,
        "older_than_a_year": cell.n_old,
        "contested": cell.n_contested,
        "mean_level": _rounded(cell.level),
        "mean_gap": _rounded(cell.gap),
        "probable_share": _rounded(cell.n_probable / cell.measured if cell.measured else None),
    }
    return place | (dict.fromkeys(figures) if cell.hidden else figures)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
