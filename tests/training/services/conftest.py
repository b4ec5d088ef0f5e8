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
from tests.training.services.circle_world import MONDAY, ZONES, join
from training.models import Cohort, PeerCircle, Programme
from training.services.library import StepContent, put_template


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


@pytest.fixture
def peers(cast):
    title, teaches = "Peers", {cast.soft: (0, 4)}
    return make_activity(title, teaches, mode="peer_coaching", hours_per_session=1, sessions=3)


@pytest.fixture
def circle(cast, peers):
    template = put_template(
        actor=None, code="T", name="Quarter", steps=[StepContent(activity=peers)]
    )
    programme = Programme.objects.create(
        name="New managers",
        template=template,
        leads=True,
        owner=cast.alice.user,
        meeting=peers,
        agendas="Getting to know each other\nA hard talk",
    )
    cohort = Cohort.objects.create(programme=programme, starts_on=MONDAY.date())
    return PeerCircle.objects.create(cohort=cohort, number=1, hours=6, language="en")


@pytest.fixture
def members(circle):
    """Three people; one has the second meeting a week later."""
    rows = zip(("Ann A", "Bea B", "Cem C"), ZONES, ((1, 5, 9), (1, 5, 9), (1, 6, 9)), strict=True)
    return [join(circle, name, zone=zone, weeks=weeks) for name, zone, weeks in rows]
