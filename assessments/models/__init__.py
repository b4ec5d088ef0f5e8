"""Models of evidence, ratings, cycles, tests, scenarios and derived levels."""

from assessments.models.certificates import Certificate
from assessments.models.contests import Contest
from assessments.models.cycles import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    CycleSkill,
    RatingRequest,
)
from assessments.models.derived import AnalysisRun, RunPriors, RunShard, SkillMapCell, SkillProfile
from assessments.models.evidence import Evidence, Retraction
from assessments.models.exercises import Exercise, ExerciseSkill, Observer, ObserverScore
from assessments.models.external import ExternalAnswer, ExternalRater
from assessments.models.feedback import FeedbackAnswer, FeedbackFunnel, FeedbackInvitation
from assessments.models.quizzes import (
    Attempt,
    AttemptItem,
    CutScores,
    Item,
    ItemVersion,
    Quiz,
    QuizItem,
)
from assessments.models.ratings import Rating
from assessments.models.remarks import Remark, RemarkRequest
from assessments.models.scenarios import (
    Reaction,
    ReactionKey,
    Scenario,
    ScenarioAttempt,
    ScenarioChoice,
    ScenarioExpert,
    ScenarioVersion,
    Scene,
)

__all__ = [
    "AnalysisRun",
    "AssessmentCycle",
    "Attempt",
    "AttemptItem",
    "Certificate",
    "Contest",
    "CutScores",
    "CycleParticipant",
    "CycleRaterKind",
    "CycleSkill",
    "Evidence",
    "Exercise",
    "ExerciseSkill",
    "ExternalAnswer",
    "ExternalRater",
    "FeedbackAnswer",
    "FeedbackFunnel",
    "FeedbackInvitation",
    "Item",
    "ItemVersion",
    "Observer",
    "ObserverScore",
    "Quiz",
    "QuizItem",
    "Rating",
    "RatingRequest",
    "Reaction",
    "ReactionKey",
    "Remark",
    "RemarkRequest",
    "Retraction",
    "RunPriors",
    "RunShard",
    "Scenario",
    "ScenarioAttempt",
    "ScenarioChoice",
    "ScenarioExpert",
    "ScenarioVersion",
    "Scene",
    "SkillMapCell",
    "SkillProfile",
]
