"""Models of the catalogue, templates and development plans."""

from training.models.activities import (
    Activity,
    ActivityOutcome,
    ActivityPrerequisite,
    ActivitySession,
    ActivitySituation,
)
from training.models.budgets import (
    Allocation,
    BudgetPart,
    BudgetRun,
    BudgetScenario,
    BudgetShard,
)
from training.models.duties import MandatoryActivity, RefusedActivity
from training.models.feeds import CalendarFeed
from training.models.mentoring import (
    MatchingRound,
    MentoringNote,
    MentorOffer,
    MentorOfferSkill,
    MentorProposal,
    MentorRequest,
)
from training.models.observed import ObservedGain
from training.models.options import PlanOption
from training.models.parked import ParkedCompletion
from training.models.plans import Completion, DevelopmentPlan, PlanDecision, PlanStep
from training.models.programmes import (
    CircleMeeting,
    Cohort,
    PeerCircle,
    Programme,
    ProgrammeMember,
)
from training.models.statements import ForeignActivity, LearningStatement
from training.models.templates import (
    PathTemplate,
    PathTemplateStep,
    TemplateResult,
    TemplateUse,
)

__all__ = [
    "Activity",
    "ActivityOutcome",
    "ActivityPrerequisite",
    "ActivitySession",
    "ActivitySituation",
    "Allocation",
    "BudgetPart",
    "BudgetRun",
    "BudgetScenario",
    "BudgetShard",
    "CalendarFeed",
    "CircleMeeting",
    "Cohort",
    "Completion",
    "DevelopmentPlan",
    "ForeignActivity",
    "LearningStatement",
    "MandatoryActivity",
    "MatchingRound",
    "MentorOffer",
    "MentorOfferSkill",
    "MentorProposal",
    "MentorRequest",
    "MentoringNote",
    "ObservedGain",
    "ParkedCompletion",
    "PathTemplate",
    "PathTemplateStep",
    "PeerCircle",
    "PlanDecision",
    "PlanOption",
    "PlanStep",
    "Programme",
    "ProgrammeMember",
    "RefusedActivity",
    "TemplateResult",
    "TemplateUse",
]
