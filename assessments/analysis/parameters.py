"""The numbers behind the estimate and the gap: one frozen set, hashed with every result."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

METHOD = "crossed effects"
METHOD_VERSION = "5"
MILLI = 1000  # levels and probabilities are stored as thousandths
Z90 = 1.645  # half-width of a 90 % interval in standard deviations


@dataclass(frozen=True, slots=True)
class Parameters:
    """Settings of one analysis; levels are on the common metric 0..5, variances in levels².

    Tuples are indexed by `Kind` (hard, soft, unclassified). Reliability of single ratings:
    Viswesvaran, Ones & Schmidt (1996), Salgado & Moscoso (2019), Zhou et al. (2024); leniency
    of self-ratings: Heidemeier & Moser (2009); idiosyncratic rater effects: Scullen, Mount &
    Goff (2000). Ageing and thresholds are our assumptions. `skill_variance` is the spread of true
    levels around the mean of skill and role, of which `person_variance` is shared by all skills of
    a person and `within_variance` is what the second pass starts from. `common_error` is the share
    of the variance of errors that all levels of a person have in common: found in simulated
    organisations, where impressions and the person prior make them err together.
    """

    skill_variance: float = 0.75
    person_variance: float = 0.20
    within_variance: float = 0.60
    severity_variance: float = 0.25
    halo_variance: float = 0.16
    drift_per_year: tuple[float, float, float] = (0.30, 0.15, 0.30)
    self_bias: tuple[float, float, float] = (0.20, 0.30, 0.25)
    self_bias_variance: float = 0.25
    role_pseudo_cells: float = 20.0
    empty_prior_mean: float = 2.5
    flat_min_rows: int = 6
    flat_max_variance: float = 0.06
    flat_factor: float = 6.0
    calibration: float = 1.15
    calibration_min_rows: int = 200
    tentative_reliability: float = 0.20
    measured_reliability: float = 0.50
    practical_threshold: float = 0.25
    possible_gap: float = 0.50
    probable_gap: float = 0.80
    min_coverage: float = 0.50
    common_error: float = 0.15

    def digest(self) -> str:
        """Return the SHA-256 of all values in a canonical form, as 64 hex digits."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


DEFAULTS = Parameters()
