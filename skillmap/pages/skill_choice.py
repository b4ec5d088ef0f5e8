"""Choosing a skill of somebody: one that their role asks for, or any other by its name."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employees.models import Employee
from employees.models.units import Today
from skillmap.core.http import as_id
from skills.models import Skill, SkillQuerySet


class SkillChoice(forms.Form):
    """`skill` from a list, or `other_skill` typed; `cleaned_data["skill"]` is the one chosen, or
    None where the form does not need one."""

    needs_skill = True
    not_optional: tuple[str, ...] = ("skill", "other_skill")
    skill = forms.ModelChoiceField(
        label=gettext_lazy("Skill"),
        queryset=Skill.objects.none(),
        to_field_name="public_id",
        required=False,
    )
    other_skill = forms.CharField(
        label=gettext_lazy("Another skill"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its name, as in the library, where it is not in the list."),
    )

    def __init__(self, data: Any, *, skills: SkillQuerySet, wanted: str = "") -> None:
        super().__init__(data, initial={"skill": wanted})
        field = self.fields["skill"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = skills

    def clean(self) -> dict[str, Any]:
        """One skill, from either field."""
        values = super().clean() or self.cleaned_data
        name = values.get("other_skill", "").strip()
        if name:
            found = Skill.objects.active().filter(name__iexact=name).order_by("pk").first()
            if found is None:
                self.add_error("other_skill", _("The library has no skill of this name."))
            values["skill"] = found
        elif self.needs_skill and values.get("skill") is None and "skill" not in self.errors:
            is_listed = not self.fields["skill"].widget.is_hidden
            self.add_error("skill" if is_listed else "other_skill", _("Choose a skill."))
        return values


def skills_of(person: Employee, wanted: str = "") -> SkillQuerySet:
    """What the person's roles of today ask for, and the skill of this public id."""
    asked = Q(
        requirements__role_version__valid__contains=Today(),
        requirements__role_version__role__assignments__employee=person,
        requirements__role_version__role__assignments__valid__contains=Today(),
    )
    if (public_id := as_id(wanted)) is not None:
        asked |= Q(public_id=public_id)
    return Skill.objects.active().filter(asked).distinct().order_by("name", "pk")
