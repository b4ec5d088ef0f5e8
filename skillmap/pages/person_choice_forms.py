"""What is decided about a person beside the role, for the profile, and the forms to decide it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employees import rules
from employees.models import Employee, Exemption, RoleProfile, TargetRole
from employees.models.units import Today
from employees.queries import role_named
from employees.services.exemptions import LONGEST_REASON
from skillmap.core.models import User
from skills.models import Skill

if TYPE_CHECKING:
    from skillmap.pages.profile import Card


class ExemptForm(forms.Form):
    """A skill is not asked of somebody, for a reason; or is again."""

    skill = forms.ModelChoiceField(
        label=gettext_lazy("Skill"),
        queryset=Skill.objects.all(),
        to_field_name="public_id",
        empty_label=None,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, which the person reads"),
        max_length=LONGEST_REASON,
        required=False,
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )
    ends = forms.BooleanField(required=False, widget=forms.HiddenInput)


class AimForm(forms.Form):
    """A role to aim at, or no more."""

    role = forms.CharField(
        label=gettext_lazy("Role"),
        max_length=300,
        help_text=gettext_lazy("Name or code, as under Roles."),
    )
    ends = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_role(self) -> RoleProfile:
        text = self.cleaned_data["role"]
        found = RoleProfile.objects.filter(code=text).first() or role_named(text)
        if found is None:
            raise ValidationError(_("There is no role of this name."))
        return found


@dataclass(frozen=True)
class Choices:
    """What is decided about somebody today, with the forms of a reader who may decide it."""

    exemptions: list[Exemption]
    may_exempt: bool
    exempting: ExemptForm | None
    aims: list[TargetRole]
    aiming: AimForm | None


def choices_of(user: User, card: Card, asked: list[Skill]) -> Choices:
    """For the profile; `asked` are the skills that the roles ask for."""
    may_exempt = rules.can_exempt_from_skill(user, card.person)
    return Choices(
        exemptions=list(_exempted(card.person)),
        may_exempt=may_exempt,
        exempting=_exempt_form(asked) if may_exempt and asked else None,
        aims=list(card.person.target_roles.filter(ended_on=None).select_related("role")),
        aiming=AimForm() if card.is_self or card.is_report else None,
    )


def _exempted(person: Employee) -> QuerySet[Exemption]:
    """The skills that are not asked of somebody today, by name."""
    today = person.exemptions.filter(skill__isnull=False, valid__contains=Today())
    return today.select_related("skill").order_by("skill__name")


def _exempt_form(asked: list[Skill]) -> ExemptForm:
    form = ExemptForm()
    field = form.fields["skill"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
    field.choices = [(skill.public_id, skill.name) for skill in asked]
    return form
