"""Forms of pages that join several apps."""

from typing import Any

from django import forms
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from employees.enums import EmployeeStatus, WorkMode
from employees.models import OrgUnit, RoleProfile, Site
from skillmap.core.http import as_id
from skillmap.core.widgets import Options, PlainHidden, PlainInput, PlainSelect
from training.enums import DecisionKind

MOST_UNITS = 300  # options of the unit filter beside the chosen one; the rest have addresses
UNIT_INDENT = "\u2003"

_AS_TEXT = Cast("public_id", TextField())
SearchInput = PlainInput(attrs={"type": "search", "placeholder": _("Search")})


class SearchForm(forms.Form):
    """A word that has to occur."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=SearchInput)


class UnitForm(forms.Form):
    """Choice of a unit, its subtree included."""

    everywhere = _("All units")  # what no choice stands for
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=PlainSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_paths: dict[str, str] = {}
        self._offer("unit", self.everywhere, self._units())

    @property
    def unit_path(self) -> str:
        """The path of the chosen unit, or nothing."""
        return self.unit_paths.get(str(self.cleaned_data.get("unit", "")), "")

    def _units(self) -> list[tuple[str, str]]:
        units = OrgUnit.objects.filter(retired_on=None).order_by("path")
        fields = (_AS_TEXT, "path", "name")
        known = list(units.values_list(*fields)[:MOST_UNITS])
        chosen = as_id(self.data.get(self.add_prefix("unit"), ""))
        if chosen and str(chosen) not in {pk for pk, *_ in known}:
            known += units.filter(public_id=chosen).values_list(*fields)
        self.unit_paths = {pk: path for pk, path, _name in known}
        return [(pk, f"{UNIT_INDENT * path.count('/')}{name}") for pk, path, name in known]

    def _offer(self, name: str, everything: Any, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows for mypy
        field.choices = Options([("", everything), *options])


class PlaceForm(UnitForm):
    """Unit, role, site and work mode: the filters every list of people offers."""

    role = forms.ChoiceField(label=_("Role"), required=False, widget=PlainSelect)
    site = forms.ChoiceField(label=_("Site"), required=False, widget=PlainSelect)
    work_mode = forms.ChoiceField(
        label=_("Work mode"),
        required=False,
        widget=PlainSelect,
        choices=[("", _("Any work mode")), *WorkMode.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = RoleProfile.objects.active().order_by("name").values_list(_AS_TEXT, "name")
        self._offer("role", _("All roles"), list(roles))
        sites = Site.objects.order_by("name").values_list(_AS_TEXT, "name")
        self._offer("site", _("All sites"), list(sites))


class PeopleForm(PlaceForm):
    """Filters of the people list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=SearchInput)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        widget=PlainSelect,
        choices=[("", _("Working here")), *EmployeeStatus.choices],
    )
    sort = forms.ChoiceField(
        required=False,
        widget=PlainHidden,
        choices=[(key, key) for key in ("name", "-name", "fit", "-fit")],
    )

    field_order = ("q", "unit", "role", "site", "work_mode", "status")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("Name or number")


class PlanDecisionForm(forms.Form):
    """One decision about a plan, the reason where it needs one, and the version that was shown."""

    decision = forms.ChoiceField(
        choices=[
            (kind.value, kind.label)
            for kind in DecisionKind
            if kind not in {DecisionKind.CHANGE, DecisionKind.COMPLETE}
        ]
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=500)
    version = forms.IntegerField(min_value=1)
