"""The one reading of packed profiles."""

from dataclasses import dataclass

from assessments.analysis.parameters import DEFAULTS, MILLI, Z90, Parameters
from assessments.enums import NOT_MEASURED, PACKED, GapStatus
from assessments.models import SkillProfile
from skills.enums import TOP_LEVEL


@dataclass(frozen=True, slots=True)
class ProfileCell:
    """One skill of a profile, in levels of the common 0..5 metric.

    `mean`, `sd` (before calibration; `error` after it), `low` and `high` (90 %) are None when not
    measured;
    `required` is None, `importance` 0 and `status` None where nothing is required; `p_gap` is
    0..1, None without a level or a requirement. `trust` is measured, tentative or not_measured.
    """

    slot: int
    mean: float | None
    sd: float | None
    error: float | None
    low: float | None
    high: float | None
    trust: str
    n_ratings: int
    required: float | None
    importance: int
    p_gap: float | None
    status: GapStatus | None


def unpack_profile(profile: SkillProfile, parameters: Parameters = DEFAULTS) -> list[ProfileCell]:
    """Return the cells of a profile in the order of their slots."""
    columns = (getattr(profile, name) for name in PACKED)
    calibration = profile.calibration / MILLI
    cells = zip(*columns, strict=True)
    return [_cell(*cell, calibration=calibration, parameters=parameters) for cell in cells]


def _cell(
    slot: int,
    mean: int,
    sd: int,
    n_ratings: int,
    required: int,
    importance: int,
    p_gap: int,
    status: int,
    *,
    calibration: float,
    parameters: Parameters,
) -> ProfileCell:
    measured = mean != NOT_MEASURED
    half = Z90 * calibration * sd
    return ProfileCell(
        slot=slot,
        mean=mean / MILLI if measured else None,
        sd=sd / MILLI if measured else None,
        error=calibration * sd / MILLI if measured else None,
        low=max(0.0, mean - half) / MILLI if measured else None,
        high=min(float(TOP_LEVEL * MILLI), mean + half) / MILLI if measured else None,
        trust=_trust(sd, parameters) if measured else "not_measured",
        n_ratings=n_ratings,
        required=required / MILLI if required else None,
        importance=importance,
        p_gap=None if p_gap == NOT_MEASURED else p_gap / MILLI,
        status=GapStatus(status) if required else None,
    )


def is_tentative(sd: int, parameters: Parameters = DEFAULTS) -> bool:
    """Does the evidence explain too little of the true spread? `sd` is as stored."""
    reliability = 1 - (sd / MILLI) ** 2 / parameters.within_variance
    return reliability < parameters.measured_reliability


def _trust(sd: int, parameters: Parameters) -> str:
    return "tentative" if is_tentative(sd, parameters) else "measured"
