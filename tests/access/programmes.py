"""Secrets in what path templates and programmes made of people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from assessments.models import AnalysisRun
from tests import factories as make
from tests.access.rows import CATALOGUE, HR_ADMIN, LEVELS, OWN_OR_HR, OWNER, page, post
from training.enums import PlanState
from training.models import (
    CircleMeeting,
    Cohort,
    PathTemplate,
    PeerCircle,
    Programme,
    ProgrammeMember,
    TemplateResult,
    TemplateUse,
)

if TYPE_CHECKING:
    from tests.access.world import World


MEETINGS = [
    page("pages:circle_detail", LEVELS, "circle"),
    page("pages:meeting_move", LEVELS, "meeting", may=OWNER | HR_ADMIN),
    post("pages:meeting_move", LEVELS, "meeting", may=OWNER | HR_ADMIN),
]


def hide_programmes(world: World, people: tuple[str, ...]) -> None:
    """Uses of the template with a result for each of `people`, and two programmes of one person."""
    for owner in ("alice", "bob", "erin"):
        _hide_use(world, owner, people)
    for owner in ("dave", "frank"):
        _hide_programme(world, owner)
        _hide_record(world, owner)


def _hide_use(world: World, owner: str, people: tuple[str, ...]) -> None:
    run = AnalysisRun.objects.get(actor=world.user(owner))
    use = TemplateUse.objects.create(
        template=PathTemplate.objects.get(),
        edition=1,
        run=run,
        scope=world.hide(f"use-of-{owner}", owner, OWN_OR_HR),
    )
    world.add("use", owner, use.public_id)
    for person in people:
        why = world.hide(f"why-not-{person}", person, LEVELS)
        TemplateResult.objects.create(use=use, employee=world.employees[person], why_not=why)


def _hide_programme(world: World, owner: str) -> None:
    """Nobody else is in it, nor in its circle."""
    programme = Programme.objects.create(
        name=world.hide(f"programme-of-{owner}", owner, LEVELS | CATALOGUE),
        template=PathTemplate.objects.get(),
        leads=True,
        owner=world.user("alice"),
    )
    cohort = Cohort.objects.create(programme=programme, starts_on=make.day(3))
    circle = PeerCircle.objects.create(cohort=cohort, number=1, hours=5)
    ProgrammeMember.objects.create(
        cohort=cohort,
        employee=world.employees[owner],
        use=TemplateUse.objects.get(run__actor=world.user("alice")),
        circle=circle,
    )
    world.add("programme", owner, programme.public_id)
    world.add("circle", owner, circle.public_id)
    meeting = CircleMeeting.objects.create(
        circle=circle, number=1, starts_at=timezone.now() + timedelta(days=7)
    )
    world.add("meeting", owner, meeting.public_id)


def _hide_record(world: World, owner: str) -> None:
    """A completed plan."""
    title = world.hide(f"record-of-{owner}", owner, LEVELS)
    step = {"title": title, "mode": "course", "sessions": 1, "hours_by_week": {}, "done_on": None}
    plan = make.make_plan(
        world.employees[owner],
        [],
        state=PlanState.COMPLETE,
        frozen={"hours": 1, "cost": 0, "currency": "EUR", "report": {}, "steps": [step]},
        started_at=timezone.now(),
        ended_at=timezone.now(),
    )
    world.add("complete", owner, plan.public_id)
