"""Keeping the priors of a run."""

from assessments.analysis.priors import Priors
from assessments.models import AnalysisRun, RunPriors


def store_priors(run: AnalysisRun, priors: Priors, n_evidence: int) -> None:
    """Write the priors of a run, gathered from so many evidence rows; once per run."""
    RunPriors.objects.create(
        run=run,
        cell_key=priors.cells.key.astype("<i8").tobytes(),
        cell_sums=priors.cells.sums.astype("<i8").tobytes(),
        flat=priors.flat.astype("<i8").tobytes(),
        n_evidence=n_evidence,
    )
