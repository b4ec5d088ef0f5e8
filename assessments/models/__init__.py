"""Models of evidence, ratings and derived levels."""

from assessments.models.derived import AnalysisRun, RunPriors, RunShard, SkillMapCell, SkillProfile
from assessments.models.evidence import Evidence, Retraction
from assessments.models.ratings import Rating

__all__ = [
    "AnalysisRun",
    "Evidence",
    "Rating",
    "Retraction",
    "RunPriors",
    "RunShard",
    "SkillMapCell",
    "SkillProfile",
]
