"""Proving how good a recommendation is. Workers only: it imports the referee's solver."""

from collections.abc import Callable

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.versions import save_versioned
from training.analysis.candidates import find_candidates
from training.analysis.exact import EXACT, Proof, prove
from training.analysis.gain import HARD, SOFT
from training.analysis.learner import choose_gaps
from training.analysis.mandatory import mandatory_items, settle_mandatory, with_fixed
from training.analysis.problem import Problem, build_problem
from training.enums import PROVABLE
from training.models import DevelopmentPlan
from training.queries.learners import Person
from training.services.recommend import World, inputs_hash_of, people_of, read_world

DIGITS = 9


def prove_plan(plan: DevelopmentPlan, watch: Callable[[float, float], None]) -> None:
    """Let the referee look for a better plan among all that is possible; keep what it found.

    Stored in `report["proof"]`, and the bound of the plan becomes the tighter one. Raises
    `DomainError` where levels, catalogue or absences are not those that the plan was made from.
    """
    world, person = _world_of(plan)
    problem = _problem(world, person)
    codes = [world.season.catalogue.activities[int(j)].code for j in problem.item]
    steps = {step.activity.code: step.start_week for step in plan.steps.select_related("activity")}
    start = {i: steps[code] for i, code in enumerate(codes) if code in steps}
    if len(start) < len(steps):
        raise _outdated()
    kinds = {problem.kind[i] for i in start}
    proof = prove(problem, both_kinds={HARD, SOFT} <= kinds, start=start, watch=watch)
    _keep(plan, proof)


def _keep(plan: DevelopmentPlan, proof: Proof) -> None:
    """Attach the result; runs in the caller's transaction."""
    row = DevelopmentPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if row.version != plan.version:
        raise ConflictError(_("This plan changed while it was examined. Ask again."))
    best = proof.solution.value if proof.solution else row.value
    row.bound = max(row.value, min(row.bound, proof.bound))
    row.report["proof"] = {
        "bound": round(row.bound, DIGITS),
        "best_found": round(max(best, row.value), DIGITS),
        "is_best": row.bound - row.value <= EXACT,
        "proved_at": timezone.now().isoformat(),
    }
    save_versioned(row, ["bound", "report"])


def _world_of(plan: DevelopmentPlan) -> tuple[World, Person]:
    """Everything as it is now, which has to be what the plan was made from."""
    if plan.run is None or plan.state not in PROVABLE:
        raise _outdated()
    world = read_world(plan.run).wishing(plan.report.get("wish", ""))
    person = next(people_of(world, [plan.employee_id]), None)
    if person is None:
        raise _outdated()
    if inputs_hash_of(world, person) != plan.inputs_hash:
        raise _outdated()
    return world, person


def _problem(world: World, person: Person) -> Problem:
    """The problem over everything possible, not only what the search was given."""
    season, learner = world.season, settle_mandatory(world.season, person.learner).learner
    catalogue, rules = season.catalogue, season.rules
    gaps = choose_gaps(learner, at_most=rules.max_gaps)
    offers = season.offers(learner.zone, learner.site)
    found = find_candidates(catalogue, offers, learner, gaps, rules)
    fixed = mandatory_items(season, learner)
    everything = np.union1d(found.possible, fixed)
    problem = build_problem(catalogue, offers, learner, gaps, rules, found.rates, everything)
    return with_fixed(problem, fixed)


def _outdated() -> DomainError:
    return DomainError(
        _("Levels, hours or the catalogue have changed since. Ask for a new recommendation."),
        code="outdated",
    )
