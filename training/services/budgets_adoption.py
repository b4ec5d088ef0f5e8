"""Making proposals of a budget's result, and taking them back. Workers only."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.services.gaps import Watch
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from training.analysis.allocation_paths import path_of
from training.analysis.mandatory import mandatory_items, settle_mandatory
from training.analysis.planner import Path
from training.analysis.validate import Placed, find_violations
from training.enums import PlanState
from training.models import Allocation, BudgetRun, PlanStep
from training.queries.learners import Person
from training.services.drafts import Draft, store_drafts
from training.services.plans import dismiss_plan, propose_plan
from training.services.recommend import (
    World,
    draft_of,
    people_of,
    read_world,
    refuse_without_mandatory,
)

BATCH = 25  # people whose proposals are committed together
LONGEST_REFUSAL = 300


def adopt(run: BudgetRun, actor: User, now: dt.datetime, watch: Watch) -> None:
    """Propose everybody's plan; safe to call again, people already done are skipped.

    What does not hold any more (a plan begun meanwhile, an activity gone) is refused with the
    reason, and the others go on. Stops as soon as somebody takes it back.
    """
    rows = list(_open_rows(run))
    world = read_world(run.analysis)
    must = frozenset(run.facts["must"])
    total = run.allocations.exclude(steps=[]).count()
    for n in range(0, len(rows), BATCH):
        part = rows[n : n + BATCH]
        people = {p.employee.pk: p for p in people_of(world, [r.employee_id for r in part])}
        with transaction.atomic():
            watch.hold()
            if _hold_run(run).undone_at is not None:
                return
            for row in part:
                _propose(row, people.get(row.employee_id), world, must, actor, now)
            Allocation.objects.bulk_update(part, ["plan", "refused"])
        watch.progress(total - len(rows) + n + len(part), total)


def undo(run: BudgetRun, actor: User, now: dt.datetime, watch: Watch) -> None:
    """Dismiss the proposals that nobody has accepted; safe to call again.

    What cannot be dismissed stays, with the reason in its row, and the others go on.
    """
    rows = run.allocations.filter(plan__state=PlanState.PROPOSED, plan__accepted_at=None)
    todo = list(rows.select_related("plan__employee").order_by("pk"))
    reason = _("The budget “%(name)s” was taken back.") % {"name": run.scenario.name}
    for n in range(0, len(todo), BATCH):
        part = todo[n : n + BATCH]
        with transaction.atomic():
            watch.hold()
            _hold_run(run)
            for row in part:
                _take_back(row, actor, now, reason)
            Allocation.objects.bulk_update(part, ["refused"])
        watch.progress(n + len(part), len(todo))


def _hold_run(run: BudgetRun) -> BudgetRun:
    """The run as it is now, held until the batch is committed: adopting and undoing take turns."""
    return BudgetRun.objects.select_for_update().get(pk=run.pk)


def _open_rows(run: BudgetRun) -> list[Allocation]:
    rows = run.allocations.filter(plan=None, refused="").exclude(steps=[])
    return list(rows.select_related("employee").order_by("pk"))


def _propose(
    row: Allocation,
    person: Person | None,
    world: World,
    must: frozenset[str],
    actor: User,
    now: dt.datetime,
) -> None:
    try:
        with transaction.atomic():
            draft = _draft(row, person, world, must)
            ((plan, _steps),) = store_drafts([draft], world.names)
            _take_allotted_dates(row, plan.pk)
            row.plan = propose_plan(actor=actor, plan=plan, now=now)
    except DomainError as error:
        row.plan, row.refused = None, error.message[:LONGEST_REFUSAL]


def _draft(row: Allocation, person: Person | None, world: World, must: frozenset[str]) -> Draft:
    """What is proposed. Raises `DomainError` where it does not hold any more."""
    path = _path(row, person, world, must) if person else None
    if person is None or path is None:
        raise DomainError(_("What it was made of has changed since."))
    return draft_of(world, person, path)


def _path(row: Allocation, person: Person, world: World, must: frozenset[str]) -> Path | None:
    """The path, where it still keeps every rule; says what of the mandatory is late or missed.

    Raises `DomainError` where it lacks something mandatory that the person could take.
    """
    settled = settle_mandatory(world.season, person.learner)
    start = {step["activity"]: step["week"] for step in row.steps}
    path = path_of(world.season, settled.learner, start, must)
    if path is None:
        return None
    path = replace(path, late=settled.late, missed=settled.missed)
    placed = [Placed(step.code, step.weeks) for step in path.steps]
    refuse_without_mandatory(world, person, path)
    catalogue = world.season.catalogue
    duties = mandatory_items(world.season, settled.learner).tolist()
    broken = find_violations(
        placed,
        activities=world.offered,
        learner=person.learner,
        rules=world.season.rules,
        start=world.season.start,
        fixed=must.union(catalogue.activities[j].code for j in duties),
        explained=path.explained,
    )
    return None if broken else path


def _take_allotted_dates(row: Allocation, plan_id: int) -> None:
    """The dates that were handed out, not the first of the week: others have those."""
    steps = {step.activity.code: step for step in _steps_with_activity(plan_id)}
    for given in row.steps:
        step = steps[given["activity"]]
        if given["session"] and step.session_id != given["session"]:
            PlanStep.objects.filter(pk=step.pk).update(session_id=given["session"])


def _steps_with_activity(plan_id: int) -> list[PlanStep]:
    return list(PlanStep.objects.filter(plan=plan_id).select_related("activity"))


def _take_back(row: Allocation, actor: User, now: dt.datetime, reason: str) -> None:
    """One proposal; a person who accepts at this moment keeps the plan. Keeps why it failed."""
    plan = row.plan
    if plan is None:
        return
    plan.refresh_from_db()
    if plan.state == PlanState.PROPOSED and plan.accepted_at is None:
        try:
            with transaction.atomic():
                dismiss_plan(actor=actor, plan=plan, now=now, reason=reason)
        except DomainError as error:
            row.refused = error.message[:LONGEST_REFUSAL]
