"""What is learned from everybody at once, before any profile. Workers only: it needs scipy."""

from dataclasses import dataclass, replace

from assessments.analysis.assembly import CellTable
from assessments.analysis.calibration import calibration
from assessments.analysis.joint import JointRaters
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.priors import Priors, cell_sums, flat_raters, rater_sums
from assessments.analysis.proficiency import Cells, Estimates, estimate


@dataclass(frozen=True, slots=True)
class Learned:
    """The priors, and how they came about: everybody's estimates, steps of each solve."""

    priors: Priors
    estimates: Estimates
    steps: list[int]


def learn(table: CellTable, parameters: Parameters = DEFAULTS, tolerance: float = 1e-4) -> Learned:
    """Learn from a whole organisation: usual levels, how everybody rates, calibration.

    `tolerance` as in `JointRaters`. O(n log n) and a few dozen passes over the ratings.
    """
    rows = table.observations
    priors = Priors(cell_sums(table, parameters), flat_raters(rater_sums(rows), parameters))
    prior_mean, flat = priors.mean(table.role, table.slot, parameters), priors.is_flat(rows.rater)
    cells = Cells(table.kind, prior_mean, table.person, table.employee)
    raters = JointRaters(parameters, tolerance)
    found = estimate(rows, cells, flat, raters, parameters)
    held = calibration(rows, cells, flat, found, parameters)
    return Learned(replace(priors, effects=raters.solved, calibration=held), found, raters.steps)
