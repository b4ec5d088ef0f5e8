"""Who may do what with a plan. Seeing it is `DevelopmentPlan.objects.visible_to`."""

import datetime as dt
from collections import Counter

from django.db.models import prefetch_related_objects

from employees.enums import EmployeeStatus, Grant
from employees.models import Assignment, Employee
from employees.models.units import Today
from employees.rules import holds, is_hr_admin, is_in_chain_of, stands_in_for
from skillmap.core.models import Organisation, User, Viewer
from training.enums import ESCALATION_DAYS, OBJECTION_DAYS, DecisionKind, PlanState
from training.models import (
    ActivitySession,
    DevelopmentPlan,
    PeerCircle,
    PlanStep,
    Programme,
)


def is_own(user: Viewer, plan: DevelopmentPlan) -> bool:
    """Is it the user's own plan?"""
    return user.is_authenticated and plan.employee.user_id == user.pk


def leads(user: Viewer, employee: Employee) -> bool:
    """Is the user above this person: in the chain, standing in, HR of the unit, HR admin?"""
    if not user.is_authenticated or employee.user_id == user.pk:
        return False
    stands_in = Employee.objects.led_in_place_by(user).filter(pk=employee.pk)
    return is_in_chain_of(user, employee) or is_hr_for(user, employee) or stands_in.exists()


def is_hr_for(user: Viewer, employee: Employee) -> bool:
    """HR admin, or HR partner of the person's unit; nobody for themselves."""
    if not user.is_authenticated or employee.user_id == user.pk:
        return False
    return (
        is_hr_admin(user) or Employee.objects.in_hr_scope_of(user).filter(pk=employee.pk).exists()
    )


def can_record_completions(user: Viewer) -> bool:
    """Say that people finished activities: HR admin, the learning manager (attendance), and the
    programs of learning platforms."""
    return holds(user, Grant.HR_ADMIN, Grant.LEARNING, Grant.CLIENT)


def can_keep_attendance(user: Viewer, session: ActivitySession) -> bool:
    """Fill in who was there: the trainer of the session, HR admin, the learning manager."""
    if not user.is_authenticated:
        return False
    leads_it = session.trainer is not None and session.trainer.user_id == user.pk
    return leads_it or can_record_completions(user)


def can_match_mentors(user: Viewer) -> bool:
    """Propose mentors to all who look for one: HR admins, who may read the levels compared."""
    return is_hr_admin(user)


def can_require_activities(user: Viewer) -> bool:
    """Say what is mandatory for roles, units and people: HR admins."""
    return is_hr_admin(user)


def can_refuse_activities(user: Viewer, employee: Employee) -> bool:
    """Ask not to get an activity: only the person."""
    return user.is_authenticated and employee.user_id == user.pk


def can_recommend_paths(user: Viewer) -> bool:
    """Compute plans of a unit: HR."""
    return holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER)


def can_recommend_path(user: Viewer, employee: Employee) -> bool:
    """Compute one person's plan anew: the person, their managers, HR."""
    own = user.is_authenticated and employee.user_id == user.pk
    return own or leads(user, employee)


def can_propose_to_others(user: Viewer) -> bool:
    """Propose a path template to people at once: whoever leads somebody, HR."""
    return Employee.objects.levels_visible_to(user).exclude(user=user.pk).exists()


def can_run_programmes(user: Viewer) -> bool:
    """Write programmes and their cohorts: HR, each for the people they may propose plans to, and
    the learning manager, for everybody at work and without reading their plans."""
    return holds(user, Grant.HR_ADMIN, Grant.HR_PARTNER, Grant.LEARNING)


def can_change_programme(user: Viewer, programme: Programme) -> bool:
    """Change it, add cohorts, take people in, end it: HR admins, and who it belongs to.

    It proposes plans in its owner's name, to people another partner may not read.
    """
    return is_hr_admin(user) or (can_run_programmes(user) and programme.owner_id == user.pk)


def can_move_meeting(user: Viewer, circle: PeerCircle) -> bool:
    """Move a meeting for all: the members at work, and who may change the programme."""
    if not user.is_authenticated:
        return False
    working = Employee.objects.working().filter(user=user, programmes__circle=circle)
    return can_change_programme(user, circle.cohort.programme) or working.exists()


def can_propose_plan(user: Viewer, plan: DevelopmentPlan) -> bool:
    """Propose a recommendation: the person, their managers, HR; what a template makes of them, the
    learning manager too, whose programmes do it without showing the plan."""
    of_template = plan.template_id is not None and holds(user, Grant.LEARNING)
    return of_template or can_recommend_path(user, plan.employee)


def can_accept_plan(user: Viewer, plan: DevelopmentPlan) -> bool:
    """Only the person."""
    return is_own(user, plan)


def can_dismiss_plan(user: Viewer, plan: DevelopmentPlan) -> bool:
    """The person, their managers, HR."""
    return can_recommend_path(user, plan.employee)


def can_change_plan(user: Viewer, plan: DevelopmentPlan) -> bool:
    """Move and swap steps: the person; their managers and HR until the person has accepted."""
    if plan.state not in {PlanState.DRAFT, PlanState.PROPOSED, PlanState.ACTIVE}:
        return False
    if is_own(user, plan):
        return True
    return (
        plan.state != PlanState.ACTIVE and plan.accepted_at is None and leads(user, plan.employee)
    )


def can_tick_step(user: Viewer, step: PlanStep) -> bool:
    """Only the person, in a plan that runs or ran to its end."""
    open_ = step.plan.state in {PlanState.ACTIVE, PlanState.COMPLETE}
    return open_ and is_own(user, step.plan)


