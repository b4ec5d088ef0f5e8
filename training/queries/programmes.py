"""Reads of programmes: who meets the rule, and how a cohort is getting on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from employees.enums import EmployeeStatus, Grant
from employees.models import Assignment, Employee, OrgUnit
from employees.models.assignments import AssignmentQuerySet
from employees.models.people import EmployeeQuerySet
from employees.rules import holds
from skillmap.core.models import Viewer
from training.analysis.circles import Peer
from training.enums import CircleRefusal, PlanState, StepState
from training.models import (
    Cohort,
    DevelopmentPlan,
    PlanStep,
    Programme,
    ProgrammeMember,
    TemplateResult,
)
from training.queries.meetings import home_zone, working_hours
from training.queries.mentors import lines_above
from training.queries.plans import due_items


def reached_by(user: Viewer) -> EmployeeQuerySet:
    """Whom programmes of this user take in: everybody at work for the learning manager, who reads
    none of their plans, else the people whose plans the user may read."""
    if holds(user, Grant.LEARNING):
        return Employee.objects.working()
    return Employee.objects.levels_visible_to(user)


def who_meets(programme: Programme, today: dt.date) -> EmployeeQuerySet:
    """People at work who meet the rule today, of those whom the owner's programmes take in."""
    people = reached_by(programme.owner).filter(status=EmployeeStatus.ACTIVE)
    conditions = list(_conditions(programme))
    for places, key in conditions:
        people = people.filter(pk__in=places.current().values(key))
    if programme.new_days is not None:
        places, key = conditions[0]
        since = today - dt.timedelta(days=programme.new_days)
        earlier = places.filter(Q(valid__startswith__lt=since) | Q(valid__startswith=None))
        people = people.exclude(pk__in=earlier.filter(**{f"{key}__isnull": False}).values(key))
    return people


def _conditions(programme: Programme) -> Iterable[tuple[AssignmentQuerySet, str]]:
    """Places that meet each condition, and whose they are; being new is about the first."""
    if programme.leads:
        yield Assignment.objects.primary().filter(manager__isnull=False), "manager"
    if programme.role is not None:
        yield Assignment.objects.filter(role=programme.role), "employee"
    if programme.unit is not None:
        units = OrgUnit.objects.subtree(programme.unit)
        yield Assignment.objects.primary().filter(unit__in=units), "employee"


def open_cohort(programme: Programme, first_day: dt.date) -> Cohort | None:
    """The cohort that somebody new joins: the earliest that starts on `first_day` or later."""
    return programme.cohorts.filter(starts_on__gte=first_day).order_by("starts_on").first()


def peers_of(members: Sequence[ProgrammeMember], now: dt.datetime) -> list[Peer]:
    """Members with what decides on circles; `employee__site` is loaded. Two queries."""
    people = [member.employee for member in members]
    home = home_zone()
    above = lines_above([person.pk for person in people])
    places = Assignment.objects.current().primary().filter(employee__in=people)
    manager = dict(places.values_list("employee_id", "manager_id"))
    return [
        Peer(
            key=person.pk,
            manager=manager.get(person.pk) or 0,
            above=above[person.pk],
            hours=working_hours(person.zone or home, now),
            languages=frozenset(one.strip().casefold() for one in person.languages if one.strip()),
        )
        for person in people
    ]


@dataclass(frozen=True)
class MemberLine:
    """How one member is getting on. `plan` None: none was made, `why_not` says why."""

    member: ProgrammeMember
    plan: DevelopmentPlan | None
    why_not: str
    hours_done: float
    hours: float
    late_steps: int

    @property
    def why_alone_words(self) -> str:
        """Why the member is in no circle; empty where nobody has looked yet."""
        code = self.member.why_alone
        return str(CircleRefusal(code).label) if code else ""


def member_lines(
    cohorts: Iterable[Cohort], user: Viewer, today: dt.date
) -> dict[int, list[MemberLine]]:
    """Members whose plans the user may read, by cohort, late ones first; five queries."""
    members = (
        ProgrammeMember.objects.visible_to(user)
        .filter(cohort__in=list(cohorts))
        .select_related("employee", "circle", "use")
        .order_by("employee__last_name", "employee_id")
    )
    found: dict[int, list[MemberLine]] = defaultdict(list)
    for line in lines_of(members, today):
        found[line.member.cohort_id].append(line)
    for lines in found.values():
        lines.sort(key=lambda line: -line.late_steps)
    return found


def lines_of(members: Iterable[ProgrammeMember], today: dt.date) -> list[MemberLine]:
    """How these members, whose plans the reader may read, are getting on; in their order."""
    known = list(members)
    plans, why_not = plans_of(known)
    keys = [(member.use_id, member.employee_id) for member in known]
    return [
        _line(member, plans.get(key), why_not.get(key, ""), today)
        for member, key in zip(known, keys, strict=True)
    ]


PlanKey = tuple[int | None, int]


def plans_of(
    members: Iterable[ProgrammeMember],
) -> tuple[dict[PlanKey, DevelopmentPlan], dict[PlanKey, str]]:
    """Per use and person the plan that the programme proposed, with its steps; or why not."""
    uses = {member.use_id for member in members if member.use_id}
    people = {member.employee_id for member in members}
    steps = Prefetch("plan__steps", PlanStep.objects.select_related("activity", "session", "plan"))
    results = TemplateResult.objects.filter(use__in=uses, employee__in=people)
    plans, why_not = dict[PlanKey, DevelopmentPlan](), dict[PlanKey, str]()
    for result in results.select_related("plan").order_by("pk").prefetch_related(steps):
        key = (result.use_id, result.employee_id)
        if result.plan is not None:
            plans[key] = result.plan
        else:
            why_not[key] = result.why_not
    return plans, why_not


def _line(
    member: ProgrammeMember, plan: DevelopmentPlan | None, why_not: str, today: dt.date
) -> MemberLine:
    steps = list(plan.steps.all()) if plan else []
    waiting = [step for step in steps if step.state == StepState.PLANNED]
    runs = plan is not None and plan.state == PlanState.ACTIVE
    return MemberLine(
        member=member,
        plan=plan,
        why_not=why_not,
        hours_done=sum(_hours(step, step.weeks[: step.sessions_done]) for step in steps),
        hours=sum(_hours(step, step.weeks) for step in steps),
        late_steps=sum(item.is_late for item in due_items(waiting, today)) if runs else 0,
    )


def _hours(step: PlanStep, weeks: Iterable[int]) -> float:
    return sum(float(step.hours_by_week.get(str(week), 0)) for week in weeks)


def sizes_of(cohorts: Iterable[Cohort]) -> dict[int, tuple[int, int]]:
    """How many people are in each cohort, whoever reads their plans, and to how many of them one
    was proposed."""
    made = TemplateResult.objects.filter(
        use=OuterRef("use"), employee=OuterRef("employee"), plan__isnull=False
    )
    members = ProgrammeMember.objects.filter(cohort__in=list(cohorts)).order_by()
    counted = members.values("cohort").annotate(
        n=Count("pk"), planned=Count("pk", filter=Exists(made))
    )
    rows = counted.values_list("cohort", "n", "planned")
    return {cohort: (n, planned) for cohort, n, planned in rows}


def with_sizes(programmes: Iterable[Programme], user: Viewer) -> list[tuple[Programme, int]]:
    """Programmes with the number of members whose plans the user may read."""
    seen = ProgrammeMember.objects.visible_to(user).values("cohort__programme")
    sizes = dict(seen.order_by().annotate(n=Count("pk")).values_list("cohort__programme", "n"))
    return [(programme, sizes.get(programme.pk, 0)) for programme in programmes]
