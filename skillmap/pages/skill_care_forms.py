"""What people may change about a skill."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skills.enums import SkillKind
from skills.models import Skill
from skills.queries import broader_skills, skills_by_code, skills_by_name
from skills.services.care import LONGEST_CATEGORY, LONGEST_NAME, Place


def find_skill(text: str) -> Skill | None:
    """The active skill that somebody means by a name, another name, or a code."""
    text = text.strip()
    if not text.isprintable():
        return None
    found = skills_by_name([text]).get(text.lower()) or skills_by_code([text]).get(text)
    return found if found and found.retired_on is None else None


class VersionForm(forms.Form):
    """The version of the skill that somebody has seen."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RenameForm(VersionForm):
    """Another name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)


class MoveForm(VersionForm):
    """Where a skill stands."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SkillKind.choices)
    category = forms.CharField(
        label=gettext_lazy("Category"), max_length=LONGEST_CATEGORY, required=False
    )
    broader = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Part of"),
        queryset=Skill.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    more = forms.CharField(
        label=gettext_lazy("Also part of"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Name or code of another skill."),
    )

    def __init__(self, data: Any, *, skill: Skill) -> None:
        above = broader_skills(skill)
        initial = {
            "version": skill.version,
            "kind": skill.kind,
            "category": skill.category,
            "broader": [one.public_id for one in above],
        }
        super().__init__(data, initial=initial)
        field = self.fields["broader"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = above

    def clean_more(self) -> Skill | None:
        text = self.cleaned_data["more"]
        found = find_skill(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("The library has no skill of this name."))
        return found

    def place(self) -> Place:
        """What a valid form says."""
        values = self.cleaned_data
        more = [values["more"]] if values["more"] else []
        return Place(SkillKind(values["kind"]), values["category"], [*values["broader"], *more])


class MergeForm(VersionForm):
    """Both skills as they were shown."""

    into_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
