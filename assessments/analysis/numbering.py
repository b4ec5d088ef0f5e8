"""Whole numbers put in order and numbered, faster than comparing them, and sums by number."""

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray

_DIGIT_BITS = 16  # numpy counts numbers of two bytes instead of comparing them
_CLOSE = 16  # up to this many places per number, a table of all places is faster than an order


def order_of(key: IntArray) -> IntArray:
    """Return the places of `key` in rising order, equal ones as they came, shape (n,).

    Least significant digits first (Knuth, "Sorting and Searching", 5.2.5); O(n) for each digit
    that the spread of the numbers takes.
    """
    if not len(key):
        return np.zeros(0, dtype=np.int64)
    rest = (key - key.min()).astype(np.uint64)
    order = np.argsort(rest.astype(np.uint16), kind="stable")
    for _digit in range(_DIGIT_BITS, int(rest.max()).bit_length(), _DIGIT_BITS):
        rest >>= np.uint64(_DIGIT_BITS)
        order = order[np.argsort(rest[order].astype(np.uint16), kind="stable")]
    return order


def numbered(key: IntArray) -> tuple[IntArray, IntArray]:
    """Return the distinct numbers in rising order and the place of each of `key` among them:
    `np.unique` with the inverse. O(n) where the numbers lie close together."""
    if not len(key):
        return key, key
    least = int(key.min())
    spread = int(key.max()) - least
    if spread > _CLOSE * len(key):
        return _ranked(key)
    near = key - least
    seen = np.zeros(spread + 1, dtype=bool)
    seen[near] = True
    return np.flatnonzero(seen) + least, (np.cumsum(seen) - 1)[near]


def _ranked(key: IntArray) -> tuple[IntArray, IntArray]:
    order = order_of(key)
    ranked = key[order]
    starts = np.ones(len(key), dtype=bool)
    starts[1:] = ranked[1:] != ranked[:-1]
    place = np.empty(len(key), dtype=np.int64)
    place[order] = np.cumsum(starts) - 1
    return ranked[starts], place


def summed(place: IntArray, value: FloatArray, n: int) -> FloatArray:
    """Add up the values of each place, shape (n,); of nothing at all bincount counts integers."""
    return np.bincount(place, value, n).astype(np.float64, copy=False)
