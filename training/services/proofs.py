"""Proving how good a recommendation is. Workers only: it imports the referee's solver."""

import math
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
from training.analysis.sets import Sets
from training.enums import PROVABLE
from training.models import DevelopmentPlan
from training.queries.learners import Person
from training.queries.plan_checks import PlanCheck, fault_sentences
from training.services.recommend import World, inputs_hash_of, people_of, read_world

DIGITS = 9


def prove_plan(plan: DevelopmentPlan, watch: Callable[[float, float], None]) -> None:
    """Let the referee look for a better plan among all that is possible now; keep what it found.

    Stored in `report["proof"]`. The bound of the plan becomes the tighter one, or that of today
    where other plans are possible than when it was made. Raises `DomainError` where the plan itself
    is not possible any more or worth something else.
    """
    world, person = _world_of(plan)
    _refuse_broken(plan)
    problem = _problem(world, person)
    codes = [world.season.catalogue.activities[int(j)].code for j in problem.item]
    steps = {step.activity.code: step.start_week for step in plan.steps.select_related("activity")}
    start = {i: steps[code] for i, code in enumerate(codes) if code in steps}
    chosen = sum(1 << i for i in start)
    if len(start) < len(steps) or abs(Sets(problem).value(chosen) - plan.value) > EXACT:
        raise _outdated()
    kinds = {problem.kind[i] for i in start}
    proof = prove(problem, both_kinds={HARD, SOFT} <= kinds, start=start, watch=watch)
    same = inputs_hash_of(world, person) == plan.inputs_hash
    _keep(plan, proof, at_most=plan.bound if same else math.inf)


def _keep(plan: DevelopmentPlan, proof: Proof, *, at_most: float) -> None:
    """Attach the result; runs in the caller's transaction."""
    row = DevelopmentPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if row.version != plan.version:
        raise ConflictError(_("This plan changed while it was examined. Ask again."))
    best = proof.solution.value if proof.solution else row.value
    row.bound = max(row.value, min(at_most, proof.bound))
    row.report["proof"] = {
        "bound": round(row.bound, DIGITS),
        "best_found": round(max(best, row.value), DIGITS),
        "is_best": row.bound - row.value <= EXACT,
        "proved_at": timezone.now().isoformat(),
    }
    save_versioned(row, ["bound", "report"])


def _world_of(plan: DevelopmentPlan) -> tuple[World, Person]:
    """Everything as it is now, by the wishes that the plan was made for."""
    if plan.run is None or plan.state not in PROVABLE:
        raise _outdated()
    world = read_world(plan.run, besides=plan.pk).wishing(plan.report.get("wish", ""))
    person = next(people_of(world, [plan.employee_id]), None)
    if person is None:
        raise _outdated()
    return world, person


def _refuse_broken(plan: DevelopmentPlan) -> None:
    """Raise `DomainError` saying what the plan would break if it were made today."""
    if faults := PlanCheck(plan).faults:
        titles = {step.activity.code: step.activity.title for step in plan.steps.all()}
        sentences = [fault_sentences(faults, titles), _("Ask for a new recommendation.")]
        raise DomainError(" ".join(sentences), code="outdated")


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
