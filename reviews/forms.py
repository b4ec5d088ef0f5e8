"""Forms of goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from reviews.enums import MOST_WEIGHT, GoalKind, GoalState
from reviews.models import Goal
from skills.models import CertificateType, Skill

OF_KIND = {
    GoalKind.SKILL: ("skill", "target_level"),
    GoalKind.CERTIFICATION: ("certificate_type",),
    GoalKind.KPI: ("kpi_unit", "kpi_start", "kpi_target"),
}


class GoalForm(forms.Form):
    """A goal with the fields of its kind; what they need is decided by the service."""

    kind = forms.ChoiceField(choices=GoalKind.choices, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Goal"),
        max_length=200,
        help_text=_("Such as: Improve cross-functional collaboration"),
    )
    skill = forms.ModelChoiceField(
        label=_("Skill"),
        queryset=Skill.objects.none(),
        required=False,
        to_field_name="public_id",
    )
    target_level = forms.DecimalField(
        label=_("Level to reach"), required=False, max_digits=4, decimal_places=2
    )
    certificate_type = forms.ModelChoiceField(
        label=_("Certificate"),
        queryset=CertificateType.objects.none(),
        required=False,
        to_field_name="public_id",
        help_text=_("When it is in the list"),
    )
    kpi_unit = forms.CharField(label=_("Measured in"), required=False, max_length=40)
    kpi_start = forms.DecimalField(label=_("Figure today"), required=False)
    kpi_target = forms.DecimalField(label=_("Figure to reach"), required=False)
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=MOST_WEIGHT,
        required=False,
        help_text=_("From 1 to 5: how much it counts beside the other goals."),
    )
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=Goal.objects.none(),
        required=False,
        to_field_name="public_id",
    )
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, kind: str, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"kind": kind, "weight": 1, **self.initial}
        kept = OF_KIND.get(GoalKind(kind), ()) if kind in GoalKind.values else ()
        for name in {name for names in OF_KIND.values() for name in names} - set(kept):
            del self.fields[name]
        goals = Goal.objects.filter(employee=employee, state=GoalState.OPEN)
        for name, rows in (
            ("skill", Skill.objects.active()),
            ("certificate_type", CertificateType.objects.filter(retired_on=None)),
            ("parent", goals),
        ):
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def clean_weight(self) -> int:
        return self.cleaned_data["weight"] or 1


class GoalStateForm(forms.Form):
    """The new state of a goal, with the version that was shown."""

    state = forms.ChoiceField(choices=GoalState.choices)
    version = forms.IntegerField(min_value=1)


class GoalFigureForm(forms.Form):
    """Where the figure of a goal stands, with the version that was shown."""

    current = forms.DecimalField(max_digits=14, decimal_places=2)
    version = forms.IntegerField(min_value=1)
