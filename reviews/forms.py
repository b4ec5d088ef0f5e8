"""Forms of goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.enums import GoalKind, GoalState
from skills.models import CertificateType, Skill


class GoalForm(forms.Form):
    """A goal of any kind; which fields are needed depends on the kind, decided by the service."""

    kind = forms.ChoiceField(label=_("What kind of goal"), choices=GoalKind.choices)
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
        help_text=_("For a skill goal"),
    )
    target_level = forms.DecimalField(
        label=_("Level to reach"), required=False, max_digits=4, decimal_places=2
    )
    certificate_type = forms.ModelChoiceField(
        label=_("Certificate"),
        queryset=CertificateType.objects.none(),
        required=False,
        to_field_name="public_id",
        help_text=_("For a certification goal, when it is in the list"),
    )
    kpi_target = forms.DecimalField(label=_("Figure to reach"), required=False)
    kpi_unit = forms.CharField(label=_("Measured in"), required=False, max_length=40)
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skill, certificate = self.fields["skill"], self.fields["certificate_type"]
        assert isinstance(skill, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        assert isinstance(certificate, forms.ModelChoiceField)  # noqa: S101
        skill.queryset = Skill.objects.active()
        certificate.queryset = CertificateType.objects.filter(retired_on=None)


class GoalStateForm(forms.Form):
    """The new state of a goal, with the version that was shown."""

    state = forms.ChoiceField(choices=GoalState.choices)
    version = forms.IntegerField(min_value=1)
