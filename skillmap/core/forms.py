"""Forms about one's own account and the organisation."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmap.core.enums import Scope
from skillmap.core.models import Organisation, User


def time_zone_choices() -> list[tuple[str, str]]:
    """All zones of the world by name."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Name and time zone of the person who is logged in."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    class Meta:
        model = User
        fields = ["name", "time_zone"]


class TokenForm(forms.Form):
    """A personal token for programs."""

    name = forms.CharField(
        label=_("What is it for"), max_length=100, help_text=_("Such as: nightly export")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        initial=90,
    )


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Choices of the organisation, with the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    class Meta:
        model = Organisation
        fields = [
            "name",
            "time_zone",
            "gap_threshold",
            "learning_hours_per_week",
            "plan_weeks",
            "released_hours",
            "both_kinds",
            "goals_need_both_kinds",
            "live_at_night",
            "travel",
            "aggregate_floor",
        ]
