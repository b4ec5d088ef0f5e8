"""Taking a test: start or resume, keep answers, hand in. The server's clock decides."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from secrets import SystemRandom

import numpy as np
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import rules
from assessments.analysis.answers import UnreadableAnswer, is_complete, is_right, read_answer
from assessments.analysis.testscore import (
    LevelScore,
    ability,
    level_from_ability,
    level_from_share,
)
from assessments.enums import GRACE_SECONDS, Assembly, AttemptState, ItemKind, ScoreMethod, Source
from assessments.models import Attempt, AttemptItem, CutScores, Item, Quiz, ScenarioAttempt
from assessments.services.evidence import NewEvidence, record_evidence
from employees.models import Employee
from skillmap.core import jobs
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import Scale

LEAST_ANSWERED = 0.5  # share of questions; below it an attempt says nothing about the level
GRACE = dt.timedelta(seconds=GRACE_SECONDS)
_THREE_DECIMALS = Decimal("0.001")
_RESULT = [
    "state", "submitted_at", "method", "cut_scores", "n_right", "theta", "theta_se", "level",
    "variance", "evidence",
]  # fmt: skip
_dice = SystemRandom()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether somebody may start a test now. `open`: the attempt to go on with.

    `from_on`: the day from which it may be taken again; None when it may now, or never (`left`
    is then 0). `left`: attempts that remain.
    """

    open: Attempt | ScenarioAttempt | None
    left: int
    from_on: dt.date | None

    @property
    def may_start(self) -> bool:
        return self.open is not None or (self.left > 0 and self.from_on is None)


def standing(
    attempts: Sequence[Attempt | ScenarioAttempt],
    *,
    attempts_at_most: int,
    retake_days: int,
    today: dt.date,
) -> Standing:
    """Judge somebody's attempts at one test or scenario by its retake rule."""
    is_open = next((one for one in attempts if one.state == AttemptState.OPEN), None)
    last = max((one.started_at for one in attempts), default=None)
    from_on = None
    if last is not None and is_open is None:
        again = last.date() + dt.timedelta(days=retake_days)
        from_on = again if again > today else None
    return Standing(is_open, max(0, attempts_at_most - len(attempts)), from_on)


def check_standing(found: Standing) -> None:
    """Raise `DomainError` saying when, or that, the test cannot be taken again."""
    if found.may_start:
        return
    if found.left == 0:
        sentence = _("You have used all attempts. Ask HR if something went wrong.")
        raise DomainError(sentence, code="no_attempts_left")
    date = date_format(found.from_on, "j M Y") if found.from_on else ""
    sentence = _("You can take this again from %(date)s.") % {"date": date}
    raise DomainError(sentence, code="too_early")


def start_attempt(*, actor: User, quiz: Quiz, now: dt.datetime) -> Attempt:
    """Start a test, or go on with the attempt that is open.

    An open attempt whose time is over is scored first. Raises `NotAllowedError`, or `DomainError`
    by the retake rule.
    """
    with transaction.atomic():
        employee = lock_taker(actor)
        opened = quiz.attempts.open().filter(employee=employee).first()
        if opened is not None and not is_over(opened, now):
            return opened
        if opened is not None:
            submit_attempt(attempt=opened, actor=actor, now=now)
        if quiz.state != "published":
            raise DomainError(_("This test is not open."), code="not_published")
        attempts = list(quiz.attempts.filter(employee=employee))
        found = standing(
            attempts,
            attempts_at_most=quiz.attempts_at_most,
            retake_days=quiz.retake_days,
            today=now.date(),
        )
        check_standing(found)
        return _create(quiz, employee, now)


def lock_taker(actor: User) -> Employee:
    """The person of this user, whose other starts wait until the transaction ends.

    Raises `NotAllowedError` for people who read keys, and for those without a record.
    """
    if not rules.can_take_tests(actor):
        sentence = _("Whoever writes tests can read the answers, so they cannot take them.")
        raise NotAllowedError(sentence)
    return Employee.objects.select_for_update(of=("self",), no_key=True).get(user=actor)


def save_answers(
    *, attempt: Attempt, actor: User, answers: Mapping[int, Sequence[str]], now: dt.datetime
) -> dict[int, str]:
    """Keep answers as the page posted them, by position; sentences for those that do not fit.

    The others are kept. Positions that do not exist are ignored. Raises `NotAllowedError`, or
    `ConflictError` when the attempt was handed in or its time is over: it is scored then, with
    what was kept in time.
    """
    _check_taker(attempt, actor)
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if locked.state != AttemptState.OPEN:
            raise ConflictError(_("This test was handed in already."), code="submitted")
        if not is_over(locked, now):
            return _keep(locked, answers, now)
    submit_attempt(attempt=attempt, actor=actor, now=now)
    sentence = _("The time is over. What you had answered until then counts.")
    raise ConflictError(sentence, code="time_over")


def submit_attempt(*, attempt: Attempt, actor: User | None, now: dt.datetime) -> Attempt:
    """Score an attempt with what was kept; handing in twice changes nothing.

    `actor` None is the clock. Where at least half of the questions were answered, the level
    becomes evidence of the day it was handed in, at the latest when the time was over.
    """
    if actor is not None:
        _check_taker(attempt, actor)
    with transaction.atomic():
        locked = (
            Attempt.objects.select_for_update(of=("self",))
            .select_related("quiz__skill__scale", "employee")
            .get(pk=attempt.pk)
        )
        if locked.state == AttemptState.OPEN:
            _score(locked, actor, min(now, locked.deadline_at or now))
        return locked


def close_attempt(*, attempt: Attempt, now: dt.datetime) -> None:
    """Score an attempt whose time is over, whether its taker comes back or not."""
    if is_over(attempt, now):
        submit_attempt(attempt=attempt, actor=None, now=now)


