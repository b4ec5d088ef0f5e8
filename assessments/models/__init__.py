"""Models of evidence, ratings, assessment cycles and derived levels."""

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
from assessments.models.ratings import Rating

__all__ = [
    "AnalysisRun",
    "AssessmentCycle",
    "Contest",
    "CycleParticipant",
    "CycleRaterKind",
    "CycleSkill",
    "Evidence",
    "Rating",
    "RatingRequest",
    "Retraction",
    "RunPriors",
    "RunShard",
    "SkillMapCell",
    "SkillProfile",
]
