"""Writes of this app."""

from reviews.services.goals import (
    GoalContent,
    add_goal,
    add_goal_once,
    carry_over,
    change_goal,
    comment_goal,
    lock_goals,
    measure_goal,
    set_goal_state,
)
from reviews.services.questions import QuestionContent, put_question
from reviews.services.unit_goals import (
    UnitGoalContent,
    add_unit_goal,
    change_unit_goal,
    set_unit_goal_state,
)

__all__ = [
    "GoalContent",
    "QuestionContent",
    "UnitGoalContent",
    "add_goal",
    "add_goal_once",
    "add_unit_goal",
    "carry_over",
    "change_goal",
    "change_unit_goal",
    "comment_goal",
    "lock_goals",
    "measure_goal",
    "put_question",
    "set_goal_state",
    "set_unit_goal_state",
]
