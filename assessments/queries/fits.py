"""The one reading of stored fits: shares with their intervals."""

import datetime as dt
from dataclasses import dataclass

from assessments.analysis.parameters import MILLI, Z90
from assessments.models import SkillProfile
from skillmap.core.shares import Share

FIT_COLUMNS = (
    *("fit_hard", "fit_soft", "fit", "balanced", "coverage"),
    *("fit_hard_se", "fit_soft_se", "fit_se", "balanced_se", "computed_at"),
)


@dataclass(frozen=True, slots=True)
class FitTriple:
    """How far a person reaches what the role asks for; None where too little is measured.

    `both` is the harmonic mean of `hard` and `soft`, which a lopsided profile lowers; `overall`
    weighs single skills whatever their kind. `coverage` is the share of what is asked that was
    measured, None where nothing is asked. All of it comes from the levels as of `computed_at`.
    """

    hard: Share | None
    soft: Share | None
    both: Share | None
    overall: Share | None
    coverage: float | None
    computed_at: dt.datetime


def fit_of(profile: SkillProfile) -> FitTriple:
    """The fit stored in a profile read with at least `FIT_COLUMNS`."""
    coverage = profile.coverage
    return FitTriple(
        hard=_share(profile.fit_hard, profile.fit_hard_se),
        soft=_share(profile.fit_soft, profile.fit_soft_se),
        both=_share(profile.balanced, profile.balanced_se),
        overall=_share(profile.fit, profile.fit_se),
        coverage=None if coverage is None else coverage / MILLI,
        computed_at=profile.computed_at,
    )


def _share(value: int | None, se: int | None) -> Share | None:
    """A share without its error is not shown: nobody could say what it is worth."""
    if value is None or se is None:
        return None
    half = Z90 * se
    low, high = max(0.0, value - half), min(float(MILLI), value + half)
    return Share(value / MILLI, low / MILLI, high / MILLI)
