"""Reads of programmes: who meets the rule, how a cohort is getting on, what circles do."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q

from employees.enums import EmployeeStatus, Grant
from employees.models import Assignment, Employee, OrgUnit
from employees.models.assignments import AssignmentQuerySet
from employees.models.people import EmployeeQuerySet
from employees.rules import holds
from skillmap.core.models import Organisation, Viewer
from training.analysis.circles import Peer
from training.enums import CircleRefusal, PlanState, StepState
from training.models import (
    Cohort,
    DevelopmentPlan,
    PeerCircle,
    PlanStep,
    Programme,
    ProgrammeMember,
    TemplateResult,
)
from training.queries.mentors import lines_above
from training.queries.plans import due_items

DAY_STARTS, DAY_ENDS = 8, 18  # of work, by the clock of each person
FOLLOWED = (PlanState.PROPOSED, PlanState.ACTIVE, PlanState.COMPLETE)


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
    home = (Organisation.objects.first() or Organisation()).time_zone
    above = lines_above([person.pk for person in people])
    places = Assignment.objects.current().primary().filter(employee__in=people)
    manager = dict(places.values_list("employee_id", "manager_id"))
    return [
        Peer(
            key=person.pk,
            manager=manager.get(person.pk) or 0,
            above=above[person.pk],
            hours=_working_hours(person.zone or home, now),
            languages=frozenset(one.strip().casefold() for one in person.languages if one.strip()),
        )
        for person in people
    ]


def _working_hours(zone: str, now: dt.datetime) -> frozenset[int]:
    """Whole hours of the working day in UTC, as the clocks stand now."""
    offset = now.astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta(0)
    ahead = offset.total_seconds() / 3600
    return frozenset(
        hour % 24 for hour in range(-24, 48) if DAY_STARTS <= hour + ahead <= DAY_ENDS - 1
    )


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


@dataclass(frozen=True)
class Meeting:
    """One meeting of a circle: the step of all its members. `week_of` is a Monday.

    `held_by` of `members` ticked it off, None for who may not read all their plans; `own_tick` is
    the reader's own, None for who is no member with a plan.
    """

    number: int
    week_of: dt.date
    agenda: str
    held_by: int | None
    members: int
    own_tick: bool | None


def meetings_of(circle: PeerCircle, user: Viewer) -> list[Meeting]:
    """The meetings in the plans of the members: each in the week most of them have it."""
    programme = circle.cohort.programme
    members = list(circle.members.select_related("employee"))
    seen = circle.members.filter(pk__in=ProgrammeMember.objects.visible_to(user))
    counts = seen.count() == len(members)
    own = next((m.employee_id for m in members if m.employee.user_id == user.pk), None)
    plans, _why_not = plans_of(members)
    steps = [
        step
        for plan in plans.values()
        if plan.state in FOLLOWED
        for step in plan.steps.all()
        if step.activity_id == programme.meeting_id
    ]
    last = max((len(step.weeks) for step in steps), default=0)
    return [_meeting(programme, n, steps, counts=counts, own=own) for n in range(1, last + 1)]


def _meeting(
    programme: Programme, number: int, steps: Sequence[PlanStep], *, counts: bool, own: int | None
) -> Meeting:
    here = [step for step in steps if len(step.weeks) >= number]
    held = {step.plan.employee_id: step.sessions_done >= number for step in here}
    weeks = Counter(
        step.plan.week_zero + dt.timedelta(weeks=step.weeks[number - 1]) for step in here
    )
    return Meeting(
        number=number,
        week_of=min(weeks, key=lambda week: (-weeks[week], week)),
        agenda=programme.agenda_of(number),
        held_by=sum(held.values()) if counts else None,
        members=len(here),
        own_tick=None if own is None else held.get(own),
    )


def sizes_of(cohorts: Iterable[Cohort]) -> dict[int, int]:
    """How many people are in each cohort, whoever reads their plans."""
    members = ProgrammeMember.objects.filter(cohort__in=list(cohorts)).order_by()
    return dict(members.values("cohort").annotate(n=Count("pk")).values_list("cohort", "n"))


def with_sizes(programmes: Iterable[Programme], user: Viewer) -> list[tuple[Programme, int]]:
    """Programmes with the number of members whose plans the user may read."""
    seen = ProgrammeMember.objects.visible_to(user).values("cohort__programme")
    sizes = dict(seen.order_by().annotate(n=Count("pk")).values_list("cohort__programme", "n"))
    return [(programme, sizes.get(programme.pk, 0)) for programme in programmes]
