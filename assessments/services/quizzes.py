"""Putting tests together: settings, questions, cut scores, publication."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.enums import ATTEMPTS, RETAKE_DAYS, Assembly, ContentState, ScoreMethod
from assessments.models import CutScores, Item, Quiz, QuizItem
from assessments.services.items import check_author
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.enums import SkillKind
from skills.models import Skill

SETTINGS = (
    "title", "description", "assembly", "draws", "one_page", "minutes", "retake_days",
    "attempts_at_most",
)  # fmt: skip
MOST_ITEMS = 200
FARTHEST = 6.0  # standard deviations of ability, as far as scores go
FIRST_REASON = "assumed at the start"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSettings:
    """What can be changed about a test, as the fields of `Quiz`."""

    title: str
    description: str = ""
    assembly: Assembly = Assembly.FIXED
    draws: int | None = None
    one_page: bool = False
    minutes: int | None = None
    retake_days: int = RETAKE_DAYS
    attempts_at_most: int = ATTEMPTS


def create_quiz(
    *,
    actor: User | None,
    skill: Skill,
    settings: QuizSettings,
    now: dt.datetime,
    items: Sequence[Item] = (),
) -> Quiz:
    """A draft with evenly spaced cut scores for both methods.

    Raises `NotAllowedError`, or `DomainError` naming the field.
    """
    check_author(actor)
    _check_skill(skill)
    _check_settings(settings)
    quiz = Quiz(skill=skill)
    _check_items(quiz, items)
    _apply(quiz, settings)
    with transaction.atomic():
        try:
            with transaction.atomic():
                quiz.save(force_insert=True)
        except IntegrityError:
            raise _title_taken() from None
        _put_items(quiz, items)
        for method in ScoreMethod:
            CutScores.objects.create(
                quiz=quiz,
                method=method,
                number=1,
                cuts=even_cuts(method, _steps(quiz)),
                reason=FIRST_REASON,
                created_by=actor,
                created_at=now,
            )
    return quiz


def save_quiz(
    *,
    actor: User,
    quiz: Quiz,
    settings: QuizSettings,
    items: Sequence[Item],
    expected: int | None = None,
) -> None:
    """Write settings and questions. Attempts that have begun go on as they began.

    Raises `NotAllowedError`, `DomainError` naming the field, or `ConflictError`.
    """
    check_author(actor)
    _check_settings(settings)
    _check_items(quiz, items)
    _apply(quiz, settings)
    with transaction.atomic():
        try:
            with transaction.atomic():
                save_versioned(quiz, list(SETTINGS), expected=expected)
        except IntegrityError:
            raise _title_taken() from None
        _put_items(quiz, items)
        if quiz.state == ContentState.PUBLISHED:
            _check_complete(quiz)


def set_quiz_state(*, actor: User | None, quiz: Quiz, state: ContentState) -> None:
    """Publish, retire or take back to draft.

    Raises `NotAllowedError`, `ConflictError`, or `DomainError` when the test is not complete.
    """
    check_author(actor)
    if state == ContentState.PUBLISHED:
        _check_complete(quiz)
    quiz.state = state
    save_versioned(quiz, ["state"])


def set_cut_scores(
    *,
    actor: User | None,
    quiz: Quiz,
    method: ScoreMethod,
    cuts: Sequence[float],
    reason: str,
    now: dt.datetime,
) -> CutScores:
    """Say anew where the levels begin; results scored before keep theirs.

    Raises `NotAllowedError`, or `DomainError` naming the field.
    """
    check_author(actor)
    _check_cuts(method, cuts, _steps(quiz))
    if not reason.strip():
        raise DomainError(_("Say why the cut scores change."), field="reason")
    with transaction.atomic():
        Quiz.objects.select_for_update().get(pk=quiz.pk)  # one change at a time
        last = quiz.cut_scores.filter(method=method).order_by("-number").first()
        if last is not None and last.cuts == list(cuts):
            return last
        return CutScores.objects.create(
            quiz=quiz,
            method=method,
            number=1 if last is None else last.number + 1,
            cuts=list(cuts),
            reason=reason.strip()[:300],
            created_by=actor,
            created_at=now,
        )


def even_cuts(method: ScoreMethod, steps: int) -> list[float]:
    """Where levels begin before anybody has set them: one standard deviation or share apart."""
    if method == ScoreMethod.EAP:
        middle = (steps - 1) / 2
        return [4 * (step - middle) / (steps - 1) for step in range(steps)]
    return [round(0.2 + 0.7 * step / (steps - 1), 3) for step in range(steps)]


def _put_items(quiz: Quiz, items: Sequence[Item]) -> None:
    """Make these the questions of a test, in this order; unchanged ones cost nothing."""
    wanted = [item.pk for item in items]
    if list(quiz.lines.values_list("item", flat=True)) == wanted:
        return
    quiz.lines.all().delete()
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, item_id=item, position=position) for position, item in enumerate(wanted)
    )


def _steps(quiz: Quiz) -> int:
    return quiz.skill.scale.top_rank - quiz.skill.scale.zero_rank


def _apply(quiz: Quiz, settings: QuizSettings) -> None:
    for name in SETTINGS:
        setattr(quiz, name, getattr(settings, name))
    quiz.title = settings.title.strip()
    if settings.assembly == Assembly.FIXED:
        quiz.draws = None


def _title_taken() -> DomainError:
    return DomainError(_("Another test has this title."), code="title_taken", field="title")


def _check_skill(skill: Skill) -> None:
    if skill.kind == SkillKind.SOFT:
        sentence = _("Tests with right answers are for hard skills; write a scenario instead.")
        raise DomainError(sentence, code="soft_skill", field="skill")
    if skill.scale.top_rank - skill.scale.zero_rank < 2:
        sentence = _("The scale of this skill has too few levels for cut scores.")
        raise DomainError(sentence, field="skill")


def _check_settings(settings: QuizSettings) -> None:
    bounds = {
        "minutes": (settings.minutes, 1, 480),
        "retake_days": (settings.retake_days, 0, 3650),
        "attempts_at_most": (settings.attempts_at_most, 1, 100),
        "draws": (settings.draws, 1, MOST_ITEMS),
    }
    if not settings.title.strip():
        raise DomainError(_("The test needs a title."), field="title")
    if settings.assembly == Assembly.RANDOM and settings.draws is None:
        raise DomainError(_("Say how many questions are drawn."), field="draws")
    for name, (value, low, high) in bounds.items():
        if value is not None and not low <= value <= high:
            sentence = _("This must be from %(low)s to %(high)s.") % {"low": low, "high": high}
            raise DomainError(sentence, field=name)


def _check_items(quiz: Quiz, items: Sequence[Item]) -> None:
    if len(items) > MOST_ITEMS:
        sentence = _("A test has at most %(n)d questions.") % {"n": MOST_ITEMS}
        raise DomainError(sentence, field="items")
    if len({item.pk for item in items}) != len(items):
        raise DomainError(_("A question is listed twice."), field="items")
    if any(item.skill_id != quiz.skill_id for item in items):
        raise DomainError(_("A question belongs to another skill."), field="items")


def _check_complete(quiz: Quiz) -> None:
    """Raise unless everybody who starts gets all their questions."""
    named = Item.objects.filter(lines__quiz=quiz)
    if named.exclude(state=ContentState.PUBLISHED).exists():
        raise DomainError(_("Publish all questions of the test first."), field="items")
    n = named.count()
    if quiz.assembly == Assembly.FIXED:
        if not n:
            raise DomainError(_("Choose at least one question."), field="items")
        return
    pool = n or Item.objects.published().filter(skill=quiz.skill_id).count()
    if pool < (quiz.draws or 0):
        sentence = _("There are only %(n)d questions to draw from.") % {"n": pool}
        raise DomainError(sentence, field="draws")


def _check_cuts(method: ScoreMethod, cuts: Sequence[float], steps: int) -> None:
    if len(cuts) != steps:
        sentence = _("Give one cut score for each of the %(n)d levels above the lowest.")
        raise DomainError(sentence % {"n": steps}, field="cuts")
    low, high = (-FARTHEST, FARTHEST) if method == ScoreMethod.EAP else (0.0, 1.0)
    if not all(isfinite(cut) and low <= cut <= high for cut in cuts):
        sentence = _("Cut scores must lie between %(low)s and %(high)s.")
        raise DomainError(sentence % {"low": low, "high": high}, field="cuts")
    if any(after <= before for before, after in pairwise(cuts)):
        raise DomainError(_("Each cut score must be higher than the one before."), field="cuts")
