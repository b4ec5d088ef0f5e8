"""Goals, the bank of review questions, review cycles and the reviews in them."""

from reviews.models.goals import Goal, GoalQuerySet, Question

__all__ = ["Goal", "GoalQuerySet", "Question"]