def can_object_to_plan(user: Viewer, plan: DevelopmentPlan, now: dt.datetime) -> bool:
    """The line manager or stand-in, within seven days of the start of a plan without approval."""
    if plan.state != PlanState.ACTIVE or plan.started_at is None or plan.approved_at is not None:
        return False
    in_time = now <= plan.started_at + dt.timedelta(days=OBJECTION_DAYS)
    manager = manager_of(plan.employee)
    return in_time and _acts_as(user, manager)


def can_approve_plan(user: Viewer, plan: DevelopmentPlan, now: dt.datetime) -> bool:
    """Whether a proposed plan still waits for this user's approval; never one's own."""
    if not isinstance(user, User) or plan.state != PlanState.PROPOSED or is_own(user, plan):
        return False
    if plan.approved_at is not None or not needs_approval(plan):
        return False
    desk = _Desk(plan, now)
    given = approvers(plan)
    return desk.filled([*given, user]) > desk.filled(given)


def is_approved(plan: DevelopmentPlan, now: dt.datetime) -> bool:
    """Whether all approvals that the plan needs are given."""
    if not needs_approval(plan):
        return True
    desk = _Desk(plan, now)
    return desk.filled(approvers(plan)) == desk.wanted


def next_approver(plan: DevelopmentPlan, now: dt.datetime) -> tuple[Employee | None, bool]:
    """Whose approval is missing: a manager, and whether HR may give it (instead)."""
    return _Desk(plan, now).next_place(approvers(plan))


def needs_approval(plan: DevelopmentPlan) -> bool:
    """Any cost, an unknown one, more than the person's learning hours, or an objection."""
    if plan.cost_cents > 0 or plan.cost_unknown or _exceeds_hours(plan):
        return True
    return any(decision.kind == DecisionKind.OBJECT for decision in plan.decisions.all())


def approvers(plan: DevelopmentPlan) -> list[User]:
    """Whose approvals stand: those given since the plan was last proposed."""
    return [
        decision.actor
        for decision in plan.decisions.all()  # a page has them already
        if decision.kind == DecisionKind.APPROVE
        and decision.actor
        and (plan.proposed_at is None or decision.decided_at >= plan.proposed_at)
    ]


def costs_more_than_limit(plan: DevelopmentPlan) -> bool:
    """Whether the line manager alone may not approve it."""
    organisation = Organisation.objects.first() or Organisation()
    return plan.cost_cents > organisation.approval_limit_cents


class _Desk:
    """Who approves a plan: the line manager, and above the limit the next manager or HR too.

    A delegate decides in the place of whoever named one. The next manager stands in where the
    line manager is on leave or has not answered for ten days, HR where there is no line manager.
    Nobody fills both places.
    """

    def __init__(self, plan: DevelopmentPlan, now: dt.datetime) -> None:
        self.employee = plan.employee
        self.manager = manager_of(plan.employee)
        self.above = manager_of(self.manager) if self.manager else None
        self.waited_long = _waited_since(plan, now) >= dt.timedelta(days=ESCALATION_DAYS)
        self.wanted = 2 if self.manager and costs_more_than_limit(plan) else 1

    def filled(self, users: list[User]) -> int:
        """How many of the wanted places these users fill."""
        first = {user.pk for user in users if self._is_first(user)}
        if self.wanted == 1:
            return min(len(first), 1)
        second = {user.pk for user in users if self._is_second(user)}
        return min(len(first), 1) + min(len(second), 1) - (first == second and len(first) == 1)

    def next_place(self, users: list[User]) -> tuple[Employee | None, bool]:
        """The first place while it is open, then the second; who has approved fills no other."""
        if not any(self._is_first(user) for user in users):
            return self.manager, self.manager is None
        above = self.above
        if above is not None and above.user_id in {user.pk for user in users}:
            above = None
        return above, True

    def _is_first(self, user: User) -> bool:
        if self.manager is None:
            return is_hr_for(user, self.employee)
        stands_in = self.waited_long or _is_away(self.manager)
        return _acts_as(user, self.manager) or (stands_in and _acts_as(user, self.above))

    def _is_second(self, user: User) -> bool:
        return _acts_as(user, self.above) or is_hr_for(user, self.employee)


def _waited_since(plan: DevelopmentPlan, now: dt.datetime) -> dt.timedelta:
    return now - plan.proposed_at if plan.proposed_at else dt.timedelta(0)


def _exceeds_hours(plan: DevelopmentPlan) -> bool:
    """Whether some week asks for more than the person's own learning hours."""
    load: Counter[str] = Counter()
    prefetch_related_objects([plan], "steps__activity")  # nothing where a page has them already
    for step in plan.steps.all():
        if not step.activity.released_time:
            load.update({week: float(hours) for week, hours in step.hours_by_week.items()})
    limit = float(plan.employee.learning_hours_per_week)
    return max(load.values(), default=0.0) > limit + 1e-6


def manager_of(employee: Employee) -> Employee | None:
    """The line manager today."""
    place = (
        Assignment.objects.current()
        .primary()
        .filter(employee=employee)
        .select_related("manager")
        .first()
    )
    return place.manager if place else None


def _is_away(manager: Employee) -> bool:
    """Cannot answer: on leave, absent today, or without a log-in."""
    if manager.status != EmployeeStatus.ACTIVE or manager.user_id is None:
        return True
    return manager.absences.filter(days__contains=Today()).exists()


def _acts_as(user: Viewer, manager: Employee | None) -> bool:
    """The manager, or who stands in for them today."""
    if manager is None or not user.is_authenticated:
        return False
    return manager.user_id == user.pk or stands_in_for(user, manager)
