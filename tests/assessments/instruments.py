"""Items, tests and scenarios for tests; like `tests.factories`, of what measures people."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from assessments.enums import ContentState, ExerciseKind, ItemKind
from assessments.models import (
    Attempt,
    Exercise,
    Item,
    Observer,
    Quiz,
    Reaction,
    Scenario,
    ScenarioAttempt,
    ScenarioVersion,
)
from assessments.queries.scenarios import current_scene, reactions_shown
from assessments.services.attempts import save_answers, start_attempt, submit_attempt
from assessments.services.exercises import (
    ExerciseContent,
    Score,
    score_exercise,
    set_up_exercise,
)
from assessments.services.items import ItemContent, put_item
from assessments.services.quizzes import QuizSettings, create_quiz, set_quiz_state
from assessments.services.scenario_attempts import choose_reaction, start_scenario
from assessments.services.scenarios import (
    ReactionContent,
    ScenarioContent,
    SceneContent,
    ask_expert,
    publish_scenario,
    put_scenario,
    save_key,
    submit_key,
)
from employees.models import Employee
from skills.models import Skill
from tests.factories import day, make_employee, make_skill, make_soft_skill

KEY_OF_KIND = {
    ItemKind.SINGLE: ("2",),
    ItemKind.MULTIPLE: ("1", "3"),
    ItemKind.ORDERING: (),
    ItemKind.NUMERIC: ("73091.25", "0.5"),
}
WITH_MODEL = {"a": 1.2, "b": 0.0, "c": 0.2}
_numbers = count(1)


def make_item(
    skill: Skill,
    kind: ItemKind = ItemKind.SINGLE,
    *,
    state: ContentState = ContentState.PUBLISHED,
    **content: Any,
) -> Item:
    """An item, published unless told; the right answer is `KEY_OF_KIND`."""
    number = next(_numbers)
    options = () if kind == ItemKind.NUMERIC else ("One", "Two", "Three", "Four")
    values = {"stem": f"Question {number}", "options": options, "key": KEY_OF_KIND[kind]}
    item, _ = put_item(
        actor=None,
        skill=skill,
        code=content.pop("code", f"Q{number}"),
        content=ItemContent(kind=kind, **{**values, **content}),
        now=timezone.now(),
        state=state,
    )
    return item


def make_quiz(skill: Skill | None = None, items: list[Item] | None = None, **settings: Any) -> Quiz:
    """A published test of these items, one of each kind when none are named."""
    skill = skill or (items[0].skill if items else make_skill())
    items = [make_item(skill, kind) for kind in ItemKind] if items is None else items
    values = {"title": f"Test {next(_numbers)}", **settings}
    quiz = create_quiz(
        actor=None, skill=skill, settings=QuizSettings(**values), now=timezone.now(), items=items
    )
    set_quiz_state(actor=None, quiz=quiz, state=ContentState.PUBLISHED)
    return quiz


def right_answers(attempt: Attempt, *, wrong: int = 0) -> dict[int, list[str]]:
    """By position, what a page would post for the right answers; the first `wrong` are wrong."""
    answers = {}
    for line in attempt.lines.select_related("item_version"):
        version = line.item_version
        if version.kind == ItemKind.NUMERIC:
            posted = ["-1" if line.position <= wrong else version.key[0]]
        elif version.kind == ItemKind.ORDERING:
            posted = [str(version.key.index(one) + 1) for one in line.shown]
            posted = posted[::-1] if line.position <= wrong else posted
        else:
            rest = [one for one in line.shown if one not in version.key]
            chosen = rest[:1] if line.position <= wrong else version.key
            posted = [str(line.shown.index(one) + 1) for one in chosen]
        answers[line.position] = posted
    return answers


def take(quiz: Quiz, person: Employee, *, wrong: int = 0, ago: int = 0) -> Attempt:
    """A scored attempt of `ago` days before now."""
    now = timezone.now() - timedelta(days=ago)
    attempt = start_attempt(actor=person.user, quiz=quiz, now=now)
    answers = right_answers(attempt, wrong=wrong)
    save_answers(attempt=attempt, actor=person.user, answers=answers, now=now)
    return submit_attempt(attempt=attempt, actor=person.user, now=now)


SCENES = (
    SceneContent(
        "open",
        "A client shouts.",
        (
            ReactionContent("listen", "Listen first", "calm"),
            ReactionContent("ask", "Ask what happened", "calm"),
            ReactionContent("argue", "Explain the contract", "angry"),
        ),
    ),
    SceneContent(
        "calm",
        "The client explains.",
        (ReactionContent("sum", "Sum up"), ReactionContent("plan", "Agree a next step")),
    ),
    SceneContent(
        "angry",
        "The client wants your boss.",
        (
            ReactionContent("stay", "Stay and ask", "calm"),
            ReactionContent("boss", "Call the boss"),
            ReactionContent("hang", "Hang up"),
        ),
    ),
)
KEYS = {
    "listen": "4.5", "ask": "4", "argue": "1", "sum": "3.5", "plan": "4.5", "stay": "4",
    "boss": "3", "hang": "0.5",
}  # fmt: skip


def make_draft(skill: Skill | None = None, **content: Any) -> ScenarioVersion:
    """A scenario with two scenes on the short way and three on the long one, not yet keyed."""
    number = next(_numbers)
    values = {
        "code": f"S{number}", "title": f"Scenario {number}", "description": "", "scenes": SCENES,
    }  # fmt: skip
    return put_scenario(
        actor=None,
        skill=skill or make_soft_skill(),
        content=ScenarioContent(**{**values, **content}),
    )


def key_draft(version: ScenarioVersion, experts: int = 2, **changes: str) -> None:
    """Experts who all give `KEYS`, but for the changes."""
    keys = KEYS | changes
    for _ in range(experts):
        expert = ask_expert(actor=None, version=version, expert=make_employee(user=True))
        reactions = Reaction.objects.filter(scene__version=version)
        levels = {one.pk: Decimal(keys[one.code]) for one in reactions}
        save_key(actor=None, expert=expert, levels=levels)
        submit_key(actor=None, expert=expert, now=timezone.now())


def make_scenario(skill: Skill | None = None, **content: Any) -> Scenario:
    """A published scenario."""
    version = make_draft(skill, **content)
    key_draft(version)
    publish_scenario(actor=None, version=version, now=timezone.now())
    return Scenario.objects.get(pk=version.scenario_id)


def play(scenario: Scenario, person: Employee, *reactions: str, ago: int = 0) -> ScenarioAttempt:
    """Go through a scenario by the codes of the reactions."""
    now = timezone.now() - timedelta(days=ago)
    attempt = start_scenario(actor=person.user, scenario=scenario, now=now)
    for code in reactions:
        scene = current_scene(attempt)
        shown = [one.code for one in reactions_shown(attempt, scene)]
        place = str(shown.index(code) + 1)
        attempt = choose_reaction(
            attempt=attempt, actor=person.user, scene=scene.code, place=place, now=now
        )
    return attempt


def make_exercise(
    employee: Employee, actor: Any, observers: list[Employee], skills: list[Skill], **more: Any
) -> Exercise:
    """A role-play of yesterday, not yet scored."""
    values = {"kind": ExerciseKind.ROLE_PLAY, "title": "A hard talk", "held_on": day(-1), **more}
    content = ExerciseContent(skills=skills, observers=observers, **values)
    return set_up_exercise(actor=actor, employee=employee, content=content, now=timezone.now())


def observe(exercise: Exercise, observer: Employee, level: str, *, submit: bool = True) -> Observer:
    """Score every skill of an exercise alike."""
    scores = {skill.pk: Score(Decimal(level)) for skill in exercise.skills.all()}
    return score_exercise(
        actor=observer.user, exercise=exercise, scores=scores, submit=submit, now=timezone.now()
    )
