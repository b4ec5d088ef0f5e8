"""What the address of the skill map asks for, and what of it its reader may have."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from assessments.queries.map_cells import Narrowing, Opened
from assessments.queries.map_reach import PLACES, Reach
from employees.models import OrgUnit
from skillmap.core.http import as_id
from skillmap.core.widgets import PlainHidden, PlainSelect
from skillmap.pages.forms import PlaceForm
from skills.enums import SkillKind

VERIFIED = "1"


class MapForm(PlaceForm):
    """Filters of the map, and how it is laid out. Those that `reach` refuses are not there."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        widget=PlainSelect,
        choices=[("", _("Both kinds")), *SkillKind.choices],
    )
    category = forms.ChoiceField(label=_("Category"), required=False, widget=PlainSelect)
    verified = forms.ChoiceField(
        label=_("Evidence"),
        required=False,
        widget=PlainSelect,
        choices=[("", _("All evidence")), (VERIFIED, _("Verified only"))],
    )
    by = forms.ChoiceField(
        required=False, widget=PlainHidden, choices=[("people", ""), ("units", "")]
    )
    show = forms.ChoiceField(
        required=False, widget=PlainHidden, choices=[("gap", ""), ("level", "")]
    )
    open = forms.CharField(required=False, widget=PlainHidden, max_length=150)

    offered = (*PlaceForm.offered, "category")
    field_order = ("unit", *PLACES, "kind", "category", "verified")

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        for name in reach.refused({"org_unit", *PLACES}):
            del self.fields["unit" if name == "org_unit" else name]

    @property
    def opened(self) -> Opened:
        """The category whose skills are columns, from `hard:Data` or the filter by category."""
        kind, colon, category = self.cleaned_data.get("open", "").partition(":")
        if colon:
            return (kind, category)
        chosen = self.cleaned_data.get("category", "")
        return ("", chosen) if chosen else None

    @cached_property
    def narrowing(self) -> Narrowing:
        """The chosen part, within reach. Raises `Http404` for a unit beyond it."""
        values = self.cleaned_data
        return Narrowing(
            unit=self._unit(),
            role=as_id(values.get("role")),
            site=as_id(values.get("site")),
            work_mode=values.get("work_mode", ""),
            kind=values.get("kind", ""),
            category=values.get("category", ""),
            verified=values.get("verified") == VERIFIED,
        )

    @property
    def of_people(self) -> Narrowing:
        """People are narrowed by a unit that was asked for, not by the one a map starts at."""
        chosen = self.narrowing
        return chosen if self.unit_path else replace(chosen, unit=None)

    def _unit(self) -> OrgUnit | None:
        reach = self.reach
        path = self.unit_path
        chosen = OrgUnit.objects.filter(path=path).first() if path else reach.top
        if chosen is None and reach.whole:
            chosen = _only_root()
        if chosen is not None and reach.by_units and not reach.covers(chosen):
            raise Http404
        return chosen


class CellForm(MapForm):
    """The same, and one cell of the map: a skill, or a category by `open`; of one person or all.

    `own` leaves out who works below the unit.
    """

    category = forms.CharField(  # type: ignore[assignment]  # one that is not offered will do
        required=False, max_length=120, widget=PlainHidden
    )
    skill = forms.UUIDField(required=False, widget=PlainHidden)
    person = forms.UUIDField(required=False, widget=PlainHidden)
    own = forms.BooleanField(required=False, widget=PlainHidden)
    offered = PlaceForm.offered

    @property
    def skills(self) -> Narrowing:
        """The kind and category of the cell."""
        opened = self.opened
        if opened is None:
            return self.narrowing
        kind, category = opened
        return replace(self.narrowing, kind=kind or self.narrowing.kind, category=category)


def _only_root() -> OrgUnit | None:
    """The unit above all others, whose own row would say nothing; None when there are several."""
    roots = list(OrgUnit.objects.exclude(path__contains="/").filter(retired_on=None)[:2])
    return roots[0] if len(roots) == 1 else None
