"""What runs learned from the whole organisation."""

import numpy as np

from assessments.analysis.evidence import IntArray
from assessments.analysis.priors import KeyedSums, Priors
from assessments.enums import RunKind, RunState
from assessments.models import AnalysisRun, Evidence, RunPriors


def priors_of(run: AnalysisRun) -> Priors | None:
    """Return the priors a run has gathered, None before it has."""
    stored = RunPriors.objects.filter(run=run).first()
    if stored is None:
        return None
    cells = KeyedSums(_numbers(stored.cell_key), _numbers(stored.cell_sums).reshape(-1, 2))
    return Priors(cells, _numbers(stored.flat))


def _numbers(stored: bytes | memoryview) -> IntArray:
    return np.frombuffer(stored, "<i8").astype(np.int64)


def latest_run() -> AnalysisRun | None:
    """Return the latest finished gap analysis that wrote profiles: its priors serve until the
    next one."""
    finished = AnalysisRun.objects.filter(kind=RunKind.GAPS, state=RunState.DONE, known_at=None)
    return next((run for run in finished.order_by("-pk")[:50] if run.writes_profiles), None)


def has_outgrown(run: AnalysisRun) -> bool:
    """Has more than half as much evidence come since the run as its priors were gathered from?"""
    since = Evidence.objects.filter(recorded_at__gt=run.created_at).count()
    return since > RunPriors.objects.values_list("n_evidence", flat=True).get(run=run) / 2
