"""What deserves a word: certificates earned and growth in soft skills, as equals in one list."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
from skills.models import Skill

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
    return in_order([*earned(user, people, start, end), *_grown(user, people, start, end)])


def in_order(found: Iterable[Recognition]) -> list[Recognition]:
    """Newest first, both kinds in one row."""
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.person.last_name, one.title))


def earned(
    user: User, people: Collection[Employee], start: dt.date, end: dt.date
) -> Iterator[Recognition]:
    """Certificates that were verified, as far as this user reads them; one query."""
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
    """As `grown`, of people whose evidence is not loaded."""
    rows = list(
        Evidence.objects.visible_to(user)
        .standing()
        .filter(employee__in=people, skill__kind=SkillKind.SOFT)
        .select_related("skill__scale", "scale", "rater")
    )
    closed = closed_of_many(user, rows)
    by_person: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        by_person[row.employee_id].append(row)
    by_run = cache(leniency_of)
    for profile in SkillProfile.objects.filter(employee__in=people).select_related("employee"):
        known = known_in(profile, by_run)
        yield from grown(profile, known, by_person[profile.employee_id], closed, (start, end))


def grown(
    profile: SkillProfile,
    known: Callable[[Skill], Known | None],
    rows: Iterable[Evidence],
    closed: Collection[int],
    period: tuple[dt.date, dt.date],
) -> Iterator[Recognition]:
    """Soft skills whose level rose by more than the uncertainty of both levels together.

    `rows` is all standing evidence of the person on them. Nothing is rebuilt where part of it is
    `closed` to the reader. No query.
    """
    by_skill: dict[Skill, list[Evidence]] = defaultdict(list)
    for row in rows:
        if row.skill.kind == SkillKind.SOFT:
            by_skill[row.skill].append(row)
    half = Z90 * profile.calibration / MILLI
    for skill, told in by_skill.items():
        what = None if any(row.pk in closed for row in told) else known(skill)
        found = what and _growth(told, what, half, period)
        if found:
            then, now, day = found
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
