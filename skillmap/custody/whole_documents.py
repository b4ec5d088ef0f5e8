"""What the five file layouts do not hold, of the whole organisation.

Nothing that was said without a name, no drafts and no notes that are one person's alone.
"""

from django.db.models import QuerySet

from assessments.models import AssessmentCycle, Certificate
from assessments.models.cycles import CycleRaterKind
from employees.models import Assignment, Employee, OrgUnit, RoleProfile, RoleVersion
from employees.models.roles import CertificateRequirement
from reviews.models import CheckIn, CheckInAction, Goal, Observation, ReviewCycle, SignedReview
from skillmap.custody.documents import Document
from skills.models import CertificateType, Framework, ScaleLevel, Skill, SkillLabel, SkillRelation
from training.enums import PlanState
from training.models import DevelopmentPlan, PlanStep

_PERSON = {"employee_number": "employee__number"}


def _agreed_plans() -> QuerySet[DevelopmentPlan]:
    return DevelopmentPlan.objects.exclude(state=PlanState.DRAFT)


def _observations() -> QuerySet[Observation]:
    return Observation.objects.shared()


WHOLE = (
    Document(
        "people",
        Employee.objects.all,
        ("public_id", "number", "first_name", "last_name", "status", "joined_on", "left_on"),
    ),
    Document("org_units", OrgUnit.objects.all, ("path", "name", "retired_on")),
    Document(
        "frameworks", Framework.objects.all, ("code", "name", "release", "source_url", "licence")
    ),
    Document(
        "scales",
        ScaleLevel.objects.all,
        ("rank", "name"),
        {"scale": "scale__code", "zero_rank": "scale__zero_rank", "top_rank": "scale__top_rank"},
    ),
    Document(
        "skills",
        Skill.objects.all,
        ("public_id", "code", "name", "uri", "kind", "status", "retired_on"),
        {"framework": "framework__code", "replaced_by": "replaced_by__public_id"},
    ),
    Document("skill_labels", SkillLabel.objects.all, ("label", "kind"), {"skill": "skill__code"}),
    Document(
        "skill_relations",
        SkillRelation.objects.all,
        ("kind", "essential"),
        {"skill": "skill__code", "other": "other__code"},
    ),
    Document(
        "roles",
        RoleProfile.objects.all,
        ("code", "name", "family", "description", "retired_on"),
        {"framework": "framework__code"},
    ),
    Document(
        "role_versions",
        RoleVersion.objects.all,
        ("number", "valid"),
        {
            "role": "role__code",
            "skill": "requirements__skill__code",
            "required_level": "requirements__required_level",
            "importance": "requirements__importance",
        },
    ),
    Document(
        "certificate_kinds",
        CertificateType.objects.all,
        ("code", "name", "issuer", "attained_level", "valid_months", "retired_on"),
        {"skill": "skill__code"},
    ),
    Document(
        "certificate_requirements",
        CertificateRequirement.objects.all,
        (),
        {"role": "role_version__role__code", "certificate": "certificate_type__code"},
    ),
    Document(
        "assignments",
        Assignment.objects.all,
        ("job_title", "is_primary", "valid"),
        {
            **_PERSON,
            "unit": "unit__path",
            "role": "role__code",
            "manager_number": "manager__number",
        },
    ),
    Document(
        "certificates",
        Certificate.objects.all,
        ("title", "issuer", "identifier", "issued_on", "expires_on", "state", "reference"),
        {**_PERSON, "kind": "type__code"},
    ),
    Document(
        "assessment_cycles",
        AssessmentCycle.objects.all,
        (
            *("public_id", "name", "state", "purpose", "opens_on", "closes_on", "released_at"),
            *("score_floor", "text_floor"),
        ),
    ),
    Document(
        "assessment_terms",
        CycleRaterKind.objects.all,
        ("rater_kind", "anonymous", "wanted"),
        {"cycle": "cycle__public_id"},
    ),
    Document(
        "plans",
        _agreed_plans,
        (
            *("public_id", "state", "week_zero", "weeks", "hours_per_week", "hours"),
            *("cost_cents", "currency", "proposed_at", "accepted_at", "approved_at", "ended_at"),
        ),
        _PERSON,
    ),
    Document(
        "plan_steps",
        lambda: PlanStep.objects.filter(plan__in=_agreed_plans()),
        ("position", "start_week", "weeks", "hours_by_week", "why", "state", "done_on"),
        {"plan": "plan__public_id", "activity_code": "activity__code"},
    ),
    Document(
        "goals",
        Goal.objects.all,
        (
            *("public_id", "kind", "title", "target_level", "due_on", "state", "reason"),
            *("closed_on", "weight", "kpi_unit", "kpi_start", "kpi_current", "kpi_target"),
        ),
        {**_PERSON, "skill": "skill__code", "certificate": "certificate_type__code"},
    ),
    Document(
        "review_cycles",
        ReviewCycle.objects.all,
        ("public_id", "name", "state", "period_start", "period_end", "gate"),
    ),
    Document(
        "signed_reviews",
        SignedReview.objects.all,
        ("content", "digest", "signed_at"),
        {
            "employee_number": "review__employee__number",
            "cycle": "review__cycle__public_id",
            "agrees": "acknowledgement__agrees",
            "comment": "acknowledgement__comment",
        },
    ),
    Document(
        "check_ins",
        CheckIn.objects.all,
        ("public_id", "planned_on", "held_on", "notes"),
        {**_PERSON, "led_by": "led_by__number"},
    ),
    Document(
        "check_in_actions",
        CheckInAction.objects.all,
        ("text", "due_on", "done_on"),
        {"check_in": "check_in__public_id", "owner": "owner__number"},
    ),
    Document(
        "observations",
        _observations,
        ("text", "observed_on", "shared_at"),
        {**_PERSON, "skill": "skill__code"},
    ),
)
