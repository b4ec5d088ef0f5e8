"""Row 4 of the promises: the gap analysis against moving the same bytes, and against a loop.

The floor copies the same columns of the same evidence out, for the same slices of people, and the
same profiles into a table with the same indexes, without computing anything.
"""

import resource
import subprocess
import sys
from statistics import NormalDist

from django.db import connection, transaction

from assessments.enums import PACKED
from assessments.models import AnalysisRun, SkillProfile
from assessments.services import create_run
from assessments.services.gaps import analyse_gaps
from bench.cpu import cpu_seconds
from bench.organisation import RATINGS, REQUIREMENTS, generate
from bench.report import Direction, Report, Row, Scale
from employees.models import Employee, Requirement

PEOPLE = {Scale.SMALL: 10_000, Scale.FULL: 100_000}
LOOP_SAMPLE = 100  # people; the loop is extrapolated from them
_SAME_COLUMNS = """
    SELECT employee_id, skill_id, id, rater_id, review, value, variance, observed_on, expires_on
    FROM assessments_evidence WHERE employee_id = ANY(%s)
"""


def measure(scale: Scale) -> Report:
    """Analyse an organisation and a tenth of it."""
    people = PEOPLE[scale]
    generate(people // 10)
    small = cpu_seconds(analyse) / (people // 10)
    generate(people)
    whole = cpu_seconds(analyse) / people
    floor = cpu_seconds(copy) / people
    loop = cpu_seconds(_loop) / LOOP_SAMPLE
    rows = [
        Row("gap analysis to copying the same bytes", whole / floor, "x", 2.5),
        Row("loop over people to gap analysis", loop / whole, "x", 100, Direction.MIN),
        Row("CPU per person at ten times the size", whole / small, "x", 1.25),
        Row("memory of the analysing process", _megabytes(), "MB", 1500),
        Row("people per CPU second", 1 / whole, "people/s", 100, Direction.MIN),
    ]
    sizes = {"people": people, "requirements": REQUIREMENTS, "ratings": RATINGS}
    return Report(sizes={"scale": scale.value, **sizes}, rows=rows)


def analyse() -> None:
    """Analyse everybody's gaps, here."""
    analyse_gaps(create_run(actor=None))


def copy() -> None:
    """Move the evidence out and the profiles out and in again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for people in AnalysisRun.objects.latest("pk").shards.values_list("employees", flat=True):
            with cursor.copy(f"COPY ({_SAME_COLUMNS}) TO STDOUT (FORMAT binary)", [people]) as out:
                b"".join(out)
        cursor.execute(
            "CREATE TEMPORARY TABLE floor (LIKE assessments_skillprofile INCLUDING ALL)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY assessments_skillprofile TO STDOUT (FORMAT binary)") as out:
            profiles = b"".join(out)
        with cursor.copy("COPY floor FROM STDIN (FORMAT binary)") as out:
            out.write(profiles)
        transaction.set_rollback(True)


def _loop() -> None:
    """The same levels and gaps, person by person and row by row through the models.

    Priors are left out, in favour of the loop.
    """
    with transaction.atomic():
        for person in Employee.objects.order_by("pk")[:LOOP_SAMPLE]:
            _analyse_one(person)
        transaction.set_rollback(True)


def _analyse_one(person: Employee) -> None:
    place = person.assignments.get(is_primary=True)
    cells = {}
    for asked in Requirement.objects.filter(role_version__role=place.role).select_related("skill"):
        precision, total, n = 1 / 0.75, 2.5 / 0.75, 0
        rows = person.evidence.filter(skill=asked.skill, retraction=None)
        for row in rows.select_related("skill", "scale", "rater"):
            age = (place.valid.lower - row.observed_on).days
            weight = 1 / (row.variance + 0.3 * abs(age) / 365)
            precision, total, n = precision + weight, total + weight * row.value, n + 1
        mean, sd = round(1000 * total / precision), round(1000 * precision**-0.5)
        short = asked.required_common - 250 - mean
        p_gap = round(1000 * NormalDist().cdf(short / (1.15 * sd)))
        status = 1 + (p_gap >= 500) + (p_gap >= 800)
        cell = (mean, sd, n, asked.required_common, asked.importance, p_gap, status)
        cells[asked.skill.slot] = cell
    profile = SkillProfile.objects.get(employee=person)
    columns = zip(*((slot, *cell) for slot, cell in sorted(cells.items())), strict=True)
    for name, values in zip(PACKED, columns, strict=True):
        setattr(profile, name, list(values))
    profile.save()


def _megabytes() -> float:
    """Analyse once more in a process of its own, and return the most memory it had."""
    program = "import django; django.setup(); import bench.topics.gaps as g; g.analyse_and_tell()"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1])


def analyse_and_tell() -> None:
    """Entry of the process whose memory is measured."""
    analyse()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
