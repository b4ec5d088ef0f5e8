"""The people who report to somebody, and what each of them needs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import SkillProfile
from assessments.queries.certificates import with_certificate_needs
from assessments.queries.fits import FitTriple, fit_of
from assessments.queries.levels import CONTESTED_SLOTS
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
from skillmap.pages.home.plans import OpenPlan
from skillmap.pages.home.preview import TeamPreview, preview_of
from training.enums import PlanState, StepState
from training.models import DevelopmentPlan
from training.queries.plans import due_items

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
    """Direct reports, their levels in the skills that matter most, the gaps they share, and skills
    with the one person who has them. `asking` names the ratings that would settle most."""

    reports: list[Report]
    preview: TeamPreview | None
    shared: list[TeamSkill]
    single: list[tuple[TeamSkill, Employee]]
    asking: list[WorthAsking]


def reports_led_by(user: User, today: dt.date) -> QuerySet[Employee]:
    """Direct reports with their profiles, the slots of levels they contest, and what they need of
    certificates; one query."""
    led = Employee.objects.working().in_line_of(user).annotate(contested=CONTESTED_SLOTS)
    people = with_certificate_needs(led, today).select_related("skill_profile")
    return people.order_by("last_name", "first_name", "pk")[:MOST_SHOWN]


def team_of(people: Sequence[Employee], plans: Mapping[int, OpenPlan]) -> TeamView:
    """What a manager sees first, those who need most first; one query."""
    reports = [_report(person, plans.get(person.pk)) for person in people]
    reports.sort(key=lambda report: -sum(need.weight for need in report.needs))
    measured = [(report.person, report.profile) for report in reports if report.profile]
    skills = team_skills(profile for _person, profile in measured)
    by_id = {person.pk: person for person in people}
    return TeamView(
        reports,
        preview_of(measured, skills),
        shared_gaps(skills),
        [(row, by_id[row.able[0]]) for row in single_points(skills)],
        worth_asking_in(measured, [row.skill for row in skills]),
    )


def _report(person: Employee, found: OpenPlan | None) -> Report:
    profile: SkillProfile | None = getattr(person, "skill_profile", None)
    needs = [*_certificate_needs(person), *_plan_needs(found), *_level_needs(profile)]
    if person.status == EmployeeStatus.LEAVE:
        needs = []
    plan, fit = found.plan if found else None, fit_of(profile) if profile else None
    return Report(person, profile, plan, fit, needs)


def _plan_needs(found: OpenPlan | None) -> list[Need]:
    if found is None:
        return []
    plan = found.plan
    if plan.state == PlanState.PROPOSED:
        return [_answer_need(found)]
    if plan.state == PlanState.DRAFT:
        return [Need("route", QUIET, _("a plan is recommended"))]
    planned = [step for step in found.steps if step.state == StepState.PLANNED]
    late = sum(item.is_late for item in due_items(planned, timezone.localdate()))
    words = ngettext("%(n)d step is late", "%(n)d steps are late", late) % {"n": late}
    return [Need("clock", "possible", words)] if late else []


def _answer_need(found: OpenPlan) -> Need:
    """Who has approved has nothing left to do: the plan waits for somebody else."""
    if not found.plan.accepted_at:
        return Need("mail", "possible", _("plan waits for an answer"))
    if found.approved_by_viewer:
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
