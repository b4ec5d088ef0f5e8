"""Forms of programmes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import OrgUnit, RoleProfile
from training.models import Activity, PathTemplate, Programme
from training.services.programmes import MOST_NEW_DAYS, ProgrammeContent


class ProgrammeForm(forms.Form):
    """Template, rule, and what circles meet for."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("What it is for"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    template = forms.ModelChoiceField(
        label=_("Path template"),
        queryset=PathTemplate.objects.filter(retired_on=None),
        to_field_name="public_id",
    )
    leads = forms.BooleanField(label=_("For people who lead somebody"), required=False)
    role = forms.ModelChoiceField(
        label=_("For the role"),
        queryset=RoleProfile.objects.active(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Any role"),
    )
    unit = forms.ModelChoiceField(
        label=_("In the unit"),
        queryset=OrgUnit.objects.filter(retired_on=None),
        to_field_name="public_id",
        required=False,
        empty_label=_("Any unit"),
    )
    new_days = forms.IntegerField(
        label=_("Only who is new to it, for so many days or less"),
        required=False,
        min_value=1,
        max_value=MOST_NEW_DAYS,
        help_text=_("Empty: everybody."),
    )
    meeting = forms.ModelChoiceField(
        label=_("Peer circles meet for"),
        queryset=Activity.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("No circles"),
        help_text=_("An activity of the template, best one every month."),
    )
    agendas = forms.CharField(
        label=_("Agenda of each meeting"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One line a meeting; the last line serves all later ones."),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        is_new = programme.template_id is None
        kwargs["initial"] = {
            "name": programme.name,
            "description": programme.description,
            "template": None if is_new else programme.template.public_id,
            "leads": programme.leads,
            "role": programme.role and programme.role.public_id,
            "unit": programme.unit and programme.unit.public_id,
            "new_days": programme.new_days,
            "meeting": programme.meeting and programme.meeting.public_id,
            "agendas": programme.agendas,
            "version": None if is_new else programme.version,
        }
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = Activity.objects.filter(
            template_steps__template__retired_on=None
        ).distinct()

    @property
    def content(self) -> ProgrammeContent:
        """The valid values."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        values["name"] = values["name"].strip()
        return ProgrammeContent(**values)


class CohortForm(forms.Form):
    """The day on which a cohort starts."""

    starts_on = forms.DateField(
        label=_("A new cohort starts on"), widget=forms.DateInput(attrs={"type": "date"})
    )
