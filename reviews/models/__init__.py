"""Goals, the bank of review questions, review cycles and the reviews in them."""

from reviews.models.cycles import ReviewCycle, ReviewTemplate, TemplateQuestion
from reviews.models.goals import Goal, GoalQuerySet, Question
from reviews.models.reviews import (
    LED_HERE,
    Acknowledgement,
    Review,
    ReviewEntry,
    ReviewSkill,
    SignedReview,
    digest_of,
)

__all__ = [
    "LED_HERE",
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
