"""What the outcomes of activities are expected to bring, and what they were seen to bring."""

from collections.abc import Iterable
from dataclasses import dataclass

from training.analysis.gain import default_gain
from training.analysis.observed_gain import interval
from training.models import Activity, ActivityOutcome, ObservedGain


@dataclass(frozen=True)
class GainLine:
    """One outcome with its gains in levels of the skill's own scale.

    `seen`, `low`, `high` (90 %) and `people` are None where fewer people than the floor were
    measured before and after. `planned` is what plans count with.
    """

    outcome: ActivityOutcome
    expected: float
    planned: float
    seen: float | None = None
    low: float | None = None
    high: float | None = None
    people: int | None = None


def expected_gain(activity: Activity, outcome: ActivityOutcome) -> float:
    """What the catalogue says, else what its way of learning usually brings (common metric)."""
    if outcome.gain is None:
        return default_gain(activity.mode, outcome.skill.kind)
    return float(outcome.gain)


def gain_lines(activity: Activity, outcomes: Iterable[ActivityOutcome]) -> list[GainLine]:
    """The outcomes with their gains; no query where scales and observed gains are loaded."""
    return [_line(activity, outcome) for outcome in outcomes]


def _line(activity: Activity, outcome: ActivityOutcome) -> GainLine:
    scale = outcome.skill.scale
    unit = scale.from_common(1.0) - scale.from_common(0.0)
    expected = expected_gain(activity, outcome) * unit
    found = observed_of(outcome)
    if found is None:
        return GainLine(outcome, expected, expected)
    low, high = interval(found.observed, found.observed_error)
    return GainLine(
        outcome,
        expected,
        found.gain * unit,
        seen=found.observed * unit,
        low=low * unit,
        high=high * unit,
        people=found.people,
    )


def observed_of(outcome: ActivityOutcome) -> ObservedGain | None:
    """What was seen of this outcome, None below the floor."""
    found: ObservedGain | None = getattr(outcome, "observed_gain", None)
    return found
