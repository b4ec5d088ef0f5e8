"""Reads of goals of units."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from employees import rules as employee_rules
from employees.models import Assignment, Employee, OrgUnit
from employees.models.people import EmployeeQuerySet
from employees.models.units import OrgUnitQuerySet
from reviews.enums import GoalState
from reviews.models import UnitGoal
from reviews.models.unit_goals import UnitGoalQuerySet
from skillmap.core.models import Viewer


def unit_goals_for(employee: Employee) -> UnitGoalQuerySet:
    """Open goals of the person's unit and of those above it; one query for the place."""
    place = Assignment.objects.current().primary().filter(employee=employee)
    path = place.values_list("unit__path", flat=True).first() or ""
    names = path.split("/")
    paths = ["/".join(names[:depth]) for depth in range(1, len(names) + 1)]
    return UnitGoal.objects.open().filter(unit__path__in=paths)


def unit_goals_of(unit_path: str, user: Viewer, *, state: str = "") -> QuerySet[UnitGoal]:
    """Goals of this unit and those below it (of all without a path), with how many goals of people
    serve each as `served` and how many of those are reached as `reached`."""
    rows = UnitGoal.objects.visible_to(user).select_related("unit", "owner")
    if unit_path:
        rows = rows.filter(unit__in=OrgUnit.objects.filter(_under(unit_path)))
    if state:
        rows = rows.filter(state=state)
    counted = ~Q(goals__state=GoalState.DROPPED)
    reached = Q(goals__state=GoalState.REACHED)
    return rows.annotate(
        served=Count("goals", filter=counted), reached=Count("goals", filter=reached)
    ).order_by("unit__path", "due_on", "id")


def possible_owners(unit: OrgUnit, also: Employee | None = None) -> EmployeeQuerySet:
    """Who can answer for a goal of this unit: who works in it or leads somebody in it; `also`
    stays one."""
    there = Assignment.objects.current().primary().filter(unit=unit)
    inside, leads = Q(pk__in=there.values("employee")), Q(pk__in=there.values("manager"))
    kept = Q(pk=also.pk) if also else Q(pk__in=[])
    return Employee.objects.working().filter(inside | leads | kept)


def units_led_by(user: Viewer) -> OrgUnitQuerySet:
    """Units whose goals this user sets: HR of its units, and who works in a unit or above it and
    leads somebody in it or below it."""
    if employee_rules.is_hr_admin(user):
        return OrgUnit.objects.all()
    placed = Assignment.objects.current().primary()
    inside = Q(unit=OuterRef("pk")) | Q(unit__path__startswith=Concat(OuterRef("path"), Value("/")))
    leads = Exists(placed.filter(inside, manager__user=user.pk))
    own = placed.filter(employee__user=user.pk).values_list("unit__path", flat=True).first()
    found = (_under(own) & leads) if own else Q(pk__in=[])
    for unit in employee_rules.granted_units(user):
        found |= _under(unit.path)
    return OrgUnit.objects.filter(found)


def _under(path: str) -> Q:
    return Q(path=path) | Q(path__startswith=f"{path}/")
