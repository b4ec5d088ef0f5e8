"""Starting recommendations; light enough for the web."""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import RunKind
from assessments.models import AnalysisRun, RunShard
from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.core import jobs
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import Job, Organisation, User
from training.enums import PROVABLE, Mode
from training.models import DevelopmentPlan
from training.queries.plans import BY_HAND

METHODS = ("search", "greedy", "exact")
METHOD_VERSION = "2"
MOST_WEEKS = 104
USUAL_RELEASED_WEEKS = 20  # the organisation's setting of hours in working time is for so many


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a recommendation is asked for; None takes the organisation's or the person's own.

    `start` is the first day (default today), hours are per week and over all weeks, `budget` is
    money per person in currency units (None: no budget). The same `seed` gives the same plans.
    `without_modes` are ways of learning to leave out, `target_role` is planned for in place of the
    roles the person holds.
    """

    start: dt.date | None = None
    hours_per_week: Decimal | None = None
    weeks: int | None = None
    released_hours: Decimal | None = None
    budget: Decimal | None = None
    method: str = METHODS[0]
    seed: int = 0
    without_modes: Collection[str] = ()
    target_role: RoleProfile | None = None


def create_run(
    *,
    actor: User | None,
    wishes: Wishes | None = None,
    unit: OrgUnit | None = None,
    employee: Employee | None = None,
    keeps_output: bool = False,
) -> AnalysisRun:
    """Write the record of a recommendation that is about to run: of one person, of a unit with all
    below it, or of everybody. Raises `DomainError` naming the field.
    """
    organisation = Organisation.objects.first() or Organisation()
    parameters = _parameters(wishes or Wishes(), organisation) | {"unit": unit and unit.path}
    run = AnalysisRun.objects.create(
        kind=RunKind.PATHS,
        unit=unit,
        as_of=timezone.now().date(),
        method=parameters["method"],
        method_version=METHOD_VERSION,
        parameters=parameters,
        parameters_hash=sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest(),
        actor=actor,
        keeps_output=keeps_output,
    )
    if employee is not None:
        RunShard.objects.create(run=run, number=0, employees=[employee.pk])
    return run


def start_recommendation(
    *,
    actor: User | None,
    wishes: Wishes | None = None,
    unit: OrgUnit | None = None,
    employee: Employee | None = None,
) -> AnalysisRun:
    """Hand a recommendation to the workers; `run.job` shows its progress. Raises `DomainError`.

    Who may start one: `rules.can_recommend_paths`, `rules.can_recommend_path` for one person.
    """
    with transaction.atomic():
        run = create_run(actor=actor, wishes=wishes, unit=unit, employee=employee)
        run.job = jobs.enqueue(
            "training.recommend_paths",
            actor=actor,
            title=_("Recommended paths"),
            link=_link(employee),
            run_id=run.pk,
        )
        run.save(update_fields=["job"])
    return run


def start_proof(*, actor: User, plan: DevelopmentPlan) -> Job:
    """Hand a recommendation or proposal to the referee. Raises `ConflictError` for other plans.

    Who may: `rules.can_recommend_path`.
    """
    by_hand = bool(plan.report.get(BY_HAND))
    if plan.run_id is None or plan.template_id or by_hand or plan.state not in PROVABLE:
        raise ConflictError(_("Only a recommendation that was computed can be examined."))
    return jobs.enqueue(
        "training.prove_plan",
        actor=actor,
        title=_("How good the plan is"),
        link=_link(plan.employee),
        plan_id=plan.pk,
    )


def _link(employee: Employee | None) -> str:
    """Where the result of a run for one person is seen."""
    return "" if employee is None else reverse("pages:person_plan", args=[employee.public_id])


def _parameters(wishes: Wishes, organisation: Organisation) -> dict[str, Any]:
    """The wishes, checked and completed; what the record of the run and every file shows."""
    if wishes.method not in METHODS:
        raise DomainError(
            _("The method must be one of %(known)s.") % {"known": ", ".join(METHODS)},
            field="method",
        )
    weeks = organisation.plan_weeks if wishes.weeks is None else wishes.weeks
    if not 1 <= weeks <= MOST_WEEKS:
        text = _("A plan covers 1 to %(most)d weeks.") % {"most": MOST_WEEKS}
        raise DomainError(text, field="weeks")
    usual = float(organisation.released_hours) * weeks / USUAL_RELEASED_WEEKS
    today = timezone.now().astimezone(ZoneInfo(organisation.time_zone)).date()
    return {
        "start": (wishes.start or today).isoformat(),
        "weeks": weeks,
        "hours_per_week": _amount(wishes.hours_per_week, "hours_per_week", most=168),
        "released_hours": _amount(wishes.released_hours, "released_hours", usual),
        "budget": _amount(wishes.budget, "budget"),
        "method": wishes.method,
        "seed": wishes.seed,
        "both_kinds": organisation.both_kinds,
        "live_at_night": organisation.live_at_night,
        "travel": organisation.travel,
        **_wished(wishes),
    }


def _wished(wishes: Wishes) -> dict[str, Any]:
    """What only a person asks for; not in the record of a run without it."""
    found: dict[str, Any] = {}
    if wishes.without_modes:
        found["without_modes"] = sorted(Mode(mode).value for mode in wishes.without_modes)
    if wishes.target_role:
        found["target_role"] = wishes.target_role.code
    return found


def _amount(
    value: Decimal | None, field: str, usual: float | None = None, most: float = 1e9
) -> float | None:
    if value is None:
        return usual
    if not value.is_finite() or not 0 <= value <= most:
        raise DomainError(_("The amount must be 0 or more, and not that large."), field=field)
    return float(value)
