"""What deserves a word: certificates earned and growth in soft skills, as equals in one list."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot

from assessments.analysis.parameters import MILLI, Z90
from assessments.enums import CertificateState
from assessments.models import Certificate, Evidence, SkillProfile
from assessments.queries.explanations import Known, explain, known_in
from assessments.queries.feedback_report import closed_of_many
from assessments.queries.priors import leniency_of
from employees.models import Employee
from skillmap.core.models import User
from skills.enums import SkillKind

MOST_PEOPLE = 100  # of whom growth is rebuilt at once


@dataclass(frozen=True)
class Span:
    """A level and half of its 90 % interval, on the skill's own scale."""

    level: float
    half: float


@dataclass(frozen=True)
class Recognition:
    """One thing that somebody did in the period: `then` and `now` of a growth, else None.

    `on` is the day of the certificate, or of the newest observation behind the growth.
    """

    person: Employee
    title: str
    on: dt.date
    kind: str
    then: Span | None = None
    now: Span | None = None

    @property
    def is_growth(self) -> bool:
        return self.now is not None


def recognitions(
    user: User, people: Collection[Employee], start: dt.date, end: dt.date
) -> list[Recognition]:
    """What these people did from `start` to `end`, as far as this user reads it, newest first.

    Both kinds count the same and stand in one order. About ten queries, whatever their number.
    """
    found = [*_earned(user, people, start, end), *_grown(user, people, start, end)]
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.person.last_name, one.title))


def _earned(
    user: User, people: Collection[Employee], start: dt.date, end: dt.date
) -> Iterator[Recognition]:
    rows = Certificate.objects.visible_to(user).filter(
        employee__in=people, state=CertificateState.VERIFIED, issued_on__range=(start, end)
    )
    for row in rows.select_related("employee", "type__skill"):
        skill = row.type.skill if row.type else None
        day = row.issued_on or start
        yield Recognition(row.employee, str(row), day, skill.kind if skill else SkillKind.HARD)


def _grown(
    user: User, people: Collection[Employee], start: dt.date, end: dt.date
) -> Iterator[Recognition]:
    """Soft skills whose level rose by more than the uncertainty of both levels together.

    Nothing is rebuilt where part of what counts is closed to the reader.
    """
    rows = list(
        Evidence.objects.visible_to(user)
        .standing()
        .filter(employee__in=people, skill__kind=SkillKind.SOFT)
        .select_related("skill__scale", "scale", "rater")
    )
    closed = closed_of_many(user, rows)
    cells: dict[tuple[int, int], list[Evidence]] = defaultdict(list)
    for row in rows:
        cells[row.employee_id, row.skill_id].append(row)
    by_run = cache(leniency_of)
    profiles = SkillProfile.objects.filter(employee__in=people).select_related("employee")
    known = {one.employee_id: (one, known_in(one, by_run)) for one in profiles}
    for (person, _skill), told in cells.items():
        if person in known and not any(row.pk in closed for row in told):
            profile, known_of = known[person]
            what, half = known_of(told[0].skill), Z90 * profile.calibration / MILLI
            found = what and _growth(told, what, half, (start, end))
            if found:
                then, now, day = found
                skill = told[0].skill
                yield Recognition(profile.employee, skill.name, day, skill.kind, then, now)


def _growth(
    told: Sequence[Evidence], what: Known, half: float, period: tuple[dt.date, dt.date]
) -> tuple[Span, Span, dt.date] | None:
    """The level before and after, None where it did not surely rise or something was not known."""
    start, end = period
    newest = max(row.observed_on for row in told)
    if not start < newest <= end:
        return None
    then, now = (explain(told, told[0].skill, what, day) for day in period)
    if not then.used or now.level - then.level <= half * hypot(then.sd, now.sd):
        return None
    return Span(then.level, half * then.sd), Span(now.level, half * now.sd), newest
