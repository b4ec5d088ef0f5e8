"""A person with a hard and a soft gap, and a catalogue that closes both."""

import pytest

from assessments.enums import Source
from tests.factories import (
    assign,
    make_activity,
    make_employee,
    make_evidence,
    make_organisation,
    make_role,
    make_skill,
    make_soft_skill,
)


@pytest.fixture
def world():
    """Carol, a customer success manager with a hard and a soft gap, led by Bob."""
    make_organisation()
    hard, soft = make_skill("Spreadsheets"), make_soft_skill("Active listening")
    role = make_role("Customer success manager", {hard: 4, soft: 4})
    bob = make_employee("Bob Boss")
    carol = make_employee("Carol Report", languages=["en"], time_zone="Europe/Madrid")
    assign(bob, "Acme/Sales")
    assign(carol, "Acme/Sales", role=role, manager=bob)
    for skill in (hard, soft):
        make_evidence(carol, skill, 1.5, Source.TEST)
    return {"hard": hard, "soft": soft, "role": role, "bob": bob, "carol": carol}


@pytest.fixture
def catalogue(world):
    hard, soft = world["hard"], world["soft"]
    course = {"sessions": 3, "hours_per_session": 1}
    return {
        "sheets": make_activity("Sheets", {hard: (0, 4)}, **course),
        "talk": make_activity("Listening", {soft: (0, 4)}, **course),
        "role": make_activity("Role-play", {soft: (0, 4)}, mode="role_play", **course),
    }
