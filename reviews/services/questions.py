"""Writes of the question bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import rules
from reviews.enums import QuestionKind, QuestionPhase, ReviewCycleState
from reviews.models import Question, ReviewCycle, ReviewTemplate
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import Skill

LONGEST_QUESTION = 500  # characters
UNTOUCHED = 1  # the version of a question until HR changes or retires it


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionContent:
    """What a question asks, whom, and the skills it is about; see `Question`.

    `{period}` in the text stands for the period of the cycle that asks it.
    """

    kind: QuestionKind
    phase: QuestionPhase
    text: str
    skills: Sequence[Skill] = ()


@transaction.atomic
def put_question(*, actor: User | None, code: str, content: QuestionContent) -> Question:
    """Create the review question of this code, or word it anew: never one that HR has changed or
    retired, nor one that reviews ask already. `actor` None is the operator.

    Raises `NotAllowedError`.
    """
    if actor is not None:
        _check_may_edit(actor)
    values = {"kind": content.kind, "phase": content.phase, "text": content.text.strip()}
    locked = Question.objects.select_for_update()
    question, is_new = locked.get_or_create(code=code, defaults=values)
    if not is_new:
        if question.version > UNTOUCHED or is_asked(question):
            return question
        question.kind, question.phase, question.text = values.values()
        question.save(update_fields=[*values, "updated_at"])
    question.skills.set(content.skills)
    return question


def add_question(*, actor: User, content: QuestionContent) -> Question:
    """Write a question of one's own into the bank. Raises `NotAllowedError`, `DomainError`."""
    _check(actor, content)
    return put_question(actor=actor, code=uuid4().hex, content=content)


@transaction.atomic
def change_question(
    *, actor: User, question: Question, content: QuestionContent, expected: int
) -> None:
    """Word it anew, or say which skills it is about; the words stay once a started cycle asks it.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` naming the field.
    """
    _check(actor, content)
    Question.objects.select_for_update().get(pk=question.pk)  # first, as `put_question` does
    text = content.text.strip()
    asks = (question.kind, question.phase, question.text)
    if asks != (content.kind, content.phase, text) and is_asked(question):
        raise DomainError(
            _("Reviews ask it already, so its words stay. Retire it and write another one."),
            field="text",
        )
    question.kind, question.phase, question.text = content.kind, content.phase, text
    save_versioned(question, ["kind", "phase", "text"], expected=expected)
    question.skills.set(content.skills)


@transaction.atomic
def retire_question(*, actor: User, question: Question, is_retired: bool, expected: int) -> None:
    """No new template asks it any more, or again; those that ask it go on.

    Raises `NotAllowedError`, `ConflictError`.
    """
    _check_may_edit(actor)
    question.retired_on = timezone.localdate() if is_retired else None
    save_versioned(question, ["retired_on"], expected=expected)


def is_asked(question: Question) -> bool:
    """Is it in a template that a started cycle uses? Locks those templates: starting one waits."""
    asking = ReviewTemplate.objects.select_for_update(of=("self",))
    templates = [row.pk for row in asking.filter(questions__question=question)]
    started = ReviewCycle.objects.exclude(state=ReviewCycleState.DRAFT)
    return started.filter(template__in=templates).exists()


def _check_may_edit(actor: User) -> None:
    if not rules.can_run_reviews(actor):
        raise NotAllowedError(_("Only HR words the questions of reviews."))


def _check(actor: User, content: QuestionContent) -> None:
    _check_may_edit(actor)
    text = content.text.strip()
    if not text or "\x00" in text:
        raise DomainError(_("Write the question."), field="text")
    if len(text) > LONGEST_QUESTION:
        sentence = _("A question has at most %(most)d characters; this one has %(n)d.")
        raise DomainError(sentence % {"most": LONGEST_QUESTION, "n": len(text)}, field="text")
