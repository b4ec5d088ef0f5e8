"""What a page says about a share that is known within an interval only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A share 0..1 with its 90 % interval, cut to 0..1."""

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """For the short form `78 ± 6 %`: the wider side, so that it promises no more."""
        return max(self.value - self.low, self.high - self.value)
