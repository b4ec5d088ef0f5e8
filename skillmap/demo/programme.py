"""The programme for new managers at Norvane, three weeks under way."""

from datetime import datetime, timedelta
from random import Random

from assessments.models import AnalysisRun
from employees.models import RoleProfile
from skillmap.core.models import User
from skillmap.demo.people import SEED
from skillmap.demo.progress import start_plan, tick_off
from training.enums import PlanState
from training.models import Activity, PathTemplate, Programme, TemplateUse
from training.queries.programmes import plans_of
from training.rules import manager_of
from training.services.programmes import (
    ProgrammeContent,
    add_cohort,
    run_programmes,
    save_programme,
)
from training.services.templates import apply_template

BEGAN, JOINED = timedelta(days=21), timedelta(days=19)  # before the first Monday
SLOW = timedelta(days=14)
NEXT_COHORT = timedelta(days=70)
DILIGENCE = 0.6  # share of due steps that are ticked off
AGENDAS = """How the first weeks went: one thing that surprised each of you
A conversation each of you puts off: rehearse it here, hold it before the next meeting
Delegating: what each still does that somebody in the team could do
What the team would say has changed, and the one habit each of you keeps"""


def run_new_managers(monday: datetime, admin: User) -> None:
    """A cohort that began three weeks ago, with a circle, and the day of the next one.

    All accepted at once; one has let two weeks pass.
    """
    programme = save_programme(
        actor=admin,
        programme=Programme(),
        content=ProgrammeContent(
            name="New managers",
            description="The first quarter in the role: a video a week, a circle of peers a month.",
            template=PathTemplate.objects.get(code="NEW_MANAGER"),
            role=RoleProfile.objects.get(code="NEWMGR"),
            new_days=60,
            meeting=Activity.objects.get(code="NM-PEER"),
            agendas=AGENDAS,
        ),
    )
    first = add_cohort(
        actor=admin,
        programme=programme,
        starts_on=(monday - BEGAN).date(),
        today=(monday - BEGAN).date(),
    )
    run_programmes(monday - JOINED)
    for use in TemplateUse.objects.select_related("run__actor", "template"):
        apply_template(use, monday - JOINED)
    AnalysisRun.objects.filter(template_use__isnull=False).update(job=None)  # done right here
    members = list(first.members.select_related("employee__user"))
    plans, _why_not = plans_of(members)
    for number, plan in enumerate(plans.values()):
        until = monday - SLOW if number == 0 else monday
        rng = Random(f"{SEED}/programme/{plan.employee.number}")  # noqa: S311 (not a secret)
        boss = manager_of(plan.employee)
        if boss is not None and boss.user is not None:
            plan = start_plan(plan, boss.user, monday - JOINED)
            if plan.state == PlanState.ACTIVE:
                tick_off(plan, until, DILIGENCE, rng)
    add_cohort(
        actor=admin,
        programme=programme,
        starts_on=(monday + NEXT_COHORT).date(),
        today=monday.date(),
    )
