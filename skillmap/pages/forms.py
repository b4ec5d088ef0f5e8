"""Forms of pages that join several apps."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import connection
from django.utils.translation import gettext_lazy as _

from employees.enums import EmployeeStatus, WorkMode
from employees.models import OrgUnit
from skillmap.core.http import as_id
from skillmap.core.widgets import Options, PlainHidden, PlainInput, PlainSelect
from training.enums import DecisionKind

MOST_CHOICES = 300  # units and categories beside the chosen one; the rest have addresses
UNIT_INDENT = "\u2003"

# Choices of filters as (field, value, words, path of a unit): asked in one query, because one by
# one they cost more than the list they narrow.
_CHOICES = {
    "unit": """(SELECT 'unit', public_id::text, name, path FROM employees_orgunit
        WHERE retired_on IS NULL ORDER BY path LIMIT %(most)s)""",
    "role": """SELECT 'role', public_id::text, name, '' FROM employees_roleprofile
        WHERE retired_on IS NULL""",
    "site": "SELECT 'site', public_id::text, name, '' FROM employees_site",
    "category": """(SELECT DISTINCT 'category', category, category, '' FROM skills_skill s
        WHERE category <> '' AND EXISTS (
            SELECT FROM employees_requirement r WHERE r.skill_id = s.id)
        ORDER BY category LIMIT %(most)s)""",
}
_IN_ORDER = "SELECT * FROM ({}) c ORDER BY 4, 3"
_ALL = {"role": _("All roles"), "site": _("All sites"), "category": _("All categories")}

Choice = tuple[str, str, str]  # value, words, path of a unit
SearchInput = PlainInput(attrs={"type": "search", "placeholder": _("Search")})


class SearchForm(forms.Form):
    """A word that has to occur."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=SearchInput)


class UnitForm(forms.Form):
    """Choice of a unit, its subtree included."""

    everywhere = _("All units")  # what no choice stands for
    offered: tuple[str, ...] = ("unit",)  # fields whose choices are rows of the database
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=PlainSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _choices(self.offered)
        choices["unit"] += self._unit_beyond(choices["unit"])
        self.unit_paths = {value: path for value, _words, path in choices["unit"]}
        for name, rows in choices.items():
            self._offer(name, _ALL.get(name, self.everywhere), [_indented(*row) for row in rows])

    @property
    def unit_path(self) -> str:
        """The path of the chosen unit, or nothing."""
        return self.unit_paths.get(str(self.cleaned_data.get("unit", "")), "")

    def _unit_beyond(self, known: list[Choice]) -> list[Choice]:
        """The chosen unit where it is not among the first ones."""
        chosen = as_id(self.data.get(self.add_prefix("unit"), ""))
        if not chosen or any(value == str(chosen) for value, *_rest in known):
            return []
        units = OrgUnit.objects.filter(retired_on=None, public_id=chosen)
        return [(str(chosen), unit.name, unit.path) for unit in units]

    def _offer(self, name: str, everything: Any, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows for mypy
        field.choices = Options([("", everything), *options])


class PlaceForm(UnitForm):
    """Unit, role, site and work mode: the filters every list of people offers."""

    offered: tuple[str, ...] = ("unit", "role", "site")
    role = forms.ChoiceField(label=_("Role"), required=False, widget=PlainSelect)
    site = forms.ChoiceField(label=_("Site"), required=False, widget=PlainSelect)
    work_mode = forms.ChoiceField(
        label=_("Work mode"),
        required=False,
        widget=PlainSelect,
        choices=[("", _("Any work mode")), *WorkMode.choices],
    )


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


def _indented(value: str, words: str, path: str) -> tuple[str, str]:
    return value, f"{UNIT_INDENT * path.count('/')}{words}"


def _choices(fields: Sequence[str]) -> dict[str, list[Choice]]:
    """The choices of each field in their order; units by path, the others by name."""
    found: dict[str, list[Choice]] = {name: [] for name in fields}
    query = _IN_ORDER.format(" UNION ALL ".join(_CHOICES[name] for name in fields))
    with connection.cursor() as cursor:
        cursor.execute(query, {"most": MOST_CHOICES})
        for name, *choice in cursor.fetchall():
            found[name].append(tuple(choice))
    return found
