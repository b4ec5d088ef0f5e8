"""Row 5 of the promises: accuracy of the estimate beside the rules others use, and what it costs.

Accuracy on made-up organisations whose truth is known; cost as CPU beside the weighted mean of the
same observations in the order in which they came. The promised 20 holds for one solve: `docs/adr`,
how levels are computed, says what the whole estimate costs, and why not less.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import spearmanr

from assessments.analysis.assembly import CellTable
from assessments.analysis.evidence import FloatArray, IntArray
from assessments.analysis.joint import JointRaters
from assessments.analysis.learning import Learned, learn
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.priors import Priors
from assessments.analysis.proficiency import Cells, equations_of, estimate, interval, weigh
from assessments.analysis.profiles import profiles
from assessments.analysis.rules_of_thumb import RULES, decayed_mean
from assessments.analysis.simulation import Organisation, World, simulate
from bench.report import Direction, Report, Row, Scale

# Few people fit into the processor's cache, where a weighted mean is several times cheaper.
PEOPLE = {Scale.SMALL: 40_000, Scale.FULL: 100_000}
TRUTHS = {
    "noisy levels": World(),
    "rating scale": World(rating_scale=True),
    "severe and flat raters": World(rating_scale=True, severity_sd=0.8, flat_share=0.15),
}
STRONG_HALO = World(halo_sd=0.7)
SEVERITY_ALONE = Parameters(halo_variance=1e-9, person_variance=1e-9, within_variance=0.75)
SEEDS = (1, 2, 3)
REFRESHED = 500  # people brought up to date together, as a refresh does


@dataclass(frozen=True)
class Score:
    """Means over seeds: error in levels, rank correlation within skills, coverage of 90 %."""

    rmse: float
    rank: float
    coverage: float = float("nan")


def measure(scale: Scale) -> Report:
    """Print the table of accuracy, then measure cost at a size and at a tenth of it."""
    rows = [row for name, world in TRUTHS.items() for row in _accuracy(name, world)]
    rows += _halo()
    rows += _late_evidence()
    people = PEOPLE[scale]
    rows += _cost(people)
    return Report(sizes={"scale": scale.value, "people": people, "seeds": len(SEEDS)}, rows=rows)


def _accuracy(name: str, world: World) -> list[Row]:
    organisations = [simulate(seed, world) for seed in SEEDS]
    ours = _mean([_ours(one) for one in organisations])
    rules = {rule: _mean([_theirs(one, rule) for one in organisations]) for rule in RULES}
    print(f"  {name:32} {'RMSE':>6} {'rank':>6} {'covers':>7}")
    print(f"  {'estimate':32} {ours.rmse:6.3f} {ours.rank:6.3f} {ours.coverage:7.3f}")
    for rule, score in rules.items():
        print(f"  {rule:32} {score.rmse:6.3f} {score.rank:6.3f} {'-':>7}")
    weighted = min(rules["source-weighted mean"].rmse, rules["decayed mean"].rmse)
    best = max(score.rank for score in rules.values())
    lead = ours.rank - best
    return [
        Row(f"error to that of the weighted mean, {name}", ours.rmse / weighted, "x", 0.85),
        Row(f"rank correlation above the best rule, {name}", lead, "", 0, Direction.MIN),
        Row(f"least covered by 90 % intervals, {name}", ours.coverage, "", 0.87, Direction.MIN),
        Row(f"most covered by 90 % intervals, {name}", ours.coverage, "", 0.94),
    ]


def _halo() -> list[Row]:
    """Raters with a strong impression of each person: what the pairs are for."""
    organisations = [simulate(seed, STRONG_HALO) for seed in SEEDS]
    full = _mean([_ours(one) for one in organisations]).rmse
    alone = _mean([_ours(one, SEVERITY_ALONE) for one in organisations]).rmse
    naive = _mean([_theirs(one, "decayed mean") for one in organisations]).rmse
    return [
        Row("error to that of the weighted mean, strong halo", full / naive, "x", 0.80),
        Row("error to that of severity alone, strong halo", full / alone, "x", 1.0),
    ]


def _ours(organisation: Organisation, parameters: Parameters = DEFAULTS) -> Score:
    learned = learn(organisation.table, parameters)
    found, truth = learned.estimates, organisation.truth
    mean = np.clip(found.mean, 0, 5)
    low, high = interval(mean, np.sqrt(found.variance), learned.priors.calibration)
    seen = found.n_rows > 0
    covered = float(((low <= truth) & (truth <= high))[seen].mean())
    return replace(_score(organisation, mean), coverage=covered)


def _theirs(organisation: Organisation, rule: str) -> Score:
    rows = organisation.table.observations
    return _score(organisation, RULES[rule](rows, len(organisation.truth)))


def _score(organisation: Organisation, found: FloatArray) -> Score:
    """Over the cells that anybody has rated."""
    table, truth = organisation.table, organisation.truth
    seen = np.bincount(table.observations.cell, minlength=len(truth)) > 0
    error = float(np.sqrt(np.mean((found - truth)[seen] ** 2)))
    ranks = [
        spearmanr(found[seen & (table.slot == s)], truth[seen & (table.slot == s)]).statistic
        for s in np.unique(table.slot)
    ]
    return Score(error, float(np.mean(ranks)))


def _mean(scores: list[Score]) -> Score:
    means = np.mean([(s.rmse, s.rank, s.coverage) for s in scores], axis=0)
    return Score(*means.tolist())


def _late_evidence() -> list[Row]:
    """Half of the evidence of one person in a hundred comes later: frozen effects or new ones."""
    world = World(n_people=5_000)
    table = simulate(1, world).table
    rng = np.random.default_rng(0)
    late = np.sort(rng.choice(world.n_people, world.n_people // 100, replace=False))
    of_late = np.isin(table.person[table.observations.cell], late)
    came = of_late & (rng.random(len(of_late)) < 0.5)
    before = replace(table, observations=table.observations.where(~came))
    frozen, full = learn(before).priors, learn(table)
    cells = np.isin(table.person, late)
    updated = profiles(table, frozen).levels.mean[cells]
    exact, sd = full.estimates.mean[cells], np.sqrt(full.estimates.variance[cells])
    seen = updated >= 0
    apart = (updated / 1000 - np.clip(exact, 0, 5)) / sd
    distance = float(np.sqrt(np.mean(apart[seen] ** 2)))
    return [Row("a person's update to a full solve, in posterior SD", distance, "", 0.2)]


def _cost(people: int) -> list[Row]:
    small = _steps(simulate(1, World(n_people=people // 10)).table)
    table = simulate(1, World(n_people=people)).table
    steps = _steps(table)
    shuffled = np.random.default_rng(0).permutation(len(table.observations))
    rows = table.observations.where(shuffled)
    mean = _cpu(lambda: decayed_mean(rows, len(table.kind)), times=5)
    learned = learn(table)
    raw = replace(table, observations=rows)
    one = {p: _one_solve(raw, learned.priors, p) for p in (SEVERITY_ALONE, DEFAULTS)}
    whole = _cpu(lambda: _estimate(raw, learned.priors), times=2)
    refresh = _refresh(table, learned)
    print(f"  {len(rows) / mean / 1e6:.1f} M observations a CPU second by the weighted mean,")
    print(f"  {len(rows) / whole / 1e6:.1f} M by the whole estimate of two passes")
    return [
        Row(
            "one solve with severity alone to the weighted mean",
            one[SEVERITY_ALONE] / mean,
            "x",
            12,
        ),
        Row("one solve with severity and halo to the weighted mean", one[DEFAULTS] / mean, "x", 20),
        Row(
            "whole estimate (four solves, and putting ratings in order) to the weighted mean",
            whole / mean,
            "x",
            50,
        ),
        Row("most steps of one solve", max(steps), "steps", 40),
        Row("steps at ten times the size", max(steps) / max(small), "x", 1.5),
        Row(
            "a person's update to the whole estimate of 10,000",
            people / 10_000 * refresh / whole,
            "x",
            0.001,
        ),
    ]


def _steps(table: CellTable) -> list[int]:
    return learn(table).steps


def _estimate(table: CellTable, priors: Priors) -> None:
    cells, flat = _cells(table, priors)
    estimate(table.observations, cells, flat, JointRaters())


def _cells(table: CellTable, priors: Priors) -> tuple[Cells, IntArray]:
    prior_mean = priors.mean(table.role, table.slot)
    cells = Cells(table.kind, prior_mean, table.person, table.employee)
    return cells, priors.is_flat(table.observations.rater)


def _one_solve(table: CellTable, priors: Priors, parameters: Parameters) -> float:
    """The equations of weighed observations solved once, raters and pairs being numbered."""
    cells, flat = _cells(table, priors)
    raters = JointRaters(parameters)
    evidence = weigh(table.observations, cells, flat, raters, parameters)
    given = equations_of(evidence, cells.prior_mean, parameters.skill_variance)
    return _cpu(lambda: raters.effects(0, given), times=3)  # stage 0 starts from nothing


def _refresh(table: CellTable, learned: Learned) -> float:
    """CPU per person of a batch brought up to date with frozen effects."""
    part = table.part(0, REFRESHED)
    return _cpu(lambda: profiles(part, learned.priors), times=3) / REFRESHED


def _cpu(work: Callable[[], object], times: int) -> float:
    """The least CPU seconds of several times."""
    found = []
    for _time in range(times):
        before = time.process_time()
        work()
        found.append(time.process_time() - before)
    return min(found)
