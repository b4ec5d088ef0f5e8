"""Goals, the bank of review questions, review cycles and the reviews in them."""

from reviews.models.cycles import ReviewCycle, ReviewTemplate, TemplateQuestion
from reviews.models.goals import Goal, GoalQuerySet, Question
from reviews.models.reviews import (
    Acknowledgement,
    Review,
    ReviewEntry,
    ReviewSkill,
    SignedReview,
    digest_of,
)

__all__ = [
    "Acknowledgement",
    "Goal",
    "GoalQuerySet",
    "Question",
    "Review",
    "ReviewCycle",
    "ReviewEntry",
    "ReviewSkill",
    "ReviewTemplate",
    "SignedReview",
    "TemplateQuestion",
    "digest_of",
]
