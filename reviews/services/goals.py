"""Writes of goals of people."""

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.models import Assignment, Employee
from reviews import rules
from reviews.enums import GoalKind, GoalState, GoalVisibility
from reviews.models import Goal, GoalComment, GoalFigure, UnitGoal
from reviews.queries.goals import levels_today, progress_of
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned
from skills.models import CertificateType, Skill

LONGEST_COMMENT = 4_000
OF_KIND = {  # fields that goals of one kind alone have
    GoalKind.SKILL: ("skill", "target_level"),
    GoalKind.CERTIFICATION: ("certificate_type",),
    GoalKind.KPI: ("kpi_unit", "kpi_start", "kpi_target"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalContent:
    """What a goal says; see `Goal`. What it is about stays as it was once it is set."""

    title: str
    target_level: Decimal | None = None
    kpi_unit: str = ""
    kpi_start: Decimal | None = None
    kpi_target: Decimal | None = None
    due_on: dt.date | None = None
    weight: int = 1
    parent: Goal | None = None
    aligned_to: UnitGoal | None = None
    visibility: str = GoalVisibility.LEADERS

    @classmethod
    def of(cls, goal: Goal) -> "GoalContent":
        """What the goal says now."""
        return cls(**{field.name: getattr(goal, field.name) for field in fields(cls)})

    @property
    def columns(self) -> dict[str, Any]:
        """The values of `Goal`."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {"title": self.title.strip(), "kpi_unit": self.kpi_unit.strip()}


@transaction.atomic
def add_goal(
    *,
    actor: User,
    employee: Employee,
    kind: str,
    content: GoalContent,
    skill: Skill | None = None,
    certificate_type: CertificateType | None = None,
) -> Goal:
    """Set an open goal. Raises `NotAllowedError` and, per field, `ManyErrors`."""
    if not rules.can_add_goal(actor, employee):
        raise NotAllowedError(_("Only the person and their manager may add goals."))
    _lock_goals(employee)
    goal = Goal(
        employee=employee,
        kind=kind,
        skill=skill,
        certificate_type=certificate_type,
        kpi_current=content.kpi_start,
        created_by=actor,
        **content.columns,
    )
    _check(actor, goal, GoalContent(title=""))
    goal.save()
    if goal.kpi_current is not None:
        _keep_figure(actor, goal, goal.kpi_current, timezone.localdate())
    return goal


@transaction.atomic
def add_goal_once(
    *, actor: User, employee: Employee, kind: str, content: GoalContent, **about: Any
) -> tuple[Goal, bool]:
    """As `add_goal`; the same open goal again is the one that is there. Returns whether it is new.

    Raises `ConflictError` where one of this title about the same thing says something else.
    """
    if not rules.can_add_goal(actor, employee):
        raise NotAllowedError(_("Only the person and their manager may add goals."))
    _lock_goals(employee)
    title = content.columns["title"]
    same = Goal.objects.filter(employee=employee, kind=kind, title=title, state=GoalState.OPEN)
    there = same.filter(**about).first()
    if there is None:
        return add_goal(actor=actor, employee=employee, kind=kind, content=content, **about), True
    if GoalContent.of(there).columns != content.columns:
        text = _("There is such a goal already. Name its id and version to change it.")
        raise ConflictError(text, code="exists")
    return there, False


@transaction.atomic
def change_goal(*, actor: User, goal: Goal, content: GoalContent, version: int) -> None:
    """Say anew what is to be reached. Raises `NotAllowedError`, `ManyErrors`, `ConflictError`."""
    _check_may_change(actor, goal)
    _lock_goals(goal.employee)
    before = GoalContent.of(goal)
    if goal.state != GoalState.OPEN:
        raise ConflictError(_("This goal is closed. Open it again to change it."), code="closed")
    for name, value in content.columns.items():
        setattr(goal, name, value)
    _check(actor, goal, before)
    save_versioned(goal, list(content.columns), expected=version)


@transaction.atomic
def set_goal_state(
    *, actor: User, goal: Goal, state: GoalState, version: int, reason: str = ""
) -> None:
    """Close a goal as reached or dropped, or open it again; dropping one needs a reason, and what
    evidence denies is not reached.

    Raises `NotAllowedError`, `DomainError`, `ConflictError` on a stale version.
    """
    _check_may_change(actor, goal)
    reason = reason.strip()
    if state == GoalState.DROPPED and not reason:
        raise DomainError(_("Say why the goal is dropped."), field="reason")
    if state == GoalState.REACHED:
        _check_reached(actor, goal)
    goal.state, goal.reason = state, reason if state != GoalState.OPEN else ""
    goal.closed_on = None if state == GoalState.OPEN else timezone.localdate()
    _check_length(goal, "reason")
    save_versioned(goal, ["state", "reason", "closed_on"], expected=version)


@transaction.atomic
def carry_over(*, actor: User, goal: Goal, due_on: dt.date, version: int) -> None:
    """Give a goal that was not reached another day; one that was closed is open again.

    Raises `NotAllowedError`, `DomainError` for a day in the past, `ConflictError`.
    """
    _check_may_change(actor, goal)
    if due_on < timezone.localdate():
        raise DomainError(_("Choose a day that is still to come."), field="due_on")
    goal.state, goal.reason, goal.closed_on = GoalState.OPEN, "", None
    goal.due_on = due_on
    save_versioned(goal, ["state", "reason", "closed_on", "due_on"], expected=version)


@transaction.atomic
def measure_goal(
    *,
    actor: User,
    goal: Goal,
    current: Decimal,
    version: int,
    measured_on: dt.date | None = None,
) -> None:
    """Write down where the figure of a goal stood on a day, else today; a second figure of the
    same day takes the place of the first. What evidence knows is never typed in.

    Raises `NotAllowedError`, `DomainError`, `ConflictError` on a stale version.
    """
    _check_may_change(actor, goal)
    if goal.kind != GoalKind.KPI:
        raise DomainError(_("This goal is measured by evidence."), field="current")
    if goal.state != GoalState.OPEN:
        raise ConflictError(_("This goal is closed. Open it again to change it."), code="closed")
    today = timezone.localdate()
    if measured_on is not None and measured_on > today:
        raise DomainError(_("This day is still to come."), field="measured_on")
    _keep_figure(actor, goal, current, measured_on or today)
    newest = GoalFigure.objects.filter(goal=goal).order_by("-measured_on").first()
    goal.kpi_current = newest.value if newest else None
    save_versioned(goal, ["kpi_current"], expected=version)


@transaction.atomic
def comment_goal(*, actor: User, goal: Goal, text: str) -> GoalComment:
    """Say something about a goal; the person hears of it. Raises `NotAllowedError`,
    `DomainError`."""
    if not rules.can_comment_goal(actor, goal):
        raise NotAllowedError(_("Only those who read this goal may say something about it."))
    text = text.strip()
    if not text:
        raise DomainError(_("Write a comment first."), field="text")
    if len(text) > LONGEST_COMMENT:
        sentence = _("A comment has at most %(most)d characters; this one has %(n)d.")
        raise DomainError(sentence % {"most": LONGEST_COMMENT, "n": len(text)}, field="text")
    if not rules.is_self(actor, goal.employee):
        _tell_owner(actor, goal)
    return GoalComment.objects.create(goal=goal, author=actor, text=text)


def _tell_owner(actor: User, goal: Goal) -> None:
    words = {"name": str(actor), "goal": goal.title}
    notify(
        goal.employee.user,
        kind="goal_comment",
        title=lambda: _("%(name)s commented on your goal %(goal)s.") % words,
        link=goal.get_absolute_url(),
    )


def _keep_figure(actor: User, goal: Goal, value: Decimal, day: dt.date) -> None:
    GoalFigure.objects.update_or_create(
        goal=goal, measured_on=day, defaults={"value": value, "recorded_by": actor}
    )


def _check_may_change(actor: User, goal: Goal) -> None:
    if not rules.can_change_goal(actor, goal):
        raise NotAllowedError(_("Only the person and their manager may change goals."))


def _lock_goals(employee: Employee) -> None:
    """Two changes of parents at once would make two goals parts of each other."""
    lock_goals(Employee.objects.filter(pk=employee.pk))


def lock_goals(people: QuerySet[Employee]) -> None:
    """Keep others from changing goals of these people, always in one order: two who write about
    the same people would wait for each other without end."""
    locked = people.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(locked.values_list("pk", flat=True))


def _check(actor: User, goal: Goal, before: GoalContent) -> None:
    """Field by field: what each kind of goal needs, and nothing of the other kinds."""
    faults: dict[str, str] = {}
    if goal.kind == GoalKind.SKILL:
        faults |= _skill_faults(goal)
    faults |= _foreign_faults(goal)
    if goal.kind == GoalKind.KPI and goal.kpi_target is None:
        faults["kpi_target"] = _("Say which figure is to be reached.")
    if goal.visibility != before.visibility and not rules.is_self(actor, goal.employee):
        faults["visibility"] = _("Only the person decides who else reads it.")
    faults |= _parent_faults(goal)
    if goal.aligned_to != before.aligned_to:
        faults |= _alignment_faults(goal)
    try:
        goal.clean_fields(exclude={"public_id", *faults, *_rows_read(goal)})
    except ValidationError as error:
        faults |= {field: " ".join(texts) for field, texts in error.message_dict.items()}
    if faults:
        raise ManyErrors(_("The goal is not complete."), faults)


def _rows_read(goal: Goal) -> set[str]:
    """The fields that hold a row: it was read, so nobody has to look whether it is there."""
    held = (one for one in Goal._meta.concrete_fields if one.is_relation)
    return {one.name for one in held if one.value_from_object(goal) is not None}


def _check_reached(actor: User, goal: Goal) -> None:
    """Where evidence tells how far a goal is nobody says otherwise by hand."""
    progress = progress_of([goal], levels_today([goal]), actor)[0]
    kind = goal.certificate_type
    if kind is not None and progress.is_held is None:
        text = _("Whoever may see the certificates of the person closes this goal.")
        raise NotAllowedError(text)
    if kind is not None and not progress.is_held:
        text = _("There is no valid certificate %(name)s yet. Once it is verified, close the goal.")
        raise DomainError(text % {"name": kind}, code="not_reached", field="state")
    if progress.is_denied:
        text = _("By what we know the level is not reached: all of its interval lies below it.")
        raise DomainError(text, code="not_reached", field="state")


def _check_length(goal: Goal, field: str) -> None:
    try:
        goal.clean_fields(exclude={one.name for one in Goal._meta.fields} - {field})
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), field=field) from None


def _foreign_faults(goal: Goal) -> dict[str, str]:
    """What only another kind of goal has: it would show a progress that no evidence knows."""
    texts = {
        GoalKind.SKILL: _("Only a skill goal has this."),
        GoalKind.CERTIFICATION: _("Only a certification goal has this."),
        GoalKind.KPI: _("Only a goal with a figure has this."),
    }
    return {
        name: texts[kind]
        for kind, names in OF_KIND.items()
        for name in names
        if kind != goal.kind and getattr(goal, name) not in {None, ""}
    }


def _skill_faults(goal: Goal) -> dict[str, str]:
    if goal.skill is None:
        return {"skill": _("Choose the skill to improve.")}
    if goal.target_level is None:
        return {"target_level": _("Say which level is to be reached.")}
    scale = goal.skill.scale
    if not scale.zero_rank < goal.target_level <= scale.top_rank:
        text = _("The level must be above %(low)s and at most %(high)s.")
        return {"target_level": text % {"low": scale.zero_rank, "high": scale.top_rank}}
    return {}


def _parent_faults(goal: Goal) -> dict[str, str]:
    """A goal is part of another one of the same person, and never of one of its own parts."""
    above = goal.parent
    if above is not None and above.employee_id != goal.employee_id:
        return {"parent": _("A goal is part of a goal of the same person.")}
    parents = dict(Goal.objects.filter(employee=goal.employee).values_list("pk", "parent"))
    seen, pk = {goal.pk}, above.pk if above else None
    while pk is not None:
        if pk in seen:
            return {"parent": _("A goal cannot be part of itself or of one of its parts.")}
        seen.add(pk)
        pk = parents.get(pk)
    return {}


def _alignment_faults(goal: Goal) -> dict[str, str]:
    """A goal serves an open goal of the person's unit or of one above it."""
    served = goal.aligned_to
    if served is None:
        return {}
    if served.state != GoalState.OPEN:
        return {"aligned_to": _("This goal of the unit is closed.")}
    place = Assignment.objects.current().primary().filter(employee=goal.employee)
    path = place.values_list("unit__path", flat=True).first() or ""
    if not f"{path}/".startswith(f"{served.unit.path}/"):
        return {"aligned_to": _("Choose a goal of the person's own unit or of one above it.")}
    return {}