def is_over(attempt: Attempt, now: dt.datetime) -> bool:
    """Has the time run out, the moment for answers under way included?"""
    return attempt.deadline_at is not None and now > attempt.deadline_at + GRACE


def _check_taker(attempt: Attempt, actor: User) -> None:
    if attempt.employee.user_id != actor.pk:
        raise NotAllowedError(_("This is somebody else's test."))


def _create(quiz: Quiz, employee: Employee, now: dt.datetime) -> Attempt:
    items = _draw(quiz)
    deadline = now + dt.timedelta(minutes=quiz.minutes) if quiz.minutes else None
    attempt = Attempt.objects.create(
        quiz=quiz, employee=employee, started_at=now, deadline_at=deadline, n_items=len(items)
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt, position=position, item_version=item.current, shown=_shuffled(item)
        )
        for position, item in enumerate(items, start=1)
    )
    if deadline is not None:
        jobs.enqueue(
            "assessments.close_attempt",
            key=f"close attempt {attempt.pk}",
            title=_("End of a test"),
            not_before=deadline + GRACE,
            attempt_id=attempt.pk,
        )
    return attempt


def _draw(quiz: Quiz) -> list[Item]:
    """The questions of one attempt, in the order in which they are asked."""
    named = Item.objects.published().filter(lines__quiz=quiz).select_related("current")
    items = list(named.order_by("lines__position"))
    if quiz.assembly == Assembly.RANDOM:
        if not items:
            items = list(
                Item.objects.published().filter(skill=quiz.skill_id).select_related("current")
            )
        items = _dice.sample(items, min(quiz.draws or 0, len(items)))
    if not items:
        raise DomainError(_("This test has no questions at the moment."), code="empty_test")
    return items


def _shuffled(item: Item) -> list[str]:
    """Ids of the options in a new order; an ordering never starts as it should end."""
    version = item.current
    if version is None:
        return []
    ids = [option["id"] for option in version.options]
    _dice.shuffle(ids)
    if version.kind == ItemKind.ORDERING and ids == version.key:
        ids = [*ids[1:], ids[0]]
    return ids


def _keep(
    attempt: Attempt, answers: Mapping[int, Sequence[str]], now: dt.datetime
) -> dict[int, str]:
    lines = attempt.lines.filter(position__in=list(answers)).select_related("item_version")
    changed, faults = [], {}
    for line in lines:
        try:
            answer = read_answer(line.item_version.kind, line.shown, answers[line.position])
        except UnreadableAnswer as error:
            faults[line.position] = _sentence(error.code)
            continue
        if answer != (line.response or []):
            line.response, line.answered_at = answer or None, now
            changed.append(line)
    AttemptItem.objects.bulk_update(changed, ["response", "answered_at"])
    return faults


def _sentence(code: str) -> str:
    return {
        "number": _("This is not a number. Write it as 12.5."),
        "repeated": _("Each place can be given once."),
    }.get(code, _("Choose one of the answers shown."))


def _score(attempt: Attempt, actor: User | None, at: dt.datetime) -> None:
    lines = list(attempt.lines.select_related("item_version"))
    for line in lines:
        version = line.item_version
        line.is_right = is_right(version.kind, version.key, line.response)
    AttemptItem.objects.bulk_update(lines, ["is_right"])
    attempt.n_right = sum(bool(line.is_right) for line in lines)
    score = _level(attempt, lines)
    scale = attempt.quiz.skill.scale
    attempt.level, attempt.variance = _on_scale(score, scale), score.variance
    attempt.state, attempt.submitted_at = AttemptState.SCORED, at
    answered = sum(is_complete(line.item_version.kind, line.response) for line in lines)
    if answered >= LEAST_ANSWERED * len(lines):
        (recorded,) = record_evidence(rows=[_as_evidence(attempt, at)], actor=actor, now=at)
        attempt.evidence = recorded.evidence
    save_versioned(attempt, _RESULT)


def _level(attempt: Attempt, lines: Sequence[AttemptItem]) -> LevelScore:
    """Score by the item response model where every question has parameters, else by the share."""
    versions = [line.item_version for line in lines]
    modelled = all(version.has_parameters for version in versions)
    attempt.method = ScoreMethod.EAP if modelled else ScoreMethod.BINOMIAL
    attempt.cut_scores = _cut_scores(attempt)
    cuts = np.array(attempt.cut_scores.cuts)
    if not modelled:
        return level_from_share(attempt.n_right or 0, len(lines), cuts)
    a, b, c = (np.array([getattr(one, name) for one in versions], dtype=float) for name in "abc")
    right = np.array([[float(bool(line.is_right)) for line in lines]])
    found = ability(right, a, b, c)
    attempt.theta, attempt.theta_se = float(found.mean[0]), float(found.se[0])
    return level_from_ability(attempt.theta, attempt.theta_se, cuts)


def _cut_scores(attempt: Attempt) -> CutScores:
    """Those in force now: the newest of the method."""
    return attempt.quiz.cut_scores.filter(method=attempt.method).order_by("-number")[:1].get()


def _on_scale(score: LevelScore, scale: Scale) -> Decimal:
    return Decimal(str(scale.from_common(score.level))).quantize(_THREE_DECIMALS)


def _as_evidence(attempt: Attempt, at: dt.datetime) -> NewEvidence:
    return NewEvidence(
        employee=attempt.employee,
        skill=attempt.quiz.skill,
        source=Source.TEST,
        level=attempt.level,
        variance=attempt.variance,
        observed_on=at.date(),
        reference=f"attempt {attempt.public_id}",
    )
