"""Writes of this app."""

from reviews.services.goals import add_goal, measure_goal, put_question, set_goal_state

__all__ = ["add_goal", "measure_goal", "put_question", "set_goal_state"]
