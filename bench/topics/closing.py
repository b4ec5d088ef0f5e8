"""Closing and releasing a cycle against a COPY of the same answers, read out and written once.

Of 1,000 people, 10,000 answers: eight anonymous forms of eight skills with a comment for each
person, and two by name. Closing is what the job of the worker does: no more answers, then all
anonymous ones rewritten in random order without a trace. Releasing makes evidence of both.
"""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind
from assessments.models import AssessmentCycle, Evidence, FeedbackAnswer, Rating
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.feedback_closing import mix_answers
from assessments.services.gaps import Watch
from bench.cpu import cpu_seconds
from bench.organisation import generate
from bench.report import Direction, Report, Row, Scale

PEOPLE = {Scale.SMALL: 1_000, Scale.FULL: 10_000}
ANONYMOUS, NAMED, SKILLS = 8, 2, 8  # forms by colleagues and by name for each person, skills each
ANSWERS, EVIDENCE = FeedbackAnswer._meta.db_table, Evidence._meta.db_table
_SKILLS = """
    INSERT INTO assessments_cycleskill (participant_id, skill_id, position, is_asked)
    SELECT p.id, s.id, s.n, true FROM assessments_cycleparticipant p,
        (SELECT id, row_number() OVER (ORDER BY id) AS n FROM skills_skill) s
    WHERE p.cycle_id = %(cycle)s AND s.n <= %(n)s
"""
_PEOPLE = """
    INSERT INTO assessments_cycleparticipant (public_id, version, created_at, updated_at, cycle_id,
        employee_id, shares_evidence)
    SELECT gen_random_uuid(), 1, now(), now(), %(cycle)s, id, false FROM employees_employee
"""
_ANSWERS = """
    INSERT INTO assessments_feedbackanswer (id, cycle_id, ratee_id, rater_kind, payload, digest)
    SELECT gen_random_uuid(), %(cycle)s, p.employee_id, 'peer', jsonb_build_object(
        'comment', 'Explains well what others should know before they begin.',
        'skills', (SELECT jsonb_agg(jsonb_build_object('skill', s.skill_id, 'comment', '',
            'level', floor(random() * 11) / 2)) FROM assessments_cycleskill s
            WHERE s.participant_id = p.id)), md5(p.id || ' ' || k)
    FROM assessments_cycleparticipant p, generate_series(1, %(forms)s) k
    WHERE p.cycle_id = %(cycle)s
"""
_RATINGS = """
    INSERT INTO assessments_rating (public_id, version, created_at, updated_at, rater_id, ratee_id,
        skill_id, cycle_id, rater_kind, level, cannot_judge, comment, link, submitted_at)
    SELECT gen_random_uuid(), 1, now(), now(), o.id, p.employee_id, s.skill_id, %(cycle)s,
        'report', floor(random() * 11) / 2, false, '', '', now()
    FROM assessments_cycleparticipant p JOIN assessments_cycleskill s ON s.participant_id = p.id
        CROSS JOIN LATERAL (SELECT id FROM employees_employee WHERE id > p.employee_id
            ORDER BY id LIMIT %(forms)s) o
    WHERE p.cycle_id = %(cycle)s
"""


@dataclass(frozen=True)
class Costs:
    """CPU seconds of one cycle's close and release, and of moving the same rows only."""

    close: float
    release: float
    close_floor: float
    release_floor: float
    steps: int  # how often progress was shown


def measure(scale: Scale) -> Report:
    """A cycle about everybody, and one about a tenth of them."""
    people = PEOPLE[scale]
    small = _costs(people // 10)
    whole = _costs(people)
    growth = (whole.close + whole.release) / (small.close + small.release) / 10
    return Report(
        sizes={
            "scale": scale.value,
            "people": people,
            "answers": people * (ANONYMOUS + NAMED),
            "skills_per_answer": SKILLS,
        },
        rows=[
            Row("closing against a COPY of its answers", whole.close / whole.close_floor, "x", 4),
            Row(
                "release against a COPY of its answers and evidence",
                whole.release / whole.release_floor,
                "x",
                16,
            ),
            Row("CPU per answer at ten times the size", growth, "x", 1.25),
            Row("progress shown while closing", whole.steps, "times", 10, Direction.MIN),
        ],
    )


def _costs(people: int) -> Costs:
    generate(people)
    cycle = _open_cycle()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS given")
        cursor.execute(f"CREATE TABLE given AS TABLE {ANSWERS}")
    steps: list[int] = []
    closing = cpu_seconds(partial(_close, cycle, steps))
    assert not FeedbackAnswer.objects.open().exists()
    close_floor = cpu_seconds(partial(_copy, ["TABLE given"], ANSWERS, f"TABLE {ANSWERS}"))
    first = (Evidence.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    releasing = cpu_seconds(partial(_release, cycle))
    assert Evidence.objects.filter(pk__gte=first).count() >= people * SKILLS * NAMED
    written = f"SELECT * FROM {EVIDENCE} WHERE id >= {first}"
    read = [f"TABLE {ANSWERS}", f"TABLE {Rating._meta.db_table}"]
    release_floor = cpu_seconds(partial(_copy, read, EVIDENCE, written))
    return Costs(closing, releasing, close_floor, release_floor, len(steps))


def _close(cycle: AssessmentCycle, steps: list[int]) -> None:
    """The work of the job, which shows its progress each time it is asked to."""
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    mix_answers(cycle, lambda done, _total: steps.append(done))


def _release(cycle: AssessmentCycle) -> None:
    release_cycle(actor=None, cycle=cycle, now=timezone.now(), watch=Watch())


def _copy(read: list[str], table: str, written: str) -> None:
    """Copy what is read out, and what is written out and into a twin with the same indexes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for rows in read:
            with cursor.cursor.copy(f"COPY ({rows}) TO STDOUT") as out:
                b"".join(out)
        with cursor.cursor.copy(f"COPY ({written}) TO STDOUT") as out:
            data = b"".join(out)
        cursor.execute(f"CREATE TEMPORARY TABLE twin (LIKE {table} INCLUDING ALL) ON COMMIT DROP")
        with cursor.cursor.copy("COPY twin FROM STDIN") as target:
            target.write(data)


def _open_cycle() -> AssessmentCycle:
    """An open cycle in which everybody answered about everybody's share of people."""
    today = timezone.localdate()
    cycle = AssessmentCycle.objects.create(
        name="Bench",
        state=CycleState.OPEN,
        purpose=CyclePurpose.EVALUATIVE,
        opens_on=today - dt.timedelta(days=7),
        closes_on=today + dt.timedelta(days=7),
    )
    cycle.kinds.create(rater_kind=RaterKind.PEER, anonymous=True, wanted=ANONYMOUS)
    values = {"cycle": cycle.pk, "n": SKILLS}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_PEOPLE, values)
        cursor.execute(_SKILLS, values)
        cursor.execute(_ANSWERS, values | {"forms": ANONYMOUS})
        cursor.execute(_RATINGS, values | {"forms": NAMED})
        cursor.execute("ANALYZE")
    assert Rating.objects.filter(cycle=cycle).exists()
    return cycle
