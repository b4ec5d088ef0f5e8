"""Groups of people that can be told of, so that nothing is left over to be found by subtraction.

Every person belongs to exactly one part, and no part is smaller than the floor. So every figure of
every table adds up whole parts, all tables have the same sum, and whatever is subtracted from
whatever leaves whole parts.
"""

from collections.abc import Mapping

from assessments.analysis.suppression import LEAST_FLOOR, groups


def parts(counts: Mapping[str, int], floor: int) -> list[tuple[str, ...]]:
    """Return disjoint groups of all keys of `counts`, each with at least the floor.

    Keys that reach it stand alone, all others together, last; where they do not reach it together
    the smallest of those that do joins them. Nothing where all together are fewer. O(n log n).
    """
    floor = max(floor, LEAST_FLOOR)
    told = groups(counts, floor)
    left = tuple(key for key in counts if not any(key in keys for keys in told))
    if not left or not any(counts[key] for key in left):
        return told
    if not told:
        return []
    smallest = min(told, key=lambda keys: (sum(counts[key] for key in keys), keys))
    return [*(keys for keys in told if keys != smallest), (*smallest, *left)]
