"""Goals, questions, review cycles and the reviews in them, observations and check-ins."""

from reviews.models.calibration import CalibrationChange
from reviews.models.check_ins import CheckIn, CheckInAction, CheckInNote, TalkingPoint
from reviews.models.cycles import ReviewCycle, ReviewTemplate, TemplateQuestion
from reviews.models.fairness import FairnessLook, FairnessReport
from reviews.models.goals import (
    Goal,
    GoalComment,
    GoalFigure,
    GoalQuerySet,
    Question,
    QuestionSkill,
)
from reviews.models.observations import Observation
from reviews.models.reminders import ReviewReminder
from reviews.models.reviews import (
    LED_HERE,
    Acknowledgement,
    Review,
    ReviewEntry,
    ReviewSkill,
    SignedReview,
    digest_of,
)
from reviews.models.unit_goals import UnitGoal

__all__ = [
    "LED_HERE",
    "Acknowledgement",
    "CalibrationChange",
    "CheckIn",
    "CheckInAction",
    "CheckInNote",
    "FairnessLook",
    "FairnessReport",
    "Goal",
    "GoalComment",
    "GoalFigure",
    "GoalQuerySet",
    "Observation",
    "Question",
    "QuestionSkill",
    "Review",
    "ReviewCycle",
    "ReviewEntry",
    "ReviewReminder",
    "ReviewSkill",
    "ReviewTemplate",
    "SignedReview",
    "TalkingPoint",
    "TemplateQuestion",
    "UnitGoal",
    "digest_of",
]
