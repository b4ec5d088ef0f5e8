"""Numbers in order by their digits, against sorting by comparison."""

import numpy as np
import pytest

from assessments.analysis.numbering import numbered, order_of

KEYS = {
    "few": [3, 1, 2, 1, 3],
    "one": [7],
    "none": [],
    "alike": [5, 5, 5],
    "below nothing": [-1, 4, -7, -1],
    "of several digits": [2**40, 1, 2**17, 2**40 - 1, 0, 2**17],
    "as far apart as can be": [np.iinfo(np.int64).min, np.iinfo(np.int64).max, 0, -1],
    "many": np.random.default_rng(1).integers(-(10**6), 10**9, 5_000),
}


@pytest.mark.parametrize("name", KEYS)
def test_order_is_that_of_a_stable_sort(name):
    key = np.array(KEYS[name], dtype=np.int64)
    assert order_of(key).tolist() == np.argsort(key, kind="stable").tolist()


@pytest.mark.parametrize("name", KEYS)
def test_distinct_numbers_and_places_are_those_of_unique(name):
    key = np.array(KEYS[name], dtype=np.int64)
    found = numbered(key)
    wanted = np.unique(key, return_inverse=True)
    for one, other in zip(found, wanted, strict=True):
        assert one.tolist() == other.tolist()
