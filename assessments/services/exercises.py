"""Role-plays and simulations: who observes, what they score, and when it counts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import EXERCISE_OBSERVERS, ExerciseKind, Source
from assessments.models import Exercise, ExerciseSkill, Observer, ObserverScore
from assessments.services.evidence import NewEvidence, record_evidence
from assessments.services.ratings import check_answer
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned
from skills.models import Skill

MOST_SKILLS, MOST_OBSERVERS = 6, 10
LONGEST_COMMENT = 2000
_EAST_OF_UTC = dt.timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Score:
    """What an observer says about one skill; a level, "cannot judge", or nothing yet."""

    level: Decimal | None = None
    cannot_judge: bool = False
    comment: str = ""

    @property
    def is_given(self) -> bool:
        return self.cannot_judge or self.level is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseContent:
    """What was played, and who looked at what."""

    kind: ExerciseKind
    title: str
    situation: str = ""
    held_on: dt.date
    skills: Sequence[Skill]
    observers: Sequence[Employee]


def set_up_exercise(
    *, actor: User, employee: Employee, content: ExerciseContent, now: dt.datetime, link: str = ""
) -> Exercise:
    """Write down an exercise and ask its observers to score it.

    `link` is where observers score, with `{id}` for the exercise. Raises `NotAllowedError`, or
    `DomainError` naming the field.
    """
    if not rules.can_set_up_exercise(actor, employee):
        raise NotAllowedError(_("The line manager or HR sets up exercises."))
    _check(content, employee, now)
    with transaction.atomic():
        exercise = Exercise.objects.create(
            employee=employee,
            kind=content.kind,
            title=content.title.strip(),
            situation=content.situation.strip(),
            held_on=content.held_on,
            created_by=actor,
        )
        ExerciseSkill.objects.bulk_create(
            ExerciseSkill(exercise=exercise, skill=skill) for skill in content.skills
        )
        Observer.objects.bulk_create(
            Observer(exercise=exercise, observer=one) for one in content.observers
        )
        path = link.replace("{id}", str(exercise.public_id))
        for one in content.observers:
            notify(
                one.user,
                kind="exercise_to_score",
                title=lambda: _("Please score: %(title)s") % {"title": exercise.title},
                link=path,
            )
    return exercise


def score_exercise(
    *,
    actor: User,
    exercise: Exercise,
    scores: Mapping[int, Score],
    submit: bool,
    now: dt.datetime,
) -> Observer:
    """Keep an observer's scores by skill id; with `submit`, hand them in for good.

    Once enough observers have handed in, all their scores become evidence, each with its observer
    as rater; later ones do at once. Raises `NotAllowedError`, `DomainError` naming the field, or
    `ConflictError` after handing in.
    """
    with transaction.atomic():
        Exercise.objects.select_for_update().get(pk=exercise.pk)  # one observer at a time
        observer = _observer(exercise, actor)
        skills = {skill.pk: skill for skill in exercise.skills.select_related("scale")}
        for pk, score in scores.items():
            if pk in skills:
                _keep(observer, skills[pk], score)
        if submit:
            _submit(observer, skills, now)
            _release(exercise, actor, now)
    return observer


def _check(content: ExerciseContent, employee: Employee, now: dt.datetime) -> None:
    people = [one.pk for one in content.observers]
    if not content.title.strip():
        raise DomainError(_("Say what was played."), field="title")
    if content.held_on > (now + _EAST_OF_UTC).date():
        raise DomainError(_("The date lies in the future."), field="held_on")
    if not 1 <= len(content.skills) <= MOST_SKILLS:
        sentence = _("Choose one to %(n)d skills.") % {"n": MOST_SKILLS}
        raise DomainError(sentence, field="skills")
    if employee.pk in people:
        raise DomainError(_("Nobody observes themselves."), code="own_rater", field="observers")
    if not EXERCISE_OBSERVERS <= len(set(people)) <= MOST_OBSERVERS:
        sentence = _("Choose %(low)d to %(high)d observers.")
        values = {"low": EXERCISE_OBSERVERS, "high": MOST_OBSERVERS}
        raise DomainError(sentence % values, code="few_observers", field="observers")
    if any(one.status == EmployeeStatus.LEFT for one in content.observers):
        raise DomainError(_("An observer does not work here any more."), field="observers")


def _observer(exercise: Exercise, actor: User) -> Observer:
    observer = exercise.observers.filter(observer__user=actor).first()
    if observer is None:
        raise NotAllowedError(_("You were not asked to observe this exercise."))
    if observer.submitted_at is not None:
        raise ConflictError(_("You have handed in your scores already."), code="submitted")
    return observer


def _keep(observer: Observer, skill: Skill, score: Score) -> None:
    check_answer(score.level, cannot_judge=score.cannot_judge, scale=skill.scale)
    if len(score.comment) > LONGEST_COMMENT:
        sentence = _("At most %(n)d characters.") % {"n": LONGEST_COMMENT}
        raise DomainError(sentence, field="comment")
    values = {
        "level": score.level,
        "cannot_judge": score.cannot_judge,
        "comment": score.comment.strip(),
    }
    ObserverScore.objects.update_or_create(observer=observer, skill=skill, defaults=values)


def _submit(observer: Observer, skills: Mapping[int, Skill], now: dt.datetime) -> None:
    given = {
        one.skill_id for one in observer.scores.all() if one.cannot_judge or one.level is not None
    }
    missing = [skill.name for pk, skill in skills.items() if pk not in given]
    if missing:
        sentence = _("Still to score: %(names)s. “Cannot judge” is an answer too.")
        raise DomainError(sentence % {"names": ", ".join(missing)}, code="incomplete")
    observer.submitted_at = now
    save_versioned(observer, ["submitted_at"])


def _release(exercise: Exercise, actor: User, now: dt.datetime) -> None:
    """Turn handed-in scores into evidence once there are enough observers."""
    scores = list(
        ObserverScore.objects.filter(
            observer__exercise=exercise,
            observer__submitted_at__isnull=False,
            evidence=None,
            level__isnull=False,
        ).select_related("observer__observer", "skill__scale")
    )
    done = exercise.observers.exclude(submitted_at=None).count()
    if done < EXERCISE_OBSERVERS:
        return
    if exercise.released_at is None:
        exercise.released_at = now
        save_versioned(exercise, ["released_at"])
    rows = [_as_evidence(exercise, score) for score in scores]
    recorded = record_evidence(rows=rows, actor=actor, now=now)
    for score, result in zip(scores, recorded, strict=True):
        score.evidence = result.evidence
    ObserverScore.objects.bulk_update(scores, ["evidence"])


def _as_evidence(exercise: Exercise, score: ObserverScore) -> NewEvidence:
    return NewEvidence(
        employee=exercise.employee,
        skill=score.skill,
        source=Source.WORK_SAMPLE,
        level=score.level,
        observed_on=exercise.held_on,
        rater=score.observer.observer,
        reference=f"exercise {exercise.public_id} {score.observer.public_id}",
    )
