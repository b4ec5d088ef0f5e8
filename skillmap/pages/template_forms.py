"""Forms of path templates: what one holds, and to whom it is applied."""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employees.models import Assignment, Employee, OrgUnit, RoleProfile
from employees.models.people import EmployeeQuerySet
from skillmap.core.models import User
from skillmap.pages.activity_choice import ActivityInput, find_activity
from skills.enums import SkillKind
from skills.models import Skill
from training.enums import CENTS, Cadence, Mode
from training.models import Activity, PathTemplate, PathTemplateStep
from training.services.library import MOST_STEPS, StepContent

MOST_NAMED = 500  # people in one list
SPARE_ROWS = 3
ANY_KIND = [
    ("", "–"),
    (SkillKind.HARD.value, gettext_lazy("Any hard skill with a gap")),
    (SkillKind.SOFT.value, gettext_lazy("Any soft skill with a gap")),
]


class TemplateForm(forms.Form):
    """Name, purpose and usual role of a template; its code is given once."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("For files and programs, such as NEW_MANAGER. It stays."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    description = forms.CharField(
        label=gettext_lazy("What it is for"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    role = forms.ModelChoiceField(
        label=gettext_lazy("Usual start for the role"),
        queryset=RoleProfile.objects.active(),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("No particular role"),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, template: PathTemplate, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": template.name,
            "description": template.description,
            "role": template.role and template.role.public_id,
            "version": template.version if template.pk else None,
        }
        super().__init__(*args, **kwargs)
        if template.pk:
            del self.fields["code"]


class StepForm(forms.Form):
    """One step: an activity, or a slot for a skill or for any skill of a kind."""

    activity = forms.CharField(
        label=gettext_lazy("Activity"),
        required=False,
        max_length=300,
        widget=ActivityInput,
    )
    slot_skill = forms.CharField(
        label=gettext_lazy("or a module on the skill"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"}),
    )
    slot_kind = forms.ChoiceField(
        label=gettext_lazy("or a module on"), required=False, choices=ANY_KIND
    )
    slot_modes = forms.MultipleChoiceField(
        label=gettext_lazy("In these ways (none ticked: any)"),
        required=False,
        choices=Mode.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    slot_max_hours = forms.DecimalField(
        label=gettext_lazy("At most hours"),
        required=False,
        min_value=Decimal("0.25"),
        max_value=1000,
        decimal_places=2,
    )
    slot_max_cost = forms.DecimalField(
        label=gettext_lazy("At most money"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
    )
    cadence = forms.ChoiceField(
        label=gettext_lazy("Rhythm"), choices=Cadence.choices, initial=Cadence.ONCE
    )
    every_weeks = forms.IntegerField(
        label=gettext_lazy("Every so many weeks"), required=False, min_value=1, max_value=26
    )
    times = forms.IntegerField(
        label=gettext_lazy("Times"), required=False, min_value=1, max_value=104
    )

    def __init__(self, *args: Any, kept: Sequence[PathTemplateStep] = (), **kwargs: Any) -> None:
        """`kept` are the steps there are: what they name stays possible when it is retired."""
        super().__init__(*args, **kwargs)
        self._activities = {one.code: one for step in kept if (one := step.activity)}
        self._skills = {skill.code: skill for step in kept if (skill := step.slot_skill)}
        self.fields["slot_max_cost"].help_text = settings.SKILLMAP_CURRENCY
        named = self._activities.get(self.initial.get("activity", ""))
        wanted = self._skills.get(self.initial.get("slot_skill", ""))
        self.fields["activity"].help_text = str(named or "")
        self.fields["slot_skill"].help_text = str(wanted or "")

    def clean_activity(self) -> Activity | None:
        """By code or title; a retired one only where the step has it already."""
        word = self.cleaned_data["activity"].strip()
        if not word or word in self._activities:
            return self._activities.get(word)
        return find_activity(word)

    def clean_slot_skill(self) -> Skill | None:
        """By code or name; a retired one only where the step has it already."""
        word = self.cleaned_data["slot_skill"].strip()
        if not word or word in self._skills:
            return self._skills.get(word)
        offered = Skill.objects.active()
        found = offered.filter(code=word)[:2] or offered.filter(name__iexact=word)[:2]
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(_("Several have this name. Use the code."))
        raise forms.ValidationError(_("The library has no skill of this name."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        named = [values.get(name) for name in ("activity", "slot_skill", "slot_kind")]
        if not self.errors and sum(bool(one) for one in named) > 1:
            self.add_error(None, _("Name an activity or what a module is for, not both."))
        if not self.errors and not any(named) and self.has_changed():
            self.add_error("activity", _("Name an activity, or what a module is for."))
        return values

    @property
    def content(self) -> StepContent:
        """The valid values; a slot has no number of times."""
        values = self.cleaned_data
        is_fixed, cost = values["activity"] is not None, values["slot_max_cost"]
        return StepContent(
            activity=values["activity"],
            slot_skill=values["slot_skill"],
            slot_kind=values["slot_kind"],
            slot_modes=() if is_fixed else tuple(values["slot_modes"]),
            slot_max_hours=None if is_fixed else values["slot_max_hours"],
            slot_max_cost_cents=None if is_fixed or cost is None else int(cost * CENTS),
            cadence=values["cadence"],
            every_weeks=values["every_weeks"] or 1,
            times=(values["times"] or 1) if is_fixed else 1,
        )


StepForms = forms.formset_factory(
    StepForm, extra=SPARE_ROWS, max_num=MOST_STEPS, can_order=True, can_delete=True
)


def initial_of(step: PathTemplateStep) -> dict[str, Any]:
    """The fields of a step as it is; what it names by code, since titles may be shared."""
    cents = step.slot_max_cost_cents
    return {
        "activity": step.activity.code if step.activity else "",
        "slot_skill": step.slot_skill.code if step.slot_skill else "",
        "slot_kind": step.slot_kind,
        "slot_modes": step.slot_modes,
        "slot_max_hours": step.slot_max_hours,
        "slot_max_cost": None if cents is None else Decimal(cents) / CENTS,
        "cadence": step.cadence,
        "every_weeks": step.every_weeks if step.cadence == Cadence.WEEKS else None,
        "times": step.times if step.activity else None,
    }


class AudienceForm(forms.Form):
    """Who gets something: people of a unit, of a role, of both, or a list; of one's own people."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Everybody in"),
        queryset=OrgUnit.objects.filter(retired_on=None),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("Any unit"),
    )
    role = forms.ModelChoiceField(
        label=gettext_lazy("with the role"),
        queryset=RoleProfile.objects.active(),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("Any role"),
    )
    people = forms.CharField(
        label=gettext_lazy("or these people"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Employee numbers or e-mail addresses, one a line."),
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = Employee.objects.levels_visible_to(viewer).working()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        named = bool(values.get("people", "").strip())
        if not self.errors and not (named or values.get("unit") or values.get("role")):
            self.add_error(None, _("Choose a unit, a role or people."))
        if not self.errors and named and (values.get("unit") or values.get("role")):
            self.add_error("people", _("Either a list, or a unit and a role."))
        if not self.errors:
            self.found = self._listed(values["people"]) if named else self._placed(values)
        return values

    @property
    def scope(self) -> str:
        """The valid choice in words."""
        values = self.cleaned_data
        if values["people"].strip():
            return _("%(n)d named people") % {"n": self.found.count()}
        unit, role = values["unit"], values["role"]
        return " · ".join(filter(None, (unit and unit.path, role and role.name)))

    def _placed(self, values: dict[str, Any]) -> EmployeeQuerySet:
        places = Assignment.objects.current()
        if values["unit"]:
            units = OrgUnit.objects.subtree(values["unit"])
            places = places.primary().filter(unit__in=units)
        if values["role"]:
            places = places.filter(role=values["role"])
        return self._own.filter(pk__in=places.values("employee"))

    def _listed(self, text: str) -> EmployeeQuerySet:
        words = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if len(words) > MOST_NAMED:
            self.add_error("people", _("At most %(most)d people.") % {"most": MOST_NAMED})
            return self._own.none()
        named = [Q(number=word) | Q(email__iexact=word) for word in words]
        found = self._own.filter(reduce(or_, named))
        known = {key.lower() for person in found for key in (person.number, person.email)}
        missing = [word for word in words if word.lower() not in known]
        if missing:
            text = _("Not among your people: %(names)s")
            self.add_error("people", text % {"names": ", ".join(missing[:5])})
        return found
