"""Ways to plan for people, dates with trainers, calendars, and learning platforms with the way
back."""

from typing import Any

from skillmap.pages.launches import return_token
from tests import factories as make
from tests.access.rows import LEVELS, OWNER
from tests.access.world import OWNERS, World
from training.enums import Wish
from training.models import Activity, ActivitySession, DevelopmentPlan, ForeignActivity
from training.services.feeds import renew_feed


def add_plan_life(world: World) -> None:
    """One date of nobody, one that Carol leads, Dave's calendar and his running plan."""
    activity = Activity.objects.get(title="Listening in sales")
    for owner in OWNERS:
        _add_option(world, "option", owner, owner, activity)
    for asker in ("bob", "carol"):  # about Carol: neither reads the other's
        asked = {"wish": Wish.WHAT_IF, "asked_by": world.user(asker)}
        _add_option(world, "what_if", asker, "carol", activity, **asked)
    for owner, days in (("", 9), ("carol", 0)):
        trainer = world.employees.get(owner)
        session = ActivitySession.objects.create(
            activity=activity, starts_on=make.day(days), trainer=trainer
        )
        world.add("session", owner, session.public_id)
    known = ForeignActivity.objects.create(address="https://lms.example/1", activity=activity)
    world.add("foreign", "", known.public_id)
    world.add("feed", "", renew_feed(world.user("dave")))
    plan = DevelopmentPlan.objects.get(employee=world.employees["dave"], state="active")
    world.add("running", "dave", plan.public_id)
    world.add("returned", "dave", return_token(plan.steps.get()))


def _add_option(
    world: World, kind: str, owner: str, about: str, activity: Activity, **fields: Any
) -> None:
    """A way to plan for somebody; the owner of a what-if is who asked."""
    secret = world.hide(f"{kind}-of-{owner}", owner, OWNER if kind == "what_if" else LEVELS)
    option = make.make_option(world.employees[about], [activity], **fields)
    option.steps[0]["why"] = secret
    option.save()
    world.add(kind, owner, option.public_id)
