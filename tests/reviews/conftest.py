"""A manager, a direct report, and their next talk."""

import pytest

from reviews.models import CheckIn
from tests.factories import assign, make_employee
from tests.reviews.talks import plan


@pytest.fixture
def bob():
    bob = make_employee("Bob Manager", user=True)
    assign(bob)
    return bob


@pytest.fixture
def carol(bob):
    carol = make_employee("Carol Report", user=True)
    assign(carol, manager=bob)
    return carol


@pytest.fixture
def talk(bob, carol) -> CheckIn:
    return plan(bob, carol)
