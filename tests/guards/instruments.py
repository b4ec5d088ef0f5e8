"""Tests, scenarios and exercises of the office, each with lists that grow."""

from typing import Any

from django.utils import timezone

from assessments.enums import ScoreMethod
from assessments.models import CutScores, QuizItem
from assessments.services.scenarios import ask_expert
from tests import factories as make
from tests.assessments.instruments import (
    key_draft,
    make_draft,
    make_exercise,
    make_item,
    make_quiz,
    make_scenario,
    play,
    take,
)


class Instruments:
    """What the pages of tests are asked about; `grow` adds one more of everything."""

    def __init__(self, subject: Any, manager: Any) -> None:
        self.subject, self.manager = subject, manager
        self.hard, self.soft = make.make_skill(), make.make_soft_skill()
        self.item = make_item(self.hard)
        self.quiz = make_quiz(items=[self.item])
        self.version = make_draft(self.soft)
        scenario = make_scenario(self.soft)
        taker = make.make_employee(user=True)
        self.things = {
            "item": self.item.public_id,
            "quiz": self.quiz.public_id,
            "version": self.version.public_id,
            "scenario": scenario.public_id,
            "score": take(self.quiz, taker).public_id,
            "outcome": play(scenario, taker, "listen", "plan").public_id,
        }

    def grow(self) -> None:
        """One more row in every list."""
        number = QuizItem.objects.filter(quiz=self.quiz).count()
        item = make_item(self.hard)
        QuizItem.objects.create(quiz=self.quiz, item=item, position=number)
        make_item(self.hard, code=self.item.code, stem=f"Version {number}")
        make_quiz(items=[item])
        make_scenario(self.soft)
        CutScores.objects.create(
            quiz=self.quiz,
            method=ScoreMethod.EAP,
            number=number + 1,
            cuts=[-2, -1, 0, 1, 2],
            reason="again",
            created_by=self.manager.user,
            created_at=timezone.now(),
        )
        key_draft(self.version, experts=1)
        ask_expert(actor=None, version=self.version, expert=make.make_employee())
        take(self.quiz, make.make_employee(user=True))
        observers = [make.make_employee(), make.make_employee()]
        make_exercise(self.subject, self.manager.user, observers, [self.soft])
