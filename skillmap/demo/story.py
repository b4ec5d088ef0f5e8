"""What happened with recommendations at Norvane: plans proposed, accepted, under way, done."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.urls import reverse

from assessments.services import create_run as create_gap_run
from assessments.services.gaps import analyse_gaps
from employees.models import OrgUnit
from skillmap.core.errors import DomainError
from skillmap.core.models import Notification, User
from skillmap.demo.organisation import user_of
from skillmap.demo.people import SEED, Person
from skillmap.demo.personas import EMPLOYEE, FLAWLESS_ENGINEER, MANAGER
from skillmap.demo.programme import run_new_managers
from skillmap.demo.progress import start_plan, tick_off
from skillmap.demo.structure import COMPANY
from training.enums import PlanState
from training.models import DevelopmentPlan
from training.rules import manager_of
from training.services import accept_plan, create_run, dismiss_plan, propose_plan
from training.services.recommend import recommend_paths
from training.services.runs import Wishes


@dataclass(frozen=True)
class Pioneers:
    """A unit that began early: days from the first Monday, and how many of ten took part."""

    unit: str
    start: int
    of_ten: int


PIONEERS = (
    Pioneers("Operations/Quality/Plant quality", -147, 6),
    Pioneers("Markets/Customer Success", -42, 7),
    Pioneers("Technology/Software", -28, 5),
    Pioneers("Corporate/People and Culture", -21, 5),
)
UNDER_WAY = {EMPLOYEE, MANAGER}  # take part whatever the dice say, and tick off what they did
PROPOSED = {(MANAGER[0], seat) for seat in (3, 5)}  # wait for the person's answer
ACCEPTED = {(MANAGER[0], seat) for seat in (4, 7)}  # wait for the manager where they cost
DISMISSED = {FLAWLESS_ENGINEER: "Not now: the new firmware takes all my time until it ships"}
DILIGENCE = 0.85  # share of due steps that are ticked off
DAY = timedelta(days=1)


def live_through(people: Sequence[Person], monday: datetime, now: datetime, actor: User) -> None:
    """Analyse gaps, recommend to everybody, and let the pioneers live with their plans.

    `monday` is the first morning.
    """
    analyse_gaps(create_gap_run(actor=actor))
    run_new_managers(monday, actor)
    for pioneers in PIONEERS:
        start = monday + pioneers.start * DAY
        unit = OrgUnit.objects.get(path=f"{COMPANY}/{pioneers.unit}")
        recommend_paths(create_run(actor=actor, unit=unit, wishes=Wishes(start=start.date())))
        plans = _recommended([one for one in people if one.team.unit.startswith(pioneers.unit)])
        for person, plan in plans:
            with suppress(DomainError):  # a session filled up meanwhile: it stays recommended
                _live(person, plan, pioneers, monday)
    recommend_paths(create_run(actor=actor))
    for person, plan in _recommended([one for one in people if one.key in PROPOSED | ACCEPTED]):
        _hand_on(person, plan, now)
    _read_old_notes(now)


def _hand_on(person: Person, plan: DevelopmentPlan, now: datetime) -> None:
    """Take a plan of this week to where it waits for somebody."""
    boss = manager_of(plan.employee)
    if person.key in PROPOSED and boss is not None and boss.user is not None:
        propose_plan(actor=boss.user, plan=plan, now=now)
    elif person.key in ACCEPTED:
        accept_plan(actor=user_of(plan.employee), plan=plan, now=now)


def _read_old_notes(now: datetime) -> None:
    """Notes about plans that were decided on long ago are no news."""
    undecided = DevelopmentPlan.objects.filter(state=PlanState.PROPOSED).select_related("employee")
    links = [reverse("pages:person_plan", args=[one.employee.public_id]) for one in undecided]
    Notification.objects.exclude(link__in=links).update(read_at=now)


def _recommended(people: Sequence[Person]) -> list[tuple[Person, DevelopmentPlan]]:
    plans = {
        plan.employee.number: plan
        for plan in DevelopmentPlan.objects.filter(
            state=PlanState.DRAFT, employee__number__in=[one.number for one in people]
        ).select_related("employee__user")
    }
    return [(one, plans[one.number]) for one in people if one.number in plans]


def _live(person: Person, plan: DevelopmentPlan, pioneers: Pioneers, monday: datetime) -> None:
    """Take one recommendation as far as this person takes it."""
    rng = Random(f"{SEED}/story/{person.number}")  # noqa: S311 (not a secret)
    boss = manager_of(plan.employee)
    if person.status != "active" or boss is None or boss.user is None:
        return
    if person.key in PROPOSED | ACCEPTED:
        return  # with a plan of this week
    if person.key in DISMISSED:
        own, reason = user_of(plan.employee), DISMISSED[person.key]
        dismiss_plan(actor=own, plan=plan, reason=reason, now=monday - 9 * DAY)
    elif person.key in UNDER_WAY or rng.random() * 10 < pioneers.of_ten:
        plan = start_plan(plan, boss.user, monday + pioneers.start * DAY)
        if plan.state == PlanState.ACTIVE:
            tick_off(plan, monday, 1.0 if person.key in UNDER_WAY else DILIGENCE, rng)
