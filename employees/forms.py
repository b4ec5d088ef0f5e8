"""The grid of a role's requirements."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import Requirement
from employees.services.roles import Asked
from skills.models import Skill

IMPORTANCE = [(n, str(n)) for n in range(1, 6)]


class RequirementForm(forms.Form):
    """One row: the skill is fixed, level and importance can change, or the row can go."""

    skill = forms.ModelChoiceField(
        queryset=Skill.objects.select_related("scale"),
        to_field_name="public_id",
        widget=forms.HiddenInput,
    )
    required_level = forms.DecimalField(
        label=_("Level"), max_digits=4, decimal_places=2, min_value=Decimal("0.1")
    )
    importance = forms.TypedChoiceField(label=_("Importance"), coerce=int, choices=IMPORTANCE)
    essential = forms.BooleanField(label=_("Essential"), required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)


RequirementFormSet = forms.formset_factory(RequirementForm, extra=0, max_num=200)


class AddRequirementForm(forms.Form):
    """One more skill, left empty nothing is added; and the version of the role that was shown."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    skill = forms.ModelChoiceField(
        label=_("Add a skill"),
        queryset=Skill.objects.active().select_related("scale"),
        to_field_name="public_id",
        empty_label=_("Choose"),
        required=False,
    )
    required_level = forms.DecimalField(
        label=_("Level"), max_digits=4, decimal_places=2, required=False
    )
    importance = forms.TypedChoiceField(
        label=_("Importance"), coerce=int, choices=IMPORTANCE, initial=3, required=False
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("skill") and values.get("required_level") is None:
            self.add_error("required_level", _("Say which level is needed."))
        return values


def rows_of(requirements: Sequence[Requirement]) -> list[dict[str, Any]]:
    """Initial values of the grid."""
    return [
        {
            "skill": line.skill.public_id,
            "required_level": line.required_level.normalize(),
            "importance": line.importance,
            "essential": line.essential,
            "name": line.skill.name,
            "kind": line.skill.kind,
            "assumed": line.assumed,
        }
        for line in requirements
    ]


def asked_from(grid: Any, extra: AddRequirementForm) -> list[Asked]:
    """What a valid grid asks for. A row somebody saw and kept is no longer assumed."""
    asked = [
        Asked(
            skill=row["skill"],
            required_level=row["required_level"],
            importance=row["importance"],
            essential=row["essential"],
        )
        for row in grid.cleaned_data
        if not row["remove"]
    ]
    more = extra.cleaned_data
    if more.get("skill"):
        importance = more.get("importance") or 3
        asked.append(Asked(more["skill"], more["required_level"], importance))
    return asked
