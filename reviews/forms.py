"""Forms of goals of people and of units."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from reviews.enums import MOST_WEIGHT, GoalKind, GoalState, GoalVisibility
from reviews.models import Goal, UnitGoal
from reviews.queries.unit_goals import unit_goals_for
from reviews.rules import is_self
from reviews.services import GoalContent, UnitGoalContent
from reviews.services.goals import LONGEST_COMMENT, OF_KIND
from skillmap.core.errors import DomainError, ManyErrors
from skillmap.core.models import User
from skills.models import CertificateType, Skill

_OF_SOME_KIND = {name for names in OF_KIND.values() for name in names}


def show_faults(form: forms.Form, error: DomainError) -> None:
    """Put what the service found at fault to its fields, else above the form."""
    found = error.fields if isinstance(error, ManyErrors) else {error.field: error.message}
    for field, text in found.items():
        form.add_error(field if field in form.fields else None, text)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class GoalContentForm(forms.Form):
    """What a goal says, with the fields of its kind; the service decides what is needed."""

    title = forms.CharField(
        label=_("Goal"),
        max_length=200,
        help_text=_("Such as: Improve cross-functional collaboration"),
    )
    target_level = forms.DecimalField(
        label=_("Level to reach"), required=False, max_digits=4, decimal_places=2
    )
    kpi_unit = forms.CharField(label=_("Measured in"), required=False, max_length=40)
    kpi_start = forms.DecimalField(
        label=_("Figure at the start"), required=False, max_digits=14, decimal_places=2
    )
    kpi_target = forms.DecimalField(
        label=_("Figure to reach"), required=False, max_digits=14, decimal_places=2
    )
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
    aligned_to = forms.ModelChoiceField(
        label=_("Serves the unit's goal"),
        queryset=UnitGoal.objects.none(),
        required=False,
        to_field_name="public_id",
    )
    due_on = forms.DateField(label=_("Due"), required=False, widget=_day())
    visibility = forms.ChoiceField(
        label=_("Who reads it"),
        choices=GoalVisibility.choices,
        required=False,
        help_text=_("Others read the goal and its figure, never your levels or comments."),
    )

    def __init__(
        self, *args: Any, kind: str, employee: Employee, user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = OF_KIND.get(GoalKind(kind), ()) if kind in GoalKind.values else ()
        dropped = _OF_SOME_KIND - set(kept)
        if not is_self(user, employee):
            dropped = dropped | {"visibility"}
        self.fields = {name: one for name, one in self.fields.items() if name not in dropped}
        own = Goal.objects.filter(employee=employee, state=GoalState.OPEN)
        self._offer("parent", own)
        self._offer("aligned_to", unit_goals_for(employee))

    def _offer(self, name: str, rows: "QuerySet[Any]") -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def clean_weight(self) -> int:
        return self.cleaned_data["weight"] or 1

    def content_after(self, before: GoalContent | None = None) -> GoalContent:
        """The valid values; what the form does not ask stays as it was."""
        given = {name: getattr(before, name) for name in before.columns} if before else {}
        about = {"kind", "skill", "certificate_type", "version"}
        given |= {k: v for k, v in self.cleaned_data.items() if k not in about}
        given["visibility"] = given.get("visibility") or GoalVisibility.LEADERS
        return GoalContent(**given)


class GoalForm(GoalContentForm):
    """A new goal: its kind, what it is about, and what it says."""

    field_order = ("kind", "title", "skill", "certificate_type")
    kind = forms.ChoiceField(choices=GoalKind.choices, widget=forms.HiddenInput)
    skill = forms.ModelChoiceField(
        label=_("Skill"),
        queryset=Skill.objects.none(),
        required=False,
        to_field_name="public_id",
    )
    certificate_type = forms.ModelChoiceField(
        label=_("Certificate"),
        queryset=CertificateType.objects.none(),
        required=False,
        to_field_name="public_id",
        help_text=_("When it is in the list"),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.initial = {"kind": kind, "weight": 1, **self.initial}
        self._offer("skill", Skill.objects.active())
        self._offer("certificate_type", CertificateType.objects.filter(retired_on=None))

    @property
    def about(self) -> dict[str, Any]:
        """The kind, and the skill or certificate it is about."""
        names = ("kind", "skill", "certificate_type")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class GoalEditForm(GoalContentForm):
    """What a goal says, with the version that was shown; what it is about stays."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, goal: Goal, user: User, **kwargs: Any) -> None:
        shown = GoalContent.of(goal)
        initial = {name: getattr(shown, name) for name in shown.columns}
        for name in ("parent", "aligned_to"):
            initial[name] = initial[name].public_id if initial[name] else None
        kwargs["initial"] = initial | {"version": goal.version}
        super().__init__(*args, kind=goal.kind, employee=goal.employee, user=user, **kwargs)
        own = Goal.objects.filter(employee=goal.employee, state=GoalState.OPEN)
        kept = Goal.objects.filter(parts=goal)
        self._offer("parent", (own | kept).exclude(pk=goal.pk).distinct())
        served = UnitGoal.objects.filter(goals=goal)
        self._offer("aligned_to", (unit_goals_for(goal.employee) | served).distinct())


class GoalStateForm(forms.Form):
    """The new state of a goal, why, and the version that was shown."""

    state = forms.ChoiceField(choices=GoalState.choices)
    reason = forms.CharField(max_length=300, required=False)
    version = forms.IntegerField(min_value=1)


class GoalFigureForm(forms.Form):
    """Where the figure of a goal stood on a day, with the version that was shown."""

    current = forms.DecimalField(max_digits=14, decimal_places=2)
    measured_on = forms.DateField(required=False)
    version = forms.IntegerField(min_value=1)


class GoalCarryForm(forms.Form):
    """Another day for a goal, with the version that was shown."""

    due_on = forms.DateField()
    version = forms.IntegerField(min_value=1)


class GoalCommentForm(forms.Form):
    """What somebody says about a goal."""

    not_optional = ("text",)
    text = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_COMMENT}),
    )


class UnitGoalForm(forms.Form):
    """What a unit wants to reach."""

    title = forms.CharField(label=_("Goal"), max_length=200)
    measure = forms.CharField(label=_("How we will see it"), max_length=300, required=False)
    owner = forms.ModelChoiceField(
        label=_("Answers for it"), queryset=Employee.objects.none(), to_field_name="public_id"
    )
    due_on = forms.DateField(label=_("Due"), required=False, widget=_day())
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: "QuerySet[Employee]", goal: UnitGoal | None = None, **kwargs: Any
    ) -> None:
        if goal:
            values = {name: getattr(goal, name) for name in ("title", "measure", "due_on")}
            owned = {"owner": goal.owner.public_id, "version": goal.version}
            kwargs["initial"] = values | owned
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        owner.queryset = people

    @property
    def content(self) -> UnitGoalContent:
        names = ("title", "measure", "owner", "due_on")
        return UnitGoalContent(**{name: self.cleaned_data[name] for name in names})
