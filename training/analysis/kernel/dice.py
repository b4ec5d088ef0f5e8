"""Random numbers from an explicit state, the same on every machine and version."""

import numpy as np
from numpy.typing import NDArray

from training.analysis.kernel.machine_code import compiled


@compiled
def roll(dice: NDArray[np.uint64]) -> float:
    """A random number from 0 up to 1."""
    dice[0] += np.uint64(0x9E3779B97F4A7C15)
    z = dice[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(dice: NDArray[np.uint64], n: int) -> int:
    """A random whole number from 0 to n - 1."""
    return int(roll(dice) * n)
