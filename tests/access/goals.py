"""Goals: their rows, and what is said about, measured on and shared of them in the access world."""

from decimal import Decimal

from reviews.enums import GoalKind, GoalVisibility
from reviews.models import Goal, GoalComment, GoalFigure, UnitGoal
from tests import factories as make
from tests.access.rows import (
    ALL,
    AND_FILE,
    GOALS,
    HR_ADMIN,
    LEVELS,
    NAMED_MAP,
    OWNER,
    REVIEW_SIDES,
    R,
    audience,
    page,
    post,
)
from tests.access.world import World

SETTERS = audience(R.CHAIN, R.IN_SCOPE) | HR_ADMIN  # of the goals of a unit with this person in it

GOAL_PAGES = [
    page(
        "pages:goal_board",
        ALL,
        queries=("", "?format=csv", "?q=canary", "?state=overdue&sort=-name", "?skill_kind=soft"),
    ),
    page("pages:goal_shared_list", ALL),
    page("pages:goal_balance", ALL, may=NAMED_MAP, queries=("", "?format=csv")),
    page("pages:recognition_list", ALL, may=NAMED_MAP, queries=("", "?days=365", "?days=x")),
    page("pages:unit_goals", ALL, queries=(*AND_FILE, "?state=open")),
    page("reviews:goal_list", LEVELS, "person", queries=("", "?kind=skill", "?kind=x&review=x")),
    post("reviews:goal_list", LEVELS, "person", may=REVIEW_SIDES),
    post("reviews:goal_reason", LEVELS, "person"),
    post("reviews:goal_reason", LEVELS, "person", body={"reason": "a complaint"}),
    page("reviews:goal_detail", LEVELS, "goal"),
    page("reviews:goal_edit", LEVELS, "goal", may=REVIEW_SIDES),
    post("reviews:goal_edit", LEVELS, "goal", may=REVIEW_SIDES),
    post("reviews:goal_state", LEVELS, "goal", may=REVIEW_SIDES),
    post("reviews:goal_figure", LEVELS, "goal", may=REVIEW_SIDES),
    post("reviews:goal_carry", LEVELS, "goal", may=REVIEW_SIDES),
    post("reviews:goal_take_back", LEVELS, "goal", may=OWNER),
    post("reviews:goal_comment", LEVELS, "goal"),
    page("reviews:unit_goal_new", ALL, "led_unit", may=SETTERS),
    post("reviews:unit_goal_new", ALL, "led_unit", may=SETTERS),
    page("reviews:unit_goal_edit", ALL, "unit_goal", may=SETTERS),
    post("reviews:unit_goal_edit", ALL, "unit_goal", may=SETTERS),
    post("reviews:unit_goal_state", ALL, "unit_goal", may=SETTERS),
]


def hide_goals(world: World) -> None:
    """A comment on everybody's goal, a figure, a goal Carol shows to everybody, one of a unit."""
    for goal in Goal.objects.select_related("employee"):
        owner = world.names([str(goal.employee.public_id)]).pop()
        said = world.hide(f"comment-on-goal-of-{owner}", owner, GOALS)
        GoalComment.objects.create(goal=goal, author=world.user(owner), text=said)
    _share(world, "carol")
    north = make.make_unit("Acme/Sales/North")
    title = world.hide("goal-of-north", "dave", ALL)
    served = UnitGoal.objects.create(
        unit=north, title=title, owner=world.employees["carol"], created_by=world.user("carol")
    )
    world.add("led_unit", "dave", north.public_id)
    world.add("unit_goal", "dave", served.public_id)


def _share(world: World, owner: str) -> None:
    user = world.user(owner)
    goal = Goal.objects.create(
        employee=world.employees[owner],
        kind=GoalKind.KPI,
        title=world.hide(f"shared-goal-of-{owner}", owner, ALL),
        kpi_target=Decimal(9),
        visibility=GoalVisibility.ALL,
        created_by=user,
    )
    said = world.hide(f"comment-on-shared-goal-of-{owner}", owner, GOALS)
    GoalComment.objects.create(goal=goal, author=user, text=said)
    GoalFigure.objects.create(goal=goal, measured_on=make.day(0), value=4, recorded_by=user)
