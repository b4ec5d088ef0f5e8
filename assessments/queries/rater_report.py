"""How somebody rates others: what the rater may know about it, and HR for a stated reason."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Q

from assessments.analysis.parameters import Z90
from assessments.analysis.raters import COLUMNS, STAGES
from assessments.enums import RATER_REPORT_PEOPLE, RATER_REPORT_RATINGS
from assessments.models import Evidence, RunPriors
from assessments.queries.priors import latest_run
from assessments.queries.reliability import RATED
from employees.models import Employee
from employees.models.people import EmployeeQuerySet, under_hr_of
from skillmap.core.enums import ReadKind
from skillmap.core.models import ReadLog, User, Viewer

NOTICEABLE = 0.25  # levels


@dataclass(frozen=True)
class RaterReport:
    """How far one rater's answers lie above what others and tests say, on the 0..5 metric.

    `shift` is above 0 for lenient and below 0 for severe, `low` and `high` its 90 % interval; all
    None until there are enough ratings or the latest analysis knows them. `is_flat` where the
    answers hardly differ between people and skills.
    """

    n_ratings: int
    n_people: int
    shift: float | None = None
    low: float | None = None
    high: float | None = None
    is_flat: bool = False
    as_of: dt.date | None = None

    @property
    def is_enough(self) -> bool:
        """Whether anything is told at all."""
        return self.n_ratings >= RATER_REPORT_RATINGS and self.n_people >= RATER_REPORT_PEOPLE

    @property
    def verdict(self) -> str:
        """lenient, severe or even: even unless the interval leaves 0 out and it is noticeable."""
        if self.shift is None or self.low is None or self.high is None:
            return ""
        if abs(self.shift) < NOTICEABLE or self.low <= 0 <= self.high:
            return "even"
        return "lenient" if self.shift > 0 else "severe"


def raters_visible_to(user: Viewer) -> EmployeeQuerySet:
    """People whose report this user may read: oneself; HR of one's scope, with a reason."""
    if not user.is_authenticated:
        return Employee.objects.none()
    return Employee.objects.filter(Q(user=user.pk) | under_hr_of(user, "pk"))


def reads_freely(user: User, rater: Employee) -> bool:
    """One's own needs no reason; whoever else may read it gave one today."""
    if rater.user_id == user.pk:
        return True
    return ReadLog.objects.given_today(user, rater.pk, ReadKind.RATER_REPORT)


def rater_report(rater: Employee) -> RaterReport:
    """Return the report of one person's named ratings of others; three queries."""
    given = Evidence.objects.standing().filter(rater=rater, source__in=RATED, value__isnull=False)
    counted = given.aggregate(n=Count("pk"), people=Count("employee", distinct=True))
    report = RaterReport(counted["n"], counted["people"])
    run = latest_run() if report.is_enough else None
    stored = RunPriors.objects.filter(run=run).only("rater", "severity", "flat").first()
    if run is None or stored is None:
        return report
    raters = np.frombuffer(stored.rater, "<i8")
    place = int(np.searchsorted(raters, _id_of(rater)))
    if place == len(raters) or raters[place] != _id_of(rater):
        return report
    effect = np.frombuffer(stored.severity, "<f8").reshape(-1, COLUMNS)[place]
    shift, half = float(effect[STAGES - 1]), Z90 * float(effect[-1]) ** 0.5
    return RaterReport(
        n_ratings=report.n_ratings,
        n_people=report.n_people,
        shift=shift,
        low=shift - half,
        high=shift + half,
        is_flat=bool(np.isin(_id_of(rater), np.frombuffer(stored.flat, "<i8"))),
        as_of=run.as_of,
    )


def _id_of(rater: Employee) -> int:
    """The id under which the analysis knows somebody who rates others (self-ratings: plus 1)."""
    return 2 * rater.pk
