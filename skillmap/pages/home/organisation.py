"""What HR sees first: fit and coverage, gaps, cycles, certificates, money, work under way."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.enums import CycleState
from assessments.models import AssessmentCycle, Certificate, CycleRaterKind, SkillProfile
from assessments.queries.certificates import certificates_to_renew
from assessments.queries.cycles_board import KindFunnel, funnels_of, people_on_boards
from assessments.queries.feedback import with_daily_totals
from assessments.queries.overview import DepartmentGap, FitSummary, fit_summary, gaps_by_department
from employees.enums import Grant
from skillmap.core.models import Job, User
from skillmap.pages.home.checklist import Task, setup_tasks
from training.queries.money import Spending, spending_of

SHOWN = 5
CYCLES_SHOWN = 3


@dataclass(frozen=True)
class CycleFunnel:
    """How far an open cycle is. `named` are kinds whose answers are counted as they come;
    `invited` and `answered` sum the others as counted last night, None before the first one."""

    cycle: AssessmentCycle
    named: list[KindFunnel]
    has_anonymous: bool
    invited: int | None
    answered: int | None
    days_left: int


@dataclass(frozen=True)
class OrganisationView:
    """Figures of the people in scope; departments, jobs and set-up only for HR admins."""

    fit: FitSummary
    cycles: list[CycleFunnel]
    certificates: Sequence[Certificate]
    spending: Spending
    departments: Sequence[DepartmentGap] = ()
    jobs: Sequence[Job] = ()
    tasks: Sequence[Task] = ()


def organisation_of(user: User, grants: Collection[str], today: dt.date) -> OrganisationView:
    """Five queries for HR partners, three more for HR admins."""
    is_admin = Grant.HR_ADMIN in grants
    running = Job.objects.visible_to(user, sees_all=True).filter(finished_at=None)
    return OrganisationView(
        fit=fit_summary(SkillProfile.objects.visible_to(user)),
        cycles=_cycles(user, today),
        certificates=list(certificates_to_renew(user, today)[:SHOWN]),
        spending=spending_of(user, today),
        departments=gaps_by_department() if is_admin else [],
        jobs=list(running[:SHOWN]) if is_admin else [],
        tasks=setup_tasks() if is_admin else [],
    )


def _cycles(user: User, today: dt.date) -> list[CycleFunnel]:
    """Open cycles, the first to close first, as their boards show them; two queries."""
    cycles = AssessmentCycle.objects.visible_to(user).filter(state=CycleState.OPEN)
    first = cycles.order_by("closes_on", "pk").values("pk")[:CYCLES_SHOWN]
    kinds = CycleRaterKind.objects.filter(cycle__in=first).select_related("cycle")
    rows = list(with_daily_totals(kinds.order_by("cycle__closes_on", "cycle", "pk")))
    funnels = funnels_of(rows, people_on_boards(user)) if rows else []
    of_cycle = groupby(funnels, key=lambda line: line.kind.cycle)
    return [_funnel(cycle, list(lines), today) for cycle, lines in of_cycle]


def _funnel(cycle: AssessmentCycle, lines: list[KindFunnel], today: dt.date) -> CycleFunnel:
    anonymous = [line.kind for line in lines if line.kind.anonymous]
    counted: tuple[int | None, int | None] = (None, None)
    if anonymous:
        first = anonymous[0]
        counted = (getattr(first, "day_invited", None), getattr(first, "day_answered", None))
    return CycleFunnel(
        cycle,
        [line for line in lines if not line.kind.anonymous],
        bool(anonymous),
        *counted,
        days_left=(cycle.closes_on - today).days,
    )
