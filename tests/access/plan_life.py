"""Dates with trainers, calendars, and learning platforms: their addresses and the way back."""

from skillmap.pages.launches import return_token
from tests import factories as make
from tests.access.world import World
from training.models import Activity, ActivitySession, DevelopmentPlan, ForeignActivity
from training.services.feeds import renew_feed


def add_plan_life(world: World) -> None:
    """One date of nobody, one that Carol leads, Dave's calendar and his running plan."""
    activity = Activity.objects.get(title="Listening in sales")
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
