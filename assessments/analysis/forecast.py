"""What becomes of a level without practice."""

from assessments.analysis.parameters import DEFAULTS

HALF_LIFE_MONTHS = 11.0
"""Half of what was gained last is lost after so long without use: 6.5 months where accuracy
counts, 13 where speed counts, 11 over all (Tatel & Ackerman 2025; cf. Arthur et al. 1998). Soft
skills stay: gains of behaviour modelling were stable or rose (Taylor, Russ-Eft & Chan 2005)."""
USUAL_GAIN = 1.0  # levels; the last gain where none was recorded
MONTHS_PER_YEAR = 12.0
IN_USE_DAYS = 180  # so long after an observation a skill counts as practised


def unused(
    mean: float,
    variance: float,
    months: float,
    *,
    drift_per_year: float = DEFAULTS.drift_per_year[0],
    base: float | None = None,
) -> tuple[float, float]:
    """Return mean (levels) and variance (levels²) of a hard skill not used for so many months.

    m(t) = base + (m - base) 2^(-t / h), `base` being the level before the last recorded gain;
    v(t) = v + drift t. Raises ValueError for months below 0.
    """
    if months < 0:
        raise ValueError("a forecast looks ahead")
    floor = max(mean - USUAL_GAIN, 0.0) if base is None else min(base, mean)
    kept = 2.0 ** (-months / HALF_LIFE_MONTHS)
    return floor + (mean - floor) * kept, variance + drift_per_year * months / MONTHS_PER_YEAR
