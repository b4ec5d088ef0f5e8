"""The wishes of a what-if."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from employees.models import RoleProfile
from training.enums import Mode
from training.services.runs import MOST_WEEKS

MOST_HOURS = 40
MOST_MONEY = 1_000_000


class WhatIfForm(forms.Form):
    """Hours, weeks, money, ways of learning to leave out, and another role to plan for."""

    hours_per_week = forms.DecimalField(
        label=_("Hours a week"),
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
    )
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=MOST_WEEKS)
    budget = forms.DecimalField(
        label=_("Budget"),
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=2,
    )
    target_role = forms.ModelChoiceField(
        label=_("For another role"),
        queryset=RoleProfile.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("the role of today"),
    )
    without_modes = forms.MultipleChoiceField(
        label=_("Leave out"),
        choices=Mode.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, roles: QuerySet[RoleProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget"].help_text = _("In %(currency)s. Empty: no limit.") % {
            "currency": settings.SKILLMAP_CURRENCY
        }
        field = self.fields["target_role"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = roles
