"""Answering what a plan would be under other wishes. Workers only: it imports the search."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import RunState
from assessments.models import AnalysisRun
from assessments.services.gaps import Watch
from skillmap.core.errors import DomainError
from training.analysis.catalogue import Activity as Offered
from training.analysis.catalogue import Session, build_catalogue
from training.analysis.conflicts import Conflict, find_conflict
from training.analysis.offers import Season, monday_of
from training.analysis.planner import Path, plan_path
from training.enums import StepState, Wish
from training.models import DevelopmentPlan, PlanOption, PlanStep
from training.queries.learners import Person
from training.queries.plans import current_plan
from training.services.drafts import conflict_row
from training.services.options import store_option
from training.services.plan_records import OPEN, hold_people
from training.services.recommend import (
    World,
    bring_levels_up_to_date,
    inputs_hash_of,
    keeps_rules,
    option_of,
    people_of,
    read_world,
    seed_of,
)

STAGES = 3  # of progress: levels, search, what stands against it


def answer_what_if(run: AnalysisRun, watch: Watch | None = None) -> None:
    """Plan for the one person of the run by its wishes, going on from their plan of today.

    So more hours, weeks or money never give less. Stored as an option of whoever asked, with what
    stands against keeping every step of today, unless a later question of theirs was answered
    first. Raises `DomainError` without any open requirement.
    """
    if run.state != RunState.RUNNING:
        return
    watch = watch or Watch()
    bring_levels_up_to_date(run, watch)
    watch.progress(1, STAGES)
    world = read_world(run)
    person = _person(world)
    today = current_plan(person.employee)
    earlier = _starts(today, world) if today else {}
    world, person = _going_on(world, person, _begun_of(today))
    path = _path(world, person, earlier)
    watch.progress(2, STAGES)
    answer = _answer(world, person, path, earlier)
    if today is not None and _is_older(world, today):
        answer["is_older"] = True
    draft = option_of(world, person, path, Wish.WHAT_IF.value)
    with transaction.atomic():
        watch.hold()
        hold_people([person.employee.pk])
        where = {"employee": person.employee, "asked_by": run.actor}
        option = PlanOption.objects.filter(**where).first() or PlanOption(**where)
        if option.run_id is None or option.run_id <= run.pk:
            option.wish, option.answer = Wish.WHAT_IF, answer
            store_option(option, draft, world.names)
        run.state, run.finished_at = RunState.DONE, timezone.now()
        run.save(update_fields=["state", "finished_at", "updated_at"])


def _person(world: World) -> Person:
    person = next(people_of(world, world.run.shards.get().employees), None)
    if person is None:
        raise DomainError(
            _("Nothing is missing for this role, so there is nothing to plan."),
            code="no_requirement",
        )
    return person


def _begun_of(plan: DevelopmentPlan | None) -> list[PlanStep]:
    """Steps of an open plan of which some sessions are done, and some to come."""
    if plan is None or plan.state not in OPEN:
        return []
    steps = plan.steps.select_related("activity", "session")
    return [step for step in steps if 0 < step.sessions_done < len(step.weeks)]


def _going_on(world: World, person: Person, begun: Sequence[PlanStep]) -> tuple[World, Person]:
    """With what is begun in every answer, as long as it still takes; it is paid for."""
    left = {
        step.activity.code: _to_come(world, step)
        for step in begun
        if step.activity.code in world.offered
    }
    if not left:
        return world, person
    offered = world.offered | left
    season = Season(build_catalogue([*offered.values()]), world.season.start, world.season.rules)
    learner = replace(
        person.learner,
        mandatory={**dict.fromkeys(left, season.weeks), **person.learner.mandatory},
        refused=person.learner.refused - set(left),
    )
    return replace(world, offered=offered, season=season), replace(person, learner=learner)


def _to_come(world: World, step: PlanStep) -> Offered:
    """The activity without its first sessions; with a date, or done ahead of its weeks, it stays
    in them."""
    dates: tuple[Session, ...] = ()
    last = step.plan.week_zero + dt.timedelta(weeks=step.weeks[step.sessions_done - 1])
    if step.session_id is not None or last >= monday_of(world.season.start):
        following = step.plan.week_zero + dt.timedelta(weeks=step.weeks[step.sessions_done])
        dates = (Session(day=following, key=step.session_id or 0),)
    return replace(
        world.offered[step.activity.code],
        sessions=len(step.weeks) - step.sessions_done,
        cost=0.0,
        prerequisites=(),
        seats_left=None,
        dates=dates,
    )


def _starts(plan: DevelopmentPlan, world: World) -> dict[str, int]:
    """First weeks of what is not done of a plan, counted from the week in which this run begins."""
    shift = (plan.week_zero - monday_of(world.season.start)).days // 7
    left = plan.steps.exclude(state=StepState.DONE).select_related("activity")
    return {
        step.activity.code: max(0, step.next_week + shift)
        for step in left
        if step.next_week is not None
    }


def _path(world: World, person: Person, earlier: dict[str, int]) -> Path:
    seed = seed_of(world.run, person.employee)
    path = plan_path(
        world.season, person.learner, rounds=world.rounds, seed=seed, start=earlier or None
    )
    if not keeps_rules(world, person, path):
        raise DomainError(_("No plan was found that keeps every rule. Ask for something else."))
    return path


def _answer(world: World, person: Person, path: Path, earlier: dict[str, int]) -> dict[str, Any]:
    """Why not everything of today's plan has room, where that is so."""
    chosen = {step.code for step in path.steps}
    lost = [code for code in earlier if code not in chosen]
    conflict = _conflict(world, person, list(earlier)) if lost else None
    if conflict is None or not conflict.limits:
        return {}
    return {"conflict": conflict_row(conflict)}


def _is_older(world: World, plan: DevelopmentPlan) -> bool:
    """Whether the plan was made from other levels, circumstances or activities than these."""
    as_then = replace(world, hours_per_week=float(plan.hours_per_week), aim=None)
    person = next(people_of(as_then, [plan.employee_id]), None)
    return person is None or inputs_hash_of(as_then, person) != plan.inputs_hash


def _conflict(world: World, person: Person, codes: Sequence[str]) -> Conflict | None:
    """The smallest set of limits at odds over these steps, of those that are still possible."""
    season, learner = world.season, person.learner
    wanted = [
        code
        for code in codes
        if code in world.offered
        and code not in learner.completed
        and world.offered[code].mode not in season.rules.without_modes
    ]
    return find_conflict(season.catalogue, season.start, learner, season.rules, wanted)
