"""Notes between colleagues in the access world, each kind with its own readers."""

from typing import Any

from django.utils import timezone

from assessments.models import RemarkRequest
from employees.enums import EmployeeStatus
from employees.models import Employee
from skills.models import Skill
from tests import factories as make
from tests.access.oracle import Audience, Relation
from tests.access.rows import OWNER, RATERS, REPORTED, audience
from tests.access.world import NOBODY, World

RECEIVERS = ("carol", "dave", "frank")


def hide_remarks(world: World) -> None:
    """Somebody who left wrote all of them, so that a reader is never their writer as well."""
    gone = make.make_employee("Gone Writer", status=EmployeeStatus.LEFT)
    for owner in RECEIVERS:
        _hide(world, gone, owner, "private", OWNER)
        _hide(world, gone, owner, "shared", RATERS, readers="manager")
        report = world.hide(f"report-of-{owner}", owner, REPORTED)
        _hide(world, gone, owner, "reported", REPORTED, reported_at=timezone.now(), report=report)
    _hide_own(world, gone)


def _hide(
    world: World, giver: Employee, owner: str, kind: str, seen_by: Audience, **fields: Any
) -> None:
    text = world.hide(f"{kind}-remark-to-{owner}", owner, seen_by)
    remark = make.make_remark(giver, world.employees[owner], _skill(world), text=text, **fields)
    world.add(f"{kind}_remark", owner, remark.public_id)


def _hide_own(world: World, gone: Employee) -> None:
    """What Frank wrote to somebody who left, and what he and Carol are asked."""
    frank = world.employees["frank"]
    text = world.hide("remark-by-frank", "frank", audience(Relation.SELF))
    given = make.make_remark(frank, gone, _skill(world), text=text)
    world.add("given_remark", "frank", given.public_id)
    for name in ("frank", "carol"):
        asked = RemarkRequest.objects.create(
            asker=gone,
            colleague=world.employees[name],
            skill=_skill(world),
            question=world.hide(f"question-to-{name}", name, OWNER),
        )
        world.add("remark_request", name, asked.public_id)
    old = world.hide("closed-question", "frank", NOBODY)
    RemarkRequest.objects.create(
        asker=gone, colleague=frank, skill=_skill(world), question=old, closed_at=timezone.now()
    )


def _skill(world: World) -> Skill:
    return Skill.objects.get(public_id=world.skill_id)
