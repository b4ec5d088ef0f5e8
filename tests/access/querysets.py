"""Each `visible_to` by itself: whose rows somebody gets, against the oracle."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.models import (
    AnalysisRun,
    Attempt,
    Certificate,
    Evidence,
    ExternalRater,
    FeedbackInvitation,
    Rating,
    Remark,
    RemarkRequest,
    ScenarioAttempt,
    SkillProfile,
)
from assessments.queries.feedback_report import reports_visible_to
from employees import rules
from employees.models import Employee
from reviews.models import (
    CalibrationChange,
    CheckIn,
    CheckInAction,
    CheckInNote,
    Goal,
    Observation,
    Review,
    ReviewEntry,
    TalkingPoint,
)
from skillmap.core.models import ImportBatch, Job, Notification
from tests.access.oracle import Audience, Relation, allowed, relations
from tests.access.rows import (
    CARD,
    CATALOGUE,
    CERTIFICATES,
    GOALS,
    LEVELS,
    MENTORING,
    OWN_OR_ADMIN,
    OWN_OR_HR,
    OWN_REPORT,
    OWNER,
    RATERS,
    REPORT,
    REPORTED,
    audience,
)
from tests.access.world import World
from training.models import (
    CircleMeeting,
    DevelopmentPlan,
    MentoringNote,
    MentorProposal,
    MentorRequest,
    PeerCircle,
    PlanOption,
    Programme,
    ProgrammeMember,
    RefusedActivity,
    TemplateResult,
    TemplateUse,
)
from training.rules import can_match_mentors

LINE, CHAIN, SCOPE = (audience(r) for r in (Relation.LINE, Relation.CHAIN, Relation.IN_SCOPE))

WRITTEN = {"giver__status": "left"}  # by somebody who is no reader
OPEN, SCORED = {"state": "open"}, {"state": "scored"}
RELEASED = {"cycle__state": "released", "cycle__kinds__anonymous": True}
EVALUATIVE_FEEDBACK = RELEASED | {"cycle__purpose": "evaluative"}
DEVELOPMENTAL_FEEDBACK = RELEASED | {"cycle__purpose": "developmental"}


@dataclass(frozen=True)
class Reading:
    """Rows that a user gets, the path from a row to its owner's log-in, and whose they may be.

    `among` narrows both to what the reading is about.
    """

    rows: Callable[[Any], Any]
    owner: str
    audience: Audience
    among: Mapping[str, Any] = field(default_factory=dict)


def _all_jobs(user: Any) -> bool:
    return rules.can_see_all_jobs(user)


READINGS = {
    "cards": Reading(lambda u: Employee.objects.visible_to(u), "user", CARD),
    "people": Reading(lambda u: Employee.objects.levels_visible_to(u), "user", LEVELS),
    "line": Reading(lambda u: Employee.objects.in_line_of(u), "user", LINE),
    "chain": Reading(lambda u: Employee.objects.in_chain_of(u), "user", CHAIN),
    "scope": Reading(lambda u: Employee.objects.in_hr_scope_of(u), "user", SCOPE),
    "evidence": Reading(lambda u: Evidence.objects.visible_to(u), "employee__user", LEVELS),
    "certificates": Reading(
        lambda u: Certificate.objects.visible_to(u), "employee__user", CERTIFICATES
    ),
    "profiles": Reading(lambda u: SkillProfile.objects.visible_to(u), "employee__user", LEVELS),
    "ratings": Reading(
        lambda u: Rating.objects.visible_to(u),
        "ratee__user",
        LEVELS,
        {"submitted_at__isnull": False},
    ),
    "drafts": Reading(
        lambda u: Rating.objects.visible_to(u), "rater__user", OWNER, {"submitted_at": None}
    ),
    "open attempts": Reading(
        lambda u: Attempt.objects.visible_to(u), "employee__user", OWNER, OPEN
    ),
    "attempts": Reading(lambda u: Attempt.objects.visible_to(u), "employee__user", LEVELS, SCORED),
    "open passages": Reading(
        lambda u: ScenarioAttempt.objects.visible_to(u), "employee__user", OWNER, OPEN
    ),
    "passages": Reading(
        lambda u: ScenarioAttempt.objects.visible_to(u), "employee__user", LEVELS, SCORED
    ),
    "plans": Reading(lambda u: DevelopmentPlan.objects.visible_to(u), "employee__user", LEVELS),
    "options": Reading(
        lambda u: PlanOption.objects.visible_to(u), "employee__user", LEVELS, {"asked_by": None}
    ),
    "what-ifs": Reading(
        lambda u: PlanOption.objects.visible_to(u),
        "asked_by",
        OWNER,
        {"asked_by__isnull": False},
    ),
    "refusals": Reading(lambda u: RefusedActivity.objects.visible_to(u), "employee__user", LEVELS),
    "goals": Reading(lambda u: Goal.objects.visible_to(u), "employee__user", LEVELS),
    "goals, no reason asked": Reading(
        lambda u: Goal.objects.open_today_to(u), "employee__user", GOALS
    ),
    "reviews": Reading(lambda u: Review.objects.visible_to(u), "employee__user", LEVELS),
    "closed parts": Reading(
        lambda u: ReviewEntry.objects.visible_to(u),
        "writer",
        OWNER,
        {"review__opened_at": None},
    ),
    "private notes": Reading(
        lambda u: ReviewEntry.objects.visible_to(u), "writer", OWNER, {"side": "private"}
    ),
    "open parts": Reading(
        lambda u: ReviewEntry.objects.visible_to(u),
        "review__employee__user",
        LEVELS,
        {"side": "self", "review__opened_at__isnull": False},
    ),
    "private observations": Reading(
        lambda u: Observation.objects.visible_to(u), "author", OWNER, {"shared_at": None}
    ),
    "shared observations": Reading(
        lambda u: Observation.objects.visible_to(u),
        "employee__user",
        LEVELS,
        {"shared_at__isnull": False},
    ),
    "adjustments": Reading(
        lambda u: CalibrationChange.objects.visible_to(u),
        "review__employee__user",
        LEVELS - OWNER,
    ),
    "check-ins": Reading(lambda u: CheckIn.objects.visible_to(u), "employee__user", LEVELS),
    "points": Reading(lambda u: TalkingPoint.objects.visible_to(u), "employee__user", LEVELS),
    "actions": Reading(
        lambda u: CheckInAction.objects.visible_to(u), "check_in__employee__user", LEVELS
    ),
    "notes to oneself": Reading(lambda u: CheckInNote.objects.visible_to(u), "writer", OWNER),
    "feedback asked": Reading(
        lambda u: FeedbackInvitation.objects.visible_to(u), "rater__user", OWNER
    ),
    "raters from outside": Reading(
        lambda u: ExternalRater.objects.visible_to(u), "ratee__user", LEVELS
    ),
    "feedback reports": Reading(reports_visible_to, "employee__user", REPORT, EVALUATIVE_FEEDBACK),
    "own feedback reports": Reading(
        reports_visible_to, "employee__user", OWN_REPORT, DEVELOPMENTAL_FEEDBACK
    ),
    "private remarks": Reading(
        lambda u: Remark.objects.visible_to(u),
        "receiver__user",
        OWNER,
        WRITTEN | {"readers": "person", "reported_at": None},
    ),
    "shared remarks": Reading(
        lambda u: Remark.objects.visible_to(u),
        "receiver__user",
        RATERS,
        WRITTEN | {"readers": "manager"},
    ),
    "reported remarks": Reading(
        lambda u: Remark.objects.visible_to(u),
        "receiver__user",
        REPORTED,
        WRITTEN | {"reported_at__isnull": False},
    ),
    "remarks asked for": Reading(
        lambda u: RemarkRequest.objects.visible_to(u), "colleague__user", OWNER
    ),
    "what mentor and mentee wrote": Reading(
        lambda u: MentoringNote.objects.visible_to(u), "mentorship__mentee__user", MENTORING
    ),
    "mentors proposed": Reading(
        lambda u: MentorProposal.objects.visible_to(u), "request__mentee__user", MENTORING
    ),
    "searches for a mentor": Reading(
        lambda u: MentorRequest.objects.visible_to(u, matches=can_match_mentors(u)),
        "mentee__user",
        OWN_OR_ADMIN,
    ),
    "notes": Reading(lambda u: Notification.objects.visible_to(u), "user", OWNER),
    "jobs": Reading(
        lambda u: Job.objects.visible_to(u, sees_all=_all_jobs(u)), "actor", OWN_OR_ADMIN
    ),
    "imports": Reading(
        lambda u: ImportBatch.objects.visible_to(u, sees_all=_all_jobs(u)), "actor", OWN_OR_ADMIN
    ),
    "runs": Reading(
        lambda u: AnalysisRun.objects.visible_to(u, sees_all=rules.can_see_analyses(u)),
        "actor",
        OWN_OR_HR,
    ),
    "uses of templates": Reading(
        lambda u: TemplateUse.objects.visible_to(u, sees_all=rules.can_see_analyses(u)),
        "run__actor",
        OWN_OR_HR,
    ),
    "members of programmes": Reading(
        lambda u: ProgrammeMember.objects.visible_to(u), "employee__user", LEVELS
    ),
    "circles": Reading(
        lambda u: PeerCircle.objects.visible_to(u), "members__employee__user", LEVELS
    ),
    "meetings of circles": Reading(
        lambda u: CircleMeeting.objects.visible_to(u), "circle__members__employee__user", LEVELS
    ),
    "programmes": Reading(
        lambda u: Programme.objects.visible_to(u),
        "cohorts__members__employee__user",
        LEVELS | CATALOGUE,
    ),
    "results of templates": Reading(
        lambda u: TemplateResult.objects.visible_to(u), "employee__user", LEVELS
    ),
}


def reading_faults(name: str, world: World) -> Iterator[str]:
    """Owners whose rows somebody gets and should not, or should and does not."""
    reading = READINGS[name]
    names = {world.user(person).pk: person for person in world.people}
    model = reading.rows(world.user("alice")).model
    there = _owners(model.objects.filter(**reading.among), reading.owner, names)
    for viewer in world.viewers:
        rows = reading.rows(world.viewer(viewer)).filter(**reading.among)
        got = _owners(rows, reading.owner, names)
        wanted = {
            owner
            for owner in there
            if allowed(reading.audience, relations(world.people, viewer, owner))
        }
        if got != wanted:
            yield f"{name} of {viewer}: {sorted(got)}, not {sorted(wanted)}"


def _owners(rows: Any, path: str, names: dict[int, str]) -> set[str]:
    return {names[pk] for pk in rows.order_by().values_list(path, flat=True) if pk in names}
