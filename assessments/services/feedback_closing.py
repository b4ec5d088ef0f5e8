"""After the last answer: making answers untraceable, and groups of them evidence. For workers."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.analysis.evidence import Source as SourceCode
from assessments.analysis.evidence import recorded_variance
from assessments.analysis.suppression import Shown
from assessments.enums import CyclePurpose, CycleState, RaterKind, Source
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleSkill,
    FeedbackAnswer,
    FeedbackInvitation,
)
from assessments.queries.feedback_report import (
    anonymous_kinds,
    answers_by_person,
    group_reference,
    groups_of,
)
from assessments.services.evidence import NewEvidence, record_evidence
from employees.models import Employee
from skillmap.core.errors import ConflictError
from skillmap.core.models import User
from skills.models import Skill

_COLUMNS = "id, cycle_id, ratee_id, rater_kind, payload"
_STEP = 1_000  # rows between two looks at the progress
Row = tuple[int, str, dict[str, Any]]  # ratee, kind of rater, payload
Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Show progress to nobody."""


def mix_answers(cycle: AssessmentCycle, progress: Progress) -> None:
    """Make the answers of a closed cycle untraceable, on the disk as well. Again does no harm.

    Raises `ConflictError` while the cycle is open.
    """
    rewrite_answers(cycle, progress)
    vacuum()


@transaction.atomic
def rewrite_answers(cycle: AssessmentCycle, progress: Progress = _silent) -> int:
    """Rewrite answers so that nothing tells who gave them; return how many there were.

    New random ids, random order, one row per level and per comment, no token. Raises
    `ConflictError` while the cycle is open.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # one COPY of all, however many
    locked = AssessmentCycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.state not in {CycleState.CLOSED, CycleState.RELEASED}:
        raise ConflictError(_("Answers are mixed when the cycle is closed."), code="still_open")
    given = FeedbackAnswer.objects.open().filter(cycle=locked)
    total = given.count()
    rows = [part for answer in given.iterator() for part in _parts(answer)]
    SystemRandom().shuffle(rows)
    given.delete()
    _write(locked, rows, progress)
    return total


def vacuum() -> None:
    """Remove what rewriting and answering left behind on the disk; outside any transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for model in (FeedbackAnswer, FeedbackInvitation):
            cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
        cursor.execute("RESET statement_timeout")


def _parts(answer: FeedbackAnswer) -> Iterator[Row]:
    """A level and its comment part ways; "cannot judge" leaves nothing."""
    said = [*answer.payload["skills"], {"skill": None, "level": None, **_comment_of(answer)}]
    for one in said:
        if one["level"] is not None:
            payload = {"skill": one["skill"], "level": one["level"]}
            yield answer.ratee_id, answer.rater_kind, payload
        if one["comment"]:
            payload = {"skill": one["skill"], "comment": one["comment"]}
            yield answer.ratee_id, answer.rater_kind, payload


def _comment_of(answer: FeedbackAnswer) -> dict[str, str]:
    return {"comment": answer.payload["comment"]}


def _write(cycle: AssessmentCycle, rows: list[Row], progress: Progress) -> None:
    table = connection.ops.quote_name(FeedbackAnswer._meta.db_table)
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY {table} ({_COLUMNS}) FROM STDIN") as copy,
    ):
        for number, (ratee, kind, payload) in enumerate(rows):
            copy.write_row((uuid4(), cycle.pk, ratee, kind, json.dumps(payload)))
            if number % _STEP == 0:
                progress(number, len(rows))
    progress(len(rows), len(rows))


# --- as evidence --------------------------------------------------------------------------------


def record_group_feedback(*, cycle: AssessmentCycle, actor: User | None, now: dt.datetime) -> int:
    """Turn what the reports show of each kind of rater into evidence; return how many rows.

    Mixes the answers first where that is still to be done. Only of an evaluative cycle, or about
    people who chose to share before the first answer. One row per person, skill and kind that
    stands alone in the report, with the variance of the mean of so many opinions; groups of several
    kinds are no evidence. Call it in the release's transaction.
    """
    rewrite_answers(cycle)
    people = cycle.participants.filter(withdrawn_at=None)
    if cycle.purpose == CyclePurpose.DEVELOPMENTAL:
        people = people.filter(shares_evidence=True)
    rows = list(_evidence_rows(cycle, list(people.select_related("employee")), now))
    record_evidence(rows=rows, actor=actor, now=now)
    return len(rows)


def _evidence_rows(
    cycle: AssessmentCycle, people: list[CycleParticipant], now: dt.datetime
) -> Iterator[NewEvidence]:
    kinds = anonymous_kinds(cycle)
    employees = {person.employee_id: person.employee for person in people}
    answers = FeedbackAnswer.objects.shuffled().filter(cycle=cycle, ratee__in=employees)
    found = answers_by_person(answers)
    asked = CycleSkill.objects.filter(participant__in=people).select_related(
        "skill__scale", "participant"
    )
    day = min(cycle.closes_on, timezone.localdate(now))
    for row in asked:
        ratee = employees[row.participant.employee_id]
        for shown in groups_of(found[ratee.pk], row.skill, kinds, cycle):
            if len(shown.kinds) == 1:
                yield _evidence(cycle, ratee, row.skill, shown, day)


def _evidence(
    cycle: AssessmentCycle, ratee: Employee, skill: Skill, shown: Shown, day: dt.date
) -> NewEvidence:
    kind = RaterKind(shown.kinds[0])
    return NewEvidence(
        employee=ratee,
        skill=skill,
        source=Source(kind),
        level=Decimal(shown.middle),
        observed_on=day,
        rater_kind=kind,
        reference=group_reference(cycle, kind),
        variance=recorded_variance(SourceCode[kind.upper()], shown.n),
    )
