"""One world for a whole module of questions; what it holds is taken back at its end."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction

from skillmap.core.api import throttling
from tests.access.budgets import hide_budget
from tests.access.clients import hide_clients
from tests.access.comparing import hide_comparison
from tests.access.data import keep_export
from tests.access.feedback import hide_feedback
from tests.access.goals import hide_goals
from tests.access.hr_lists import hide_views
from tests.access.instruments import hide_instruments
from tests.access.mentoring import hide_mentoring
from tests.access.plan_life import add_plan_life
from tests.access.remarks import hide_remarks
from tests.access.reviews import hide_reviews
from tests.access.rounds import hide_cycles
from tests.access.talks import hide_talks
from tests.access.world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """The organisation of `tests.access.world`, built once."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(throttling, "REQUESTS_PER_WINDOW", 10**6)
        logging.getLogger("django.request").setLevel(logging.CRITICAL)  # refusals are the point
        world = build_world()
        hide_cycles(world)
        hide_feedback(world)
        hide_instruments(world)
        hide_remarks(world)
        hide_reviews(world)
        hide_comparison(world)
        hide_goals(world)
        hide_talks(world)
        hide_mentoring(world)
        hide_budget(world)
        hide_clients(world)
        hide_views(world)
        keep_export(world)
        add_plan_life(world)
        yield world
        logging.getLogger("django.request").setLevel(logging.NOTSET)
        transaction.set_rollback(True)
