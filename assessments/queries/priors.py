"""What runs learned from the whole organisation."""

from math import inf

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray, Kind
from assessments.analysis.parameters import METHOD, METHOD_VERSION
from assessments.analysis.priors import KeyedSums, Priors
from assessments.analysis.raters import COLUMNS, STAGES, Effects
from assessments.enums import RunKind, RunState
from assessments.models import AnalysisRun, Evidence, Retraction, RunPriors

_MOST_OUTGROWN = 0.5  # share of changed rows at which the priors serve nobody any more


def priors_of(run: AnalysisRun) -> Priors | None:
    """Return the priors a run has gathered, None before it has."""
    stored = RunPriors.objects.filter(run=run).first()
    if stored is None:
        return None
    cells = KeyedSums(_numbers(stored.cell_key), _numbers(stored.cell_sums).reshape(-1, 2))
    effects = Effects(
        rater=_numbers(stored.rater),
        ratee=_numbers(stored.ratee),
        dyad=_numbers(stored.dyad),
        severity=_effects(stored.severity),
        impression=_effects(stored.impression),
        leniency=_effects(stored.leniency),
    )
    return Priors(cells, _numbers(stored.flat), effects, stored.calibration / 1000)


def leniency_of(run_id: int) -> list[float] | None:
    """By how much more than usual self-ratings were found to be high, per kind of skill, in
    levels; None when the run's priors were dropped."""
    stored = RunPriors.objects.filter(run=run_id).values_list("leniency", flat=True).first()
    if stored is None:
        return None
    return [float(_effects(stored)[kind, STAGES - 1]) for kind in Kind]


def _numbers(stored: bytes | memoryview) -> IntArray:
    return np.frombuffer(stored, "<i8").astype(np.int64)


def _effects(stored: bytes | memoryview) -> FloatArray:
    return np.frombuffer(stored, "<f8").astype(np.float64).reshape(-1, COLUMNS)


def latest_run(*, of_everybody: bool = False) -> AnalysisRun | None:
    """Return the latest finished gap analysis by today's method that wrote profiles: its priors
    serve until the next one. `of_everybody` leaves out those of a single unit."""
    finished = AnalysisRun.objects.filter(
        kind=RunKind.GAPS,
        state=RunState.DONE,
        known_at=None,
        method=METHOD,
        method_version=METHOD_VERSION,
    )
    if of_everybody:
        finished = finished.filter(unit=None)
    return next((run for run in finished.order_by("-pk")[:50] if run.writes_profiles), None)


def has_outgrown(run: AnalysisRun) -> bool:
    """Has more than half as much evidence changed since the run as its priors were learned from?"""
    return changed_share(run) > _MOST_OUTGROWN


def changed_share(run: AnalysisRun) -> float:
    """Rows recorded or retracted since the run, as a share of those it learned from.

    Infinite where what it learned was dropped.
    """
    learned_from = RunPriors.objects.filter(run=run).values_list("n_evidence", flat=True).first()
    if learned_from is None:
        return inf
    recorded = Evidence.objects.filter(recorded_at__gt=run.created_at).count()
    retracted = Retraction.objects.filter(retracted_at__gt=run.created_at).count()
    return (recorded + retracted) / max(learned_from, 1)
