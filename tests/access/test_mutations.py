"""Break each rule of sight on purpose: the access test must notice, or it proves nothing.

Each mutation names the rows of the table that must catch it; where no route reads through the
broken queryset yet, the querysets' own test must.
"""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pytest
from django.db.models import Exists, Q

from assessments.models import CycleParticipant
from assessments.models.certificates import CertificateQuerySet
from assessments.models.derived import AnalysisRunQuerySet, SkillProfileQuerySet
from assessments.models.evidence import EvidenceQuerySet
from assessments.models.exercises import ExerciseQuerySet
from assessments.models.external import ExternalRaterQuerySet
from assessments.models.feedback import FeedbackInvitationQuerySet
from assessments.models.quizzes import AttemptQuerySet, ItemQuerySet
from assessments.models.ratings import RatingQuerySet
from assessments.models.remarks import RemarkQuerySet, RemarkRequestQuerySet
from assessments.models.scenarios import ScenarioAttemptQuerySet, ScenarioVersionQuerySet
from assessments.queries import rater_report
from employees.models import Employee, people
from employees.models.people import EmployeeQuerySet
from employees.models.roles import RoleProfileQuerySet
from employees.models.units import OrgUnitQuerySet
from reviews.models import GoalQuerySet
from reviews.models.check_ins import (
    CheckInActionQuerySet,
    CheckInNoteQuerySet,
    CheckInQuerySet,
    TalkingPointQuerySet,
)
from reviews.models.cycles import ReviewCycleQuerySet
from reviews.models.observations import ObservationQuerySet
from reviews.models.reviews import ReviewEntryQuerySet, ReviewQuerySet
from skillmap.core.models import User
from skillmap.core.models.imports import ImportBatchQuerySet
from skillmap.core.models.jobs import JobQuerySet
from skillmap.core.models.notifications import NotificationQuerySet
from skillmap.pages import feedback_reports
from skills.models import SkillQuerySet
from tests.access.asking import faults
from tests.access.querysets import reading_faults
from tests.access.surfaces import surface_faults
from tests.access.table import TABLE
from tests.access.world import World
from training.models.activities import ActivityQuerySet
from training.models.duties import RefusedActivityQuerySet
from training.models.mentoring import (
    MentoringNoteQuerySet,
    MentorProposalQuerySet,
    MentorRequestQuerySet,
)
from training.models.options import PlanOptionQuerySet
from training.models.plans import DevelopmentPlanQuerySet

ROWS = {row.id: row for row in TABLE}


def everything(rows: Any, *_args: Any, **_options: Any) -> Any:
    return rows.all()


def nothing(rows: Any, *_args: Any, **_options: Any) -> Any:
    return rows.none()


@dataclass(frozen=True)
class Mutation:
    """Replace `name` of `place` by `by`; each of these rows, readings, surfaces has to notice."""

    place: Any
    name: str
    by: Any
    rows: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = getattr(self.place, "__name__", "").rpartition(".")[2]
        return f"{place}.{self.name}-{getattr(self.by, '__name__', crc32(str(self.by).encode()))}"


def without(sql: str, clause: str, instead: str = "") -> str:
    assert clause in sql
    return sql.replace(clause, instead)


def only(relation: str) -> Any:
    """Levels are open to this relation alone."""
    return lambda user, person="pk": Q(**{f"{person}__in": people._any_of(user, relation)})


