"""The form of a budget."""

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from employees import rules
from employees.models import OrgUnit
from skillmap.core.models import User
from training.enums import CENTS
from training.models import Activity
from training.services.budgets import LONGEST_NAME, Terms

MOST_MONEY, MOST_HOURS = 10**10, 40


class BudgetForm(forms.Form):
    """What there is to spend, on whom, and what has to be kept."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    unit = forms.ModelChoiceField(
        label=_("For the people of"),
        queryset=OrgUnit.objects.filter(retired_on=None),
        required=False,
        to_field_name="public_id",
        empty_label=_("The whole organisation"),
    )
    money = forms.DecimalField(
        label=_("Money in all"), min_value=0, max_value=MOST_MONEY, decimal_places=2
    )
    person = forms.DecimalField(
        label=_("For one person at most"),
        min_value=0,
        max_value=MOST_MONEY,
        decimal_places=2,
        initial=Decimal(2000),
    )
    must_haves = forms.ModelMultipleChoiceField(
        label=_("In everybody's plan"),
        queryset=Activity.objects.none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Served first, before anything else is given."),
    )
    seat_percent = forms.IntegerField(
        label=_("Share of the free seats, in %"), min_value=1, max_value=100, initial=100
    )
    mentor_hours = forms.IntegerField(
        label=_("Hours with mentors in all"),
        min_value=0,
        required=False,
        help_text=_("Empty: as many as mentors have room for."),
    )
    hours_per_week = forms.DecimalField(
        label=_("Learning hours a week"),
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=1,
        required=False,
        help_text=_("Empty: each person's own."),
    )
    floor_percent = forms.IntegerField(
        label=_("Fairness floor, in %"),
        min_value=0,
        max_value=100,
        initial=85,
        help_text=_(
            "No department reaches less than this share of the mean of all, as far as money can "
            "do that. 0: no floor."
        ),
    )
    thorough = forms.BooleanField(
        label=_("Search thoroughly"),
        required=False,
        help_text=_("Better by a few per cent and much slower; up to 2,000 people."),
    )

    def __init__(self, data: QueryDict | None, *, user: User) -> None:
        super().__init__(data)
        self._choose("must_haves", Activity.objects.active().order_by("title"))
        if rules.is_hr_admin(user):
            return
        known = OrgUnit.objects.filter(retired_on=None)
        own = reduce(or_, (known.subtree(top) for top in rules.granted_units(user)), known.none())
        unit = self._choose("unit", own)
        unit.required, unit.empty_label = True, None

    def _choose(self, name: str, rows: Any) -> Any:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = rows
        return field

    @property
    def terms(self) -> Terms:
        """The valid values."""
        values = dict(self.cleaned_data)
        money, person = values.pop("money"), values.pop("person")
        return Terms(money_cents=int(money * CENTS), person_cents=int(person * CENTS), **values)
