"""Items, tests and scenarios for tests; like `tests.factories`, of what measures people."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from assessments.enums import ContentState, ItemKind
from assessments.models import (
    Attempt,
    Item,
    Quiz,
)
from assessments.services.attempts import save_answers, start_attempt, submit_attempt
from assessments.services.items import ItemContent, put_item
from assessments.services.quizzes import (
    QuizSettings,
    create_quiz,
    put_items,
    set_quiz_state,
)
from employees.models import Employee
from skills.models import Skill
from tests.factories import make_skill

KEY_OF_KIND = {
    ItemKind.SINGLE: ("2",),
    ItemKind.MULTIPLE: ("1", "3"),
    ItemKind.ORDERING: (),
    ItemKind.NUMERIC: ("73091.25", "0.5"),
}
WITH_MODEL = {"a": 1.2, "b": 0.0, "c": 0.2}
_numbers = count(1)


def make_item(skill: Skill, kind: ItemKind = ItemKind.SINGLE, **content: Any) -> Item:
    """A published item; the right answer is `KEY_OF_KIND`."""
    number = next(_numbers)
    options = () if kind == ItemKind.NUMERIC else ("One", "Two", "Three", "Four")
    values = {"stem": f"Question {number}", "options": options, "key": KEY_OF_KIND[kind]}
    item, _ = put_item(
        actor=None,
        skill=skill,
        code=content.pop("code", f"Q{number}"),
        content=ItemContent(kind=kind, **{**values, **content}),
        now=timezone.now(),
        state=ContentState.PUBLISHED,
    )
    return item


def make_quiz(skill: Skill | None = None, items: list[Item] | None = None, **settings: Any) -> Quiz:
    """A published test of these items, one of each kind when none are named."""
    skill = skill or (items[0].skill if items else make_skill())
    items = [make_item(skill, kind) for kind in ItemKind] if items is None else items
    values = {"title": f"Test {next(_numbers)}", **settings}
    quiz = create_quiz(actor=None, skill=skill, settings=QuizSettings(**values), now=timezone.now())
    put_items(quiz, items)
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
