"""Reviews of the office, each list of which grows by one."""

from typing import Any

from django.utils import timezone

from employees.models import Employee
from reviews.enums import ReviewCycleState, ReviewState, Side, Topic
from reviews.models import FairnessLook, FairnessReport, GoalComment, GoalFigure
from skillmap.core.models import User
from skills.models import Skill
from tests.factories import day
from tests.reviews.season import (
    make_goal,
    make_question,
    make_review,
    make_review_cycle,
    make_template,
    make_unit_goal,
    say,
)


class Seasons:
    """A draft cycle and one that runs, with a review of `subject` led by Alice."""

    def __init__(self, alice: User, subject: Employee, anchor: Skill) -> None:
        self.alice, self.subject = alice, subject
        self.template = make_template()
        self.draft = make_review_cycle(template=self.template, state=ReviewCycleState.DRAFT)
        self.running = make_review_cycle(template=self.template)
        self.meeting = self._review(self.running, subject, [anchor])
        self.report = FairnessReport.objects.create(
            cycle=self.running, attribute="age", finished_at=timezone.now()
        )
        FairnessLook.objects.create(
            viewer=alice, report=self.report, attribute="age", what="computed", at=timezone.now()
        )
        self.preparing = make_review(
            subject, [anchor], cycle=make_review_cycle(template=self.template)
        )

        self.goal = make_goal(subject, anchor)
        self.unit_goal = make_unit_goal(subject)

    @property
    def things(self) -> dict[str, Any]:
        """What addresses of these pages name."""
        return {
            "review_template": self.template.public_id,
            "review_question": self.template.questions.get(position=0).question.public_id,
            "review_cycle": self.running.public_id,
            "draft_review_cycle": self.draft.public_id,
            "review": self.preparing.public_id,
            "signed_review": self.meeting.public_id,
            "open_review": self.meeting.public_id,
            "calibrated_cycle": self.running.public_id,
            "fairness_report": self.report.public_id,
            "goal": self.goal.public_id,
            "unit_goal": self.unit_goal.public_id,
            "led_unit": self.unit_goal.unit.public_id,
        }

    def grow(self, person: Employee, skill: Skill) -> None:
        """One more template, cycle, person in each, skill, question and answer."""
        self.draft.people.add(person)
        self._review(self.running, person, [skill])
        self._review(make_review_cycle(template=make_template(questions=[])), person, [skill])
        mine = self._review(make_review_cycle(template=self.template), self.subject, [skill])
        for review in (mine, self.meeting, self.preparing):
            row = review.skills.get_or_create(
                skill=skill, defaults={"required_level": 3, "position": review.skills.count()}
            )[0]
            said = {"level": 3, "text": "Because"}
            say(review, Side.SELF, self.subject.user, row.skill, **said)
            say(review, Side.MANAGER, self.alice, row.skill, **(said | {"level": 2}))
        question = make_question()
        question.skills.add(skill)
        self.template.questions.create(question=question, position=self.template.questions.count())
        about = {"topic": Topic.QUESTION, "question": question, "text": "An answer"}
        say(self.meeting, Side.SELF, self.subject.user, **about)

        self._grow_goals(person, skill)

    def _grow_goals(self, person: Employee, skill: Skill) -> None:
        """One more goal of somebody and of a unit, comment, figure and change."""
        make_unit_goal(self.subject)
        make_goal(person, skill, visibility="all", aligned_to=self.unit_goal)
        GoalComment.objects.create(goal=self.goal, author=self.alice, text="Well done")
        n = self.goal.figures.count()
        GoalFigure.objects.create(
            goal=self.goal, measured_on=day(-n), value=n, recorded_by=self.alice
        )
        self.goal.title = f"Goal {n}"
        self.goal.save()

    def _review(self, cycle: Any, person: Employee, skills: list[Skill]) -> Any:
        return make_review(person, skills, ReviewState.MEETING, manager=self.alice, cycle=cycle)
