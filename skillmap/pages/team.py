"""The people who report to somebody, and what each of them needs."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import SkillProfile
from assessments.queries.certificates import with_certificate_needs
from assessments.queries.fits import FitTriple, fit_of
from assessments.queries.reliability import WorthAsking, worth_asking_in
from assessments.queries.team_skills import (
    TeamSkill,
    shared_gaps,
    single_points,
    team_skills,
)
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.models import User
from skillmap.pages.plan_view import weeks_since
from training.enums import DecisionKind, PlanState, StepState
from training.models import DevelopmentPlan, PlanDecision

MOST_SHOWN = 50
QUIET = "quiet"  # the tone of what is only for information


@dataclass(frozen=True)
class Need:
    """One thing to do about a report: an icon, a tone and words."""

    icon: str
    tone: str
    words: str

    @property
    def weight(self) -> int:
        """Something to do weighs more than something to know."""
        return 1 if self.tone == QUIET else 10


@dataclass(frozen=True)
class Report:
    """One direct report with stored fit, open plan and what is needed, most urgent first."""

    person: Employee
    profile: SkillProfile | None
    plan: DevelopmentPlan | None
    fit: FitTriple | None = None
    needs: list[Need] = field(default_factory=list)


@dataclass(frozen=True)
class TeamView:
    """Direct reports, the gaps they share, and skills with the one person who has them.

    `asking` names the ratings that would settle most.
    """

    reports: list[Report]
    shared: list[TeamSkill]
    single: list[tuple[TeamSkill, Employee]]
    asking: list[WorthAsking]


def team_of(user: User) -> TeamView:
    """What a manager sees first; seven queries."""
    reports = reports_of(user)
    skills = team_skills(report.profile for report in reports if report.profile)
    people = {report.person.pk: report.person for report in reports}
    single = [(row, people[row.able[0]]) for row in single_points(skills)]
    measured = [(report.person, report.profile) for report in reports if report.profile]
    asking = worth_asking_in(measured, [row.skill for row in skills])
    return TeamView(reports, shared_gaps(skills), single, asking)


def reports_of(user: User) -> list[Report]:
    """Direct reports, those who need most first; four queries."""
    led = Employee.objects.working().in_line_of(user)
    people = list(with_certificate_needs(led, timezone.localdate())[:MOST_SHOWN])
    profiles = SkillProfile.objects.in_bulk([person.pk for person in people])
    plans = {plan.employee_id: plan for plan in _open_plans(user, people)}
    reports = [_report(p, profiles.get(p.pk), plans.get(p.pk)) for p in people]
    return sorted(reports, key=lambda report: -sum(need.weight for need in report.needs))


def _open_plans(user: User, people: list[Employee]) -> list[DevelopmentPlan]:
    """Recommendations first, so that a proposed or active plan of the same person follows."""
    states = [PlanState.DRAFT, PlanState.PROPOSED, PlanState.ACTIVE]
    own = PlanDecision.objects.filter(
        plan=OuterRef("pk"),
        kind=DecisionKind.APPROVE,
        actor=user,
        decided_at__gte=OuterRef("proposed_at"),
    )
    plans = DevelopmentPlan.objects.filter(employee__in=people, state__in=states)
    plans = plans.annotate(approved_by_viewer=Exists(own))
    return sorted(plans.prefetch_related("steps"), key=lambda plan: plan.state != PlanState.DRAFT)


def _report(person: Employee, profile: SkillProfile | None, plan: DevelopmentPlan | None) -> Report:
    needs = [*_certificate_needs(person), *_plan_needs(plan), *_level_needs(profile)]
    if person.status == EmployeeStatus.LEAVE:
        needs = []
    return Report(person, profile, plan, fit_of(profile) if profile else None, needs)


def _plan_needs(plan: DevelopmentPlan | None) -> list[Need]:
    if plan is None:
        return []
    if plan.state == PlanState.PROPOSED:
        return [_answer_need(plan)]
    if plan.state == PlanState.DRAFT:
        return [Need("route", QUIET, _("a plan is recommended"))]
    week = weeks_since(plan.week_zero)
    late = sum(s.state == StepState.PLANNED and s.weeks[-1] < week for s in plan.steps.all())
    words = ngettext("%(n)d step is late", "%(n)d steps are late", late) % {"n": late}
    return [Need("clock", "possible", words)] if late else []


def _answer_need(plan: DevelopmentPlan) -> Need:
    """Who has approved has nothing left to do: the plan waits for somebody else."""
    if not plan.accepted_at:
        return Need("mail", "possible", _("plan waits for an answer"))
    if getattr(plan, "approved_by_viewer", False):
        return Need("mail", QUIET, _("you approved; plan waits for a second approval"))
    return Need("mail", "possible", _("plan waits for approval"))


def _certificate_needs(person: Employee) -> list[Need]:
    needs = []
    if getattr(person, "certificate_waits", False):
        needs.append(Need("certificate", "possible", _("a certificate waits for you")))
    if name := getattr(person, "certificate_lacking", None):
        needs.append(Need("shield-check", "probable", _("lacks %(name)s") % {"name": name}))
    return needs


def _level_needs(profile: SkillProfile | None) -> list[Need]:
    if profile is None or not profile.coverage:
        return [Need("ruler-2", "possible", _("nothing measured yet"))]
    if profile.fit is None:
        return [Need("ruler-2", QUIET, _("too little measured"))]
    return []
