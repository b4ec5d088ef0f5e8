"""Each `visible_to` gives everybody the rows of exactly those whom the oracle names."""

import pytest

from tests.access.querysets import READINGS, reading_faults
from tests.access.world import World


@pytest.mark.parametrize("name", READINGS)
def test_rows_are_of_those_whom_the_oracle_names(world: World, name: str):
    assert list(reading_faults(name, world)) == []
