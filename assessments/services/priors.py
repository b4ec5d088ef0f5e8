"""Keeping the priors of a run."""

from assessments.analysis.evidence import FloatArray, IntArray
from assessments.analysis.priors import Priors
from assessments.enums import RunState
from assessments.models import AnalysisRun, RunPriors, SkillProfile


def store_priors(run: AnalysisRun, priors: Priors, n_evidence: int) -> None:
    """Write the priors of a run, learned from so many evidence rows; once per run."""
    effects = priors.effects
    RunPriors.objects.create(
        run=run,
        cell_key=_numbers(priors.cells.key),
        cell_sums=_numbers(priors.cells.sums),
        flat=_numbers(priors.flat),
        rater=_numbers(effects.rater),
        ratee=_numbers(effects.ratee),
        dyad=_numbers(effects.dyad),
        severity=_effects(effects.severity),
        impression=_effects(effects.impression),
        leniency=_effects(effects.leniency),
        calibration=round(priors.calibration * 1000),
        n_evidence=n_evidence,
    )


def drop_unused_priors(latest: AnalysisRun) -> None:
    """Forget the priors of finished runs that no profile was computed with."""
    in_use = SkillProfile.objects.filter(run__isnull=False).values("run")
    finished = RunPriors.objects.exclude(run__state=RunState.RUNNING)
    finished.exclude(run__in=in_use).exclude(run=latest).delete()


def _numbers(values: IntArray) -> bytes:
    return values.astype("<i8").tobytes()


def _effects(values: FloatArray) -> bytes:
    return values.astype("<f8").tobytes()