CARD, CERTIFICATES = "get pages:person_detail", "get pages:person_certificates"
EVIDENCE, PLAN = "get pages:person_evidence", "get pages:person_plan"
CHAIN, SCOPE, STAND_IN = people.CHAIN, people.HR_SCOPE, people.STAND_IN
LINE = people.LINE
MUTATIONS = [
    Mutation(EmployeeQuerySet, "visible_to", everything, (CARD,), ("cards",)),
    Mutation(EmployeeQuerySet, "visible_to", nothing, (CARD,), ("cards",)),
    Mutation(EmployeeQuerySet, "levels_visible_to", everything, (CARD,), ("people",)),
    Mutation(people, "levels_open_to", lambda *_whose: Q(pk__in=[]), (CARD,), ("people",)),
    Mutation(people, "levels_open_to", only(CHAIN), (CARD,)),
    Mutation(people, "levels_open_to", only(LINE), (CARD,)),
    Mutation(EmployeeQuerySet, "in_hr_scope_of", everything, (), ("scope",)),
    Mutation(people, "levels_open_to", only(SCOPE), (CARD,)),
    Mutation(
        EmployeeQuerySet, "in_line_of", EmployeeQuerySet.in_chain_of, ("get pages:rating_form",)
    ),
    Mutation(people, "_is_hr_admin", lambda _user: Exists(User.objects.all()), (EVIDENCE,)),
    Mutation(people, "_is_hr_admin", lambda _user: Exists(User.objects.none()), (EVIDENCE,)),
    Mutation(people, "_is_hr_admin", lambda user: Exists(user.grants.all()), (EVIDENCE,)),
    Mutation(people, "LINE", without(LINE, "a.is_primary AND"), (), ("certificates",)),
    Mutation(people, "LINE", without(LINE, "AND a.valid @> CURRENT_DATE"), (), ("certificates",)),
    Mutation(people, "CHAIN", without(CHAIN, "a.is_primary AND", ""), (PLAN,)),
    Mutation(people, "CHAIN", without(CHAIN, "AND a.valid @> CURRENT_DATE"), (PLAN,)),
    Mutation(people, "STAND_IN", without(STAND_IN, "AND g.days @> CURRENT_DATE"), (PLAN,)),
    Mutation(people, "STAND_IN", without(STAND_IN, "a.is_primary AND"), (PLAN,)),
    Mutation(people, "HR_SCOPE", without(SCOPE, " || '/'"), (PLAN,)),
    Mutation(
        people,
        "HR_SCOPE",
        without(SCOPE, "AND g.valid @> CURRENT_DATE"),
        (PLAN, CERTIFICATES),
    ),
    Mutation(
        people,
        "HR_SCOPE",
        without(SCOPE, "WHERE a.is_primary AND", "WHERE"),
        (PLAN,),
    ),
    Mutation(
        SkillProfileQuerySet,
        "visible_to",
        everything,
        readings=("profiles",),
        surfaces=("levels list", "gaps list", "skill map", "cell of the map", "export of fits"),
    ),
    Mutation(EvidenceQuerySet, "visible_to", everything, (), ("evidence",)),
    Mutation(
        CertificateQuerySet,
        "visible_to",
        everything,
        ("get pages:certificate_detail", "get pages:certificate_file"),
        ("certificates",),
    ),
    Mutation(CertificateQuerySet, "visible_to", nothing, ("get pages:certificate_detail",)),
    Mutation(
        EmployeeQuerySet,
        "certificates_visible_to",
        EmployeeQuerySet.levels_visible_to,
        (CERTIFICATES, "get pages:certificate_file"),
        ("certificates",),
    ),
    Mutation(RatingQuerySet, "visible_to", everything, (), ("ratings", "drafts")),
    Mutation(
        AttemptQuerySet,
        "visible_to",
        everything,
        ("get pages:attempt_form", "get pages:result_detail"),
        ("open attempts", "attempts"),
    ),
    Mutation(AttemptQuerySet, "visible_to", nothing, ("get pages:result_detail",)),
    Mutation(
        ScenarioAttemptQuerySet,
        "visible_to",
        everything,
        ("get pages:passage_form", "get pages:outcome_detail"),
        ("open passages", "passages"),
    ),
    Mutation(ItemQuerySet, "visible_to", everything, ("get pages:item_edit",)),
    Mutation(ScenarioVersionQuerySet, "visible_to", everything, ("get pages:version_detail",)),
    Mutation(ExerciseQuerySet, "visible_to", everything, ("get pages:exercise_score",)),
    Mutation(
        DevelopmentPlanQuerySet, "visible_to", everything, ("get api:plans-detail",), ("plans",)
    ),
    Mutation(DevelopmentPlanQuerySet, "visible_to", everything, ("get api:plan-steps",)),
    Mutation(
        PlanOptionQuerySet,
        "visible_to",
        everything,
        (
            "get api:plan-options-detail",
            "post api:plan-options-choose if",
            "post pages:option_choose",
        ),
        ("options", "what-ifs"),
    ),
    Mutation(
        PlanOptionQuerySet,
        "visible_to",
        lambda rows, user: rows.filter(employee__in=Employee.objects.levels_visible_to(user)),
        ("get api:plan-options-list", "post api:plan-options-choose if"),
        ("what-ifs",),
    ),
    Mutation(
        RefusedActivityQuerySet,
        "visible_to",
        everything,
        ("get api:refused-activities-detail", "post pages:refusal_end"),
        ("refusals",),
    ),
    Mutation(GoalQuerySet, "visible_to", everything, ("post reviews:goal_state",), ("goals",)),
    Mutation(
        GoalQuerySet,
        "open_today_to",
        everything,
        ("get api:goals-detail", "get pages:goal_board"),
        ("goals, no reason asked",),
    ),
    Mutation(ReviewQuerySet, "open_today_to", everything, ("get api:reviews-detail",)),
    Mutation(ReviewQuerySet, "visible_to", everything, ("get pages:review_detail",), ("reviews",)),
    Mutation(ReviewQuerySet, "visible_to", nothing, ("get pages:review_detail",)),
    Mutation(
        ReviewEntryQuerySet,
        "visible_to",
        everything,
        ("get pages:review_meeting", "get pages:review_prepare"),
        ("closed parts", "private notes", "open parts"),
    ),
    Mutation(ReviewCycleQuerySet, "visible_to", everything, ("get pages:review_cycle_detail",)),
    Mutation(
        ObservationQuerySet,
        "visible_to",
        everything,
        ("get pages:observation_edit", "get pages:person_observations"),
        ("private observations", "shared observations"),
    ),
    Mutation(CheckInQuerySet, "visible_to", everything, ("get pages:check_in_detail",)),
    Mutation(CheckInQuerySet, "visible_to", nothing, (), ("check-ins",)),
    Mutation(TalkingPointQuerySet, "visible_to", everything, (), ("points",)),
    Mutation(CheckInActionQuerySet, "visible_to", everything, ("post pages:action_tick",)),
    Mutation(
        CheckInNoteQuerySet,
        "visible_to",
        everything,
        ("get pages:check_in_detail",),
        ("notes to oneself",),
    ),
    Mutation(JobQuerySet, "visible_to", everything, ("get pages:job_detail",), ("jobs",)),
    Mutation(JobQuerySet, "visible_to", everything, ("get api:jobs-list",)),
    Mutation(
        ImportBatchQuerySet, "visible_to", everything, ("get pages:import_detail",), ("imports",)
    ),
    Mutation(
        AnalysisRunQuerySet, "visible_to", everything, ("get api:analysis-runs-detail",), ("runs",)
    ),
    Mutation(ExternalRaterQuerySet, "visible_to", everything, (), ("raters from outside",)),
    Mutation(ExternalRaterQuerySet, "visible_to", nothing, (), ("raters from outside",)),
    Mutation(
        FeedbackInvitationQuerySet,
        "visible_to",
        everything,
        ("get pages:feedback_form",),
        ("feedback asked",),
    ),
    Mutation(
        feedback_reports,
        "reports_visible_to",
        lambda _user: CycleParticipant.objects.filter(cycle__state="released"),
        ("get pages:feedback_report",),
    ),
    Mutation(
        EmployeeQuerySet,
        "mentored_by",
        everything,
        ("get pages:mentee_detail", "get pages:feedback_report"),
        ("feedback reports", "own feedback reports"),
    ),
    Mutation(
        EmployeeQuerySet,
        "mentored_by",
        lambda rows, user, **_shares: rows.filter(mentorships__mentor__user=user.pk),
        ("get pages:mentee_detail",),
        ("own feedback reports",),
    ),
    Mutation(
        rater_report,
        "raters_visible_to",
        lambda _user: Employee.objects.all(),
        ("get pages:person_rater_report",),
    ),
    Mutation(
        feedback_reports,
        "reads_freely",
        lambda _user, _person: True,
        ("get pages:feedback_report",),
    ),
    Mutation(
        RemarkQuerySet,
        "visible_to",
        everything,
        ("post pages:remark_act remove", "get pages:person_remarks", "get pages:person_skill"),
        ("private remarks", "shared remarks", "reported remarks"),
    ),
    Mutation(
        RemarkQuerySet,
        "visible_to",
        lambda rows, user: rows.filter(receiver__user=user.pk),
        ("post pages:remark_act nothing",),
        ("shared remarks", "reported remarks"),
    ),
    Mutation(
        RemarkRequestQuerySet,
        "visible_to",
        everything,
        ("post pages:remark_close",),
        ("remarks asked for",),
    ),
    Mutation(
        MentoringNoteQuerySet,
        "visible_to",
        everything,
        (),
        ("what mentor and mentee wrote",),
    ),
    Mutation(
        MentorProposalQuerySet,
        "visible_to",
        everything,
        ("post pages:mentor_proposal_answer decline",),
        ("mentors proposed",),
    ),
    Mutation(
        MentorRequestQuerySet,
        "visible_to",
        lambda rows, _user, **_matches: rows,
        ("post pages:mentor_search_end",),
        ("searches for a mentor",),
    ),
    Mutation(NotificationQuerySet, "visible_to", everything, ("get pages:inbox_list",), ("notes",)),
    Mutation(SkillQuerySet, "visible_to", nothing, ("get pages:skill_detail",)),
    Mutation(RoleProfileQuerySet, "visible_to", nothing, ("get pages:role_detail",)),
    Mutation(OrgUnitQuerySet, "visible_to", nothing, ("get api:org-units-detail",)),
    Mutation(ActivityQuerySet, "visible_to", nothing, ("get training:activity_detail",)),
]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: str(m))
def test_broken_rule_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch, mutation: Mutation):
    monkeypatch.setattr(mutation.place, mutation.name, mutation.by)
    for row in mutation.rows:
        assert next(faults(ROWS[row], world), None), f"{row} did not notice"
    for reading in mutation.readings:
        assert next(reading_faults(reading, world), None), f"{reading} did not notice"
    for surface in mutation.surfaces:
        assert next(surface_faults(surface, world), None), f"{surface} did not notice"
