"""Tests, scenarios and exercises of the access world; answers and keys must not get out."""

from typing import Any

from django.utils import timezone

from assessments.enums import ExerciseKind, ItemKind
from assessments.models import Exercise, ExerciseSkill, Observer, ObserverScore
from assessments.services.attempts import save_answers, start_attempt
from assessments.services.scenarios import ask_expert
from employees.enums import EmployeeStatus
from tests.access.rows import CATALOGUE, OWNER
from tests.access.world import Canary, World
from tests.assessments.instruments import (
    key_draft,
    make_draft,
    make_item,
    make_quiz,
    make_scenario,
    play,
    take,
)
from tests.factories import day, make_employee, make_skill, make_soft_skill

KEY = "48151623.42"  # the right answer of a question
ANSWERS = {"carol": "7100001.5", "dave": "7100002.5", "frank": "7100003.5"}
WIDE = "0.0625"  # how far off a number may be


def hide_instruments(world: World) -> None:
    """A test, a scenario and an exercise; three people began them, and finished others."""
    hard, soft = make_skill("Sums"), make_soft_skill("Patience")
    item = make_item(hard, ItemKind.NUMERIC, key=(KEY, WIDE))
    quiz, done = make_quiz(hard, [item]), make_quiz(hard, [make_item(hard)])
    scenario, played = make_scenario(soft), make_scenario(soft)
    world.add("item", "", item.public_id)
    world.add("quiz", "", quiz.public_id)
    world.add("scenario", "", scenario.public_id)
    for place, secret in (("key of an item", KEY), ("tolerance of an item", WIDE)):
        world.canaries.append(Canary(secret, place, "", CATALOGUE))
    for owner, answer in ANSWERS.items():
        person = world.employees[owner]
        user = world.user(owner)
        attempt = start_attempt(actor=user, quiz=quiz, now=timezone.now())
        save_answers(attempt=attempt, actor=user, answers={1: [answer]}, now=timezone.now())
        world.canaries.append(Canary(answer, f"answer of {owner}", owner, OWNER))
        world.add("attempt", owner, {"public_id": attempt.public_id, "position": 1})
        world.add("score", owner, take(done, person).public_id)
        world.add("passage", owner, play(scenario, person, "listen").public_id)
        world.add("outcome", owner, play(played, person, "listen", "plan").public_id)
    version = make_draft(soft)
    key_draft(version, experts=1)
    ask_expert(actor=None, version=version, expert=world.employees["frank"])
    world.add("version", "frank", version.public_id)
    _add_exercises(world, soft)


def _add_exercises(world: World, soft: Any) -> None:
    """Frank observes somebody who left, Heidi observes Carol; each wrote something down."""
    left = make_employee(status=EmployeeStatus.LEFT)
    for employee, observer in ((left, "frank"), (world.employees["carol"], "heidi")):
        exercise = Exercise.objects.create(
            employee=employee, kind=ExerciseKind.ROLE_PLAY, title="A talk", held_on=day(-1)
        )
        ExerciseSkill.objects.create(exercise=exercise, skill=soft)
        asked = Observer.objects.create(exercise=exercise, observer=world.employees[observer])
        ObserverScore.objects.create(
            observer=asked,
            skill=soft,
            cannot_judge=True,
            comment=world.hide(f"score-by-{observer}", observer, OWNER),
        )
        if employee == left:
            world.add("exercise", observer, exercise.public_id)
