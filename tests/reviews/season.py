"""A season of reviews for tests: a template, a cycle, and reviews in any state."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from employees.models import Employee
from reviews.enums import (
    GoalKind,
    QuestionKind,
    QuestionPhase,
    ReviewCycleState,
    ReviewState,
    Side,
    Topic,
)
from reviews.models import (
    Goal,
    Question,
    Review,
    ReviewCycle,
    ReviewEntry,
    ReviewSkill,
    ReviewTemplate,
    SignedReview,
    TemplateQuestion,
    UnitGoal,
)
from reviews.models.reviews import Acknowledgement, digest_of
from skillmap.core.models import User
from skills.models import Skill
from tests.factories import day

OPEN_STATES = set(ReviewState) - {ReviewState.PREPARING}
SIGNED_STATES = {ReviewState.SIGNED, ReviewState.ACKNOWLEDGED}


def make_question(text: str = "What did you learn in {period}?", **fields: Any) -> Question:
    number = Question.objects.count()
    values = {"code": f"Q{number}", "kind": QuestionKind.BOTH, "phase": QuestionPhase.BOTH}
    return Question.objects.create(text=text, **(values | fields))


def make_template(**fields: Any) -> ReviewTemplate:
    """Everything is asked of both sides, and one question."""
    questions = fields.pop("questions", None)
    values = {"name": "Yearly review", "hard_by": "both", "soft_by": "both", "summary_by": "both"}
    template = ReviewTemplate.objects.create(**(values | fields))
    asked = [make_question()] if questions is None else questions
    for position, question in enumerate(asked):
        TemplateQuestion.objects.create(template=template, question=question, position=position)
    return template


def make_goal(employee: Employee, skill: Skill | None = None, **fields: Any) -> Goal:
    """A goal about this skill, else about a certificate that is in no list."""
    kind = GoalKind.SKILL if skill else GoalKind.CERTIFICATION
    values = {"kind": kind, "title": "Goal", "target_level": Decimal(3) if skill else None}
    made = {"employee": employee, "skill": skill, "created_by": employee.user}
    return Goal.objects.create(**(values | made | fields))


def make_unit_goal(owner: Employee, **fields: Any) -> UnitGoal:
    """A goal of the unit in which its owner works."""
    if "unit" not in fields:
        fields["unit"] = owner.assignments.current().primary().get().unit
    values = {"title": "Serve customers sooner", "owner": owner, "created_by": owner.user}
    return UnitGoal.objects.create(**(values | fields))


def make_review_cycle(**fields: Any) -> ReviewCycle:
    """A cycle that runs, about the last half year."""
    values: dict[str, Any] = {
        "name": "Spring reviews",
        "state": ReviewCycleState.RUNNING,
        "period_start": day(-180),
        "period_end": day(0),
        "prepare_by": day(7),
        "sign_by": day(21),
        "started_at": timezone.now(),
    }
    if "template" not in fields:
        values["template"] = make_template()
    return ReviewCycle.objects.create(**(values | fields))


def make_review(
    employee: Employee,
    skills: list[Skill],
    state: ReviewState = ReviewState.PREPARING,
    *,
    manager: User | None = None,
    cycle: ReviewCycle | None = None,
    **fields: Any,
) -> Review:
    """A review in this state; beyond preparing both sides have sent their part."""
    now = timezone.now()
    if state in OPEN_STATES:
        fields = {
            "opened_at": now,
            "self_submitted_at": now,
            "manager_submitted_at": now if manager else None,
            "manager_author": manager,
            **fields,
        }
    review = Review.objects.create(
        cycle=cycle or make_review_cycle(), employee=employee, state=state, **fields
    )
    for position, skill in enumerate(skills):
        ReviewSkill.objects.create(
            review=review, skill=skill, required_level=Decimal(3), position=position
        )
    if state in SIGNED_STATES:
        _sign(review, manager or employee.user)
    return review


def say(
    review: Review, side: Side, writer: User | None, skill: Skill | None = None, **fields: Any
) -> ReviewEntry:
    """An entry about a skill, else the notes."""
    topic = Topic.SKILL if skill else Topic.NOTES
    return ReviewEntry.objects.create(
        review=review, side=side, writer=writer, skill=skill, **({"topic": topic} | fields)
    )


def _sign(review: Review, signer: User | None) -> None:
    assert signer is not None
    content: dict[str, Any] = {
        "employee": str(review.employee),
        "manager": str(signer),
        "cycle": review.cycle.name,
        "period": ["2026-01-01", "2026-06-30"],
        "skills": [],
        "questions": [],
        "goals": [],
        "summary": {},
        "notes": "",
        "overall": None,
    }
    now = timezone.now()
    signed = SignedReview.objects.create(
        review=review, content=content, digest=digest_of(content), signed_by=signer, signed_at=now
    )
    if review.state == ReviewState.ACKNOWLEDGED:
        assert review.employee.user is not None
        Acknowledgement.objects.create(
            signed=signed,
            agrees=True,
            acknowledged_by=review.employee.user,
            acknowledged_at=now,
        )
