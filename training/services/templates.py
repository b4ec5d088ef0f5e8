"""Applying a path template to one person, as a proposed plan. Workers only: it imports scipy."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import RunState
from assessments.models import AnalysisRun
from assessments.services.gaps import Watch
from skillmap.core.errors import DomainError
from training.analysis.catalogue import build_catalogue
from training.analysis.offers import Season
from training.analysis.template import Slot, lay_out, with_rhythm
from training.enums import Cadence
from training.models import PathTemplate, PathTemplateStep
from training.queries.learners import Person
from training.services.drafts import store_drafts
from training.services.plans import propose_plan
from training.services.recommend import (
    World,
    bring_levels_up_to_date,
    draft_of,
    people_of,
    read_world,
)

WEEKS_OF = {Cadence.WEEKLY: 1, Cadence.MONTHLY: 4}


def apply_template(run: AnalysisRun, template: PathTemplate, watch: Watch | None = None) -> None:
    """Lay out a template for the one person of the run and propose it to them.

    Fixed steps come as they are, open slots get the best that fits the person's gaps and hours; it
    is the usual start for a role and need not be based on levels. Raises `DomainError` where its
    fixed steps do not fit the person, `ConflictError` where there is an open plan.
    """
    if run.state != RunState.RUNNING:
        return
    watch = watch or Watch()
    bring_levels_up_to_date(run, watch)
    steps = list(template.steps.select_related("activity", "slot_skill"))
    world = _world(run, steps)
    person = _person(world)
    fixed = [step.activity.code for step in steps if step.activity]
    missing = [code for code in fixed if code not in world.offered]
    path = None if missing else lay_out(world.season, person.learner, fixed, _slots(steps))
    if path is None:
        raise DomainError(
            _("This template does not fit: an activity is not offered any more, or the person's "
              "hours, languages, site or dates do not allow it."),
            code="template_does_not_fit",
        )  # fmt: skip
    now = timezone.now()
    draft = replace(draft_of(world, person, path), template=template)
    with transaction.atomic():
        watch.hold()
        [(plan, _steps)] = store_drafts([draft], world.names)
        if run.actor is not None:
            propose_plan(actor=run.actor, plan=plan, now=now)
        run.state, run.finished_at = RunState.DONE, now
        run.summary = {"people": 1, "steps": len(path.steps)}
        run.save(update_fields=["state", "finished_at", "summary", "updated_at"])


def _world(run: AnalysisRun, steps: list[PathTemplateStep]) -> World:
    """The usual world, with the rhythm of the template for its activities."""
    world = read_world(run)
    offered = dict(world.offered)
    for step in steps:
        code = step.activity.code if step.activity else ""
        if code in offered and step.cadence in WEEKS_OF:
            offered[code] = with_rhythm(
                offered[code], times=step.times, period_weeks=WEEKS_OF[Cadence(step.cadence)]
            )
    season = Season(build_catalogue(offered.values()), world.season.start, world.season.rules)
    return replace(world, offered=offered, season=season)


def _person(world: World) -> Person:
    employees = world.run.shards.get().employees
    person = next(people_of(world, employees), None)
    if person is None:
        raise DomainError(_("This person has no open requirement."), code="no_requirement")
    return person


def _slots(steps: list[PathTemplateStep]) -> list[Slot]:
    return [
        Slot(
            slot=step.slot_skill.slot,
            modes=frozenset(step.slot_modes),
            max_hours=None if step.slot_max_hours is None else float(step.slot_max_hours),
        )
        for step in steps
        if step.slot_skill
    ]
