"""Applying a path template to people, as proposed plans. Workers only: it imports scipy."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import RunState
from assessments.services.gaps import Watch
from employees.enums import EmployeeStatus
from skillmap.core.errors import DomainError
from training.analysis.catalogue import build_catalogue
from training.analysis.offers import Season
from training.analysis.template import Fixed, Layout, Place, Slot, lay_out, with_rhythm
from training.enums import CENTS
from training.models import PathTemplateStep, PeerCircle, TemplateResult, TemplateUse
from training.queries.learners import Person
from training.queries.words import left_out_row, left_out_sentence
from training.services.circle_meetings import arrange_meetings
from training.services.drafts import store_drafts
from training.services.plan_records import cut
from training.services.plans import propose_plan
from training.services.recommend import (
    World,
    bring_levels_up_to_date,
    draft_of,
    people_of,
    read_world,
    refuse_without_mandatory,
)


def apply_template(use: TemplateUse, now: dt.datetime, watch: Watch | None = None) -> None:
    """Lay out a template for everybody of the use and propose it to them; safe to call again.

    Steps on skills that somebody meets are left out, open slots get the best that fits the
    person's gaps and hours; the rest is the usual start for a role and need not be based on
    levels. One result for each person, committed on its own: a proposed plan, or why there is none.
    """
    run = use.run
    if run.state != RunState.RUNNING:
        return
    watch = watch or Watch()
    bring_levels_up_to_date(run, watch)
    steps = list(use.template.steps_of(use.edition))
    shards = list(run.shards.order_by("number"))
    total = sum(len(shard.employees) for shard in shards)
    for shard in shards:
        done = set(use.results.values_list("employee_id", flat=True))
        waiting = [pk for pk in shard.employees if pk not in done]
        world = _world(use, steps)  # anew for each slice, since seats are taken meanwhile
        people = {person.employee.pk: person for person in people_of(world, waiting)}
        for pk in waiting:
            _propose_to(use, steps, world, people.get(pk) or pk, now, watch)
            watch.progress(use.results.count(), total)
    circles = PeerCircle.objects.filter(members__use=use).select_related("cohort__programme")
    for circle in circles.distinct().order_by("pk"):
        arrange_meetings(circle, now)
    with transaction.atomic():
        watch.hold()
        run.state, run.finished_at = RunState.DONE, timezone.now()
        run.summary = {"people": total, "plans": use.results.filter(why_not="").count()}
        run.save(update_fields=["state", "finished_at", "summary", "updated_at"])


def _propose_to(
    use: TemplateUse,
    steps: Sequence[PathTemplateStep],
    world: World,
    person: Person | int,
    now: dt.datetime,
    watch: Watch,
) -> None:
    """Write the result of one person (an id: nothing is open), with the plan that it made."""
    pk = person if isinstance(person, int) else person.employee.pk
    with transaction.atomic():
        watch.hold()
        result = TemplateResult(use=use, employee_id=pk)
        try:
            with transaction.atomic():
                _make_plan(result, steps, world, person, now)
        except DomainError as error:
            result.plan, result.why_not = None, cut(error.message)
        result.save()


def _make_plan(
    result: TemplateResult,
    steps: Sequence[PathTemplateStep],
    world: World,
    person: Person | int,
    now: dt.datetime,
) -> None:
    if isinstance(person, int):
        left = result.employee.status == EmployeeStatus.LEFT
        raise DomainError(_("Left the organisation.") if left else _("Has no open requirement."))
    layout = lay_out(world.season, person.learner, [_place(step) for step in steps])
    rows = _left_out(layout, steps, world)
    refuse_without_mandatory(world, person, layout.path)
    if len(rows) == len(steps):
        raise DomainError(" ".join(left_out_sentence(row) for row in rows))
    draft = replace(draft_of(world, person, layout.path), template=result.use.template)
    [(plan, _steps)] = store_drafts([draft], world.names)
    plan.report = {**plan.report, "left_out": rows}
    plan.save(update_fields=["report"])
    assert world.run.actor is not None  # noqa: S101 - `use_template` names who proposes
    result.plan = propose_plan(actor=world.run.actor, plan=plan, now=now)


def _left_out(
    layout: Layout, steps: Sequence[PathTemplateStep], world: World
) -> list[dict[str, str]]:
    """What stays out, as it stands in the report of the plan."""
    return [
        left_out_row(steps[one.place], one.reason, world.names.of_slots(one.slots))
        for one in layout.left_out
    ]


def _world(use: TemplateUse, steps: Sequence[PathTemplateStep]) -> World:
    """The usual world, with the rhythm of the template for its activities."""
    world = read_world(use.run)
    offered = dict(world.offered)
    for step in steps:
        code, period = step.activity.code if step.activity else "", step.period_weeks
        if code in offered and period is not None:
            offered[code] = with_rhythm(offered[code], times=step.times, period_weeks=period)
    season = Season(build_catalogue(offered.values()), world.season.start, world.season.rules)
    return replace(world, offered=offered, season=season)


def _place(step: PathTemplateStep) -> Place:
    if step.activity is not None:
        return Fixed(step.activity.code)
    hours, cents = step.slot_max_hours, step.slot_max_cost_cents
    return Slot(
        slot=None if step.slot_skill is None else step.slot_skill.slot,
        kind=step.slot_kind,
        modes=frozenset(step.slot_modes),
        max_hours=None if hours is None else float(hours),
        max_cost=None if cents is None else cents / CENTS,
        period_weeks=step.period_weeks,
    )
