"""What statements of learning platforms (xAPI) lead to: completions, and evidence from scores."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Source
from assessments.services import NewEvidence, record_evidence
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skills.models import Skill
from training.enums import Strength, Verb
from training.models import Activity, LearningStatement, ParkedCompletion
from training.queries.statements import (
    Learner,
    Statement,
    activity_meant,
    person_meant,
    told_level,
)
from training.rules import can_record_completions
from training.services.completions import Finished, check_finished, complete_activities
from training.services.parking import park
from training.services.taking_back import REFERENCE, void_statement

SHOWN_NUMBER, SHOWN_CODE = 60, 120  # characters of a platform's names in the list of who waits


@transaction.atomic
def record_statements(
    *, actor: User, statements: Sequence[Statement], now: dt.datetime
) -> list[LearningStatement]:
    """Take statements in, all or none; one that was taken in before changes nothing.

    What finishes an activity becomes a completion, a score evidence of source test of its main
    skill; who or what is unknown is parked. One that takes another back undoes what came of it,
    also when it is the first to arrive. Raises `NotAllowedError`, `ConflictError` for an id
    that came before with another content, `DomainError` for a date in the future.
    """
    if not can_record_completions(actor):
        raise NotAllowedError(_("Only HR and the learning manager record completions."))
    return [_record(actor, statement, now) for statement in statements]


@transaction.atomic
def match_statements(*, now: dt.datetime) -> int:
    """Try those that wait again; return how many found their person and activity."""
    rows = ParkedCompletion.objects.filter(statement__told__isnull=False)
    done = []
    for row in rows.select_for_update(of=("self",)).select_related("statement__actor"):
        stored = row.statement
        if stored is not None and _is_matched(stored, now):
            done.append(row.pk)
    ParkedCompletion.objects.filter(pk__in=done).delete()
    return len(done)


def _record(actor: User, statement: Statement, now: dt.datetime) -> LearningStatement:
    stored, created = LearningStatement.objects.get_or_create(
        statement_id=statement.id,
        defaults={
            "digest": statement.digest,
            "verb": statement.verb,
            "actor": actor,
            "received_at": now,
            "voids": statement.voids,
        },
    )
    if stored.digest != statement.digest:
        raise ConflictError(
            _("There is a statement of this id with another content."), code="statement_conflict"
        )
    if not created:
        return stored
    if statement.voids is not None:
        void_statement(statement.voids, actor=actor, now=now)
    elif LearningStatement.objects.filter(voids=statement.id).exists():
        stored.voided_at = now  # taken back before it arrived
        stored.save(update_fields=["voided_at"])
    elif statement.matters and not _apply(stored, statement, actor, now):
        stored.told = _kept(statement)
        stored.save(update_fields=["told"])
        park(rows=[_parked(stored, statement, actor)])
    return stored


def _is_matched(stored: LearningStatement, now: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            return _apply(stored, _recalled(stored), stored.actor, now)
    except DomainError:
        return False  # not right today, such as a level off the scale meanwhile


def _apply(stored: LearningStatement, statement: Statement, actor: User, now: dt.datetime) -> bool:
    """Write what it leads to; False while its person or activity is not known."""
    person = person_meant(statement.learner, actor) if statement.learner else None
    activity = activity_meant(statement.activity)
    if person is None or activity is None:
        return False
    skill, level, stored.strength = _told(statement, person, activity)
    finished = Finished(
        employee=person,
        activity=activity,
        completed_on=timezone.localdate(statement.told_at),
        reference=f"{REFERENCE}{statement.id}",
        levels={skill: level} if skill and level and stored.strength == Strength.WEAK else {},
    )
    check_finished(finished, now)
    if skill and level is not None and stored.strength == Strength.ASSESSED:
        record_evidence(rows=[_test_result(finished, skill, level)], actor=actor, now=now)
    if statement.is_finished:
        ((completion, _action),) = complete_activities(actor=actor, finished=[finished], now=now)
        stored.completion = completion
    stored.told = None
    stored.save(update_fields=["strength", "completion", "told"])
    return True


def _told(
    statement: Statement, person: Employee, activity: Activity
) -> tuple[Skill | None, Decimal | None, Strength]:
    """The activity's main skill, and which level of it the statement speaks for, how strongly."""
    outcome = activity.outcomes.select_related("skill__scale").order_by("position").first()
    if outcome is None:
        return None, None, Strength.NONE
    return outcome.skill, *told_level(outcome, statement, person)


def _test_result(finished: Finished, skill: Skill, level: Decimal) -> NewEvidence:
    return NewEvidence(
        employee=finished.employee,
        skill=skill,
        source=Source.TEST,
        level=level,
        observed_on=finished.completed_on,
        reference=finished.key,
    )


def _parked(stored: LearningStatement, statement: Statement, actor: User) -> ParkedCompletion:
    return ParkedCompletion(
        employee_number=str(statement.learner)[:SHOWN_NUMBER],
        activity_code=statement.activity[:SHOWN_CODE],
        reference=f"{REFERENCE}{statement.id}",
        completed_on=timezone.localdate(statement.told_at),
        actor=actor,
        statement=stored,
    )


def _kept(statement: Statement) -> dict[str, Any]:
    """The parts that are needed again."""
    return {
        "learner": asdict(statement.learner) if statement.learner else None,
        "activity": statement.activity,
        "told_at": statement.told_at.isoformat(),
        "score": None if statement.score is None else str(statement.score),
        "completion": statement.completion,
    }


def _recalled(stored: LearningStatement) -> Statement:
    told: dict[str, Any] = stored.told or {}
    return Statement(
        id=UUID(str(stored.statement_id)),
        digest=stored.digest,
        verb=Verb(stored.verb),
        learner=Learner(**told["learner"]) if told["learner"] else None,
        activity=told["activity"],
        told_at=dt.datetime.fromisoformat(told["told_at"]),
        score=None if told["score"] is None else Decimal(told["score"]),
        completion=told["completion"],
    )
