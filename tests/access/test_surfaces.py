"""list = detail = export = search = accepted ids, in organisations nobody thought of."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from skillmap.core.api import throttling
from tests.access.surfaces import SURFACES, build_random_world, surface_faults
from tests.access.world import World


@pytest.fixture(scope="module", params=[1, 2, 3], ids=lambda seed: f"organisation {seed}")
def random_world(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker
) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(throttling, "REQUESTS_PER_WINDOW", 10**6)
        yield build_random_world(request.param)
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", SURFACES)
def test_surface_names_exactly_whom_the_oracle_names(random_world: World, name: str):
    assert list(surface_faults(name, random_world)) == []
