"""Programmes: writing one, taking in who meets its rule, and forming peer circles."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.history import acting
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned
from training import rules
from training.analysis.circles import Circle, Peer, fill_places, form_circles
from training.enums import CIRCLE_DAYS, COMMON_HOURS, LATE_JOIN_DAYS, RETRY_DAYS
from training.models import (
    Activity,
    Cohort,
    DevelopmentPlan,
    PathTemplate,
    PeerCircle,
    Programme,
    ProgrammeMember,
)
from training.queries.programmes import open_cohort, peers_of, plans_of, reached_by, who_meets
from training.services.circle_meetings import arrange_meetings
from training.services.plan_records import OPEN
from training.services.template_uses import use_template

MOST_NEW_DAYS = 366
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class ProgrammeContent:
    """What a programme holds; see `Programme`."""

    name: str
    template: PathTemplate
    description: str = ""
    role: RoleProfile | None = None
    unit: OrgUnit | None = None
    leads: bool = False
    new_days: int | None = None
    meeting: Activity | None = None
    agendas: str = ""


@transaction.atomic
def save_programme(
    *, actor: User, programme: Programme, content: ProgrammeContent, version: int | None = None
) -> Programme:
    """Write a new programme or change one; who changes it proposes its plans from then on.

    Raises `NotAllowedError`, `ConflictError` for a stale version, `DomainError` naming the field.
    """
    stored = Programme.objects.filter(pk=programme.pk).first()
    _refuse_others(actor, stored)
    _check(content)
    for name, value in vars(content).items():
        setattr(programme, name, value)
    programme.owner, programme.ended_on = actor, None
    with _told_when_twice(_("There is a programme of this name."), "name"):
        if stored is None:
            programme.save()
        else:
            save_versioned(programme, [*vars(content), "owner", "ended_on"], expected=version)
    return programme


@transaction.atomic
def end_programme(*, actor: User, programme: Programme, today: dt.date) -> Programme:
    """Take nobody in any more; plans and circles go on. Raises `NotAllowedError`."""
    _refuse_others(actor, programme)
    programme.ended_on = programme.ended_on or today
    save_versioned(programme, ["ended_on"])
    return programme


@transaction.atomic
def add_cohort(*, actor: User, programme: Programme, starts_on: dt.date, today: dt.date) -> Cohort:
    """A day on which people start together.

    Raises `NotAllowedError`, `ConflictError` where the programme has ended, `DomainError`.
    """
    _refuse_others(actor, programme)
    if Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk).ended_on is not None:
        raise ConflictError(_("This programme has ended."))
    if starts_on < today - dt.timedelta(days=LATE_JOIN_DAYS):
        raise DomainError(_("That day is over."), code="past", field="starts_on")
    with _told_when_twice(_("A cohort starts on that day."), "starts_on"):
        return Cohort.objects.create(programme=programme, starts_on=starts_on)


def run_programmes(now: dt.datetime) -> int:
    """Take in who is new, and form circles of cohorts that have started; how many joined.

    Safe to call at any time: who is in a programme already stays where they are.
    """
    joined = 0
    for programme in Programme.objects.filter(ended_on=None).select_related("owner"):
        try:
            with acting(programme.owner):
                joined += take_in(actor=programme.owner, programme=programme, now=now)
        except DomainError as error:
            log.warning("programme %s takes nobody in: %s", programme.pk, error.message)
    return joined


@transaction.atomic
def take_in(*, actor: User, programme: Programme, now: dt.datetime) -> int:
    """Let everybody who meets the rule join the next cohort, with a proposed plan.

    Members without a plan get another proposal after a week. Returns how many joined. Raises
    `NotAllowedError`, `ConflictError` where the programme has ended or its template is retired.
    """
    current = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    _refuse_others(actor, current)
    if current.ended_on is not None:
        raise ConflictError(_("This programme has ended."))
    today = timezone.localdate(now)
    waiting = _without_plan(current, now)
    cohort = open_cohort(current, today - dt.timedelta(days=LATE_JOIN_DAYS))
    joined = [] if cohort is None else _join(current, cohort, today)
    _propose(current, [*joined, *waiting], today)
    since = today - dt.timedelta(days=CIRCLE_DAYS)
    for started in current.cohorts.filter(starts_on__range=(since, today)):
        if current.meeting_id is not None:
            place_in_circles(cohort=started, now=now)
    return len(joined)


def _join(programme: Programme, cohort: Cohort, today: dt.date) -> list[ProgrammeMember]:
    known = ProgrammeMember.objects.filter(cohort__programme=programme)
    new = who_meets(programme, today).exclude(pk__in=known.values("employee"))
    return ProgrammeMember.objects.bulk_create(
        ProgrammeMember(cohort=cohort, employee=person) for person in new
    )


@transaction.atomic
def place_in_circles(*, cohort: Cohort, now: dt.datetime) -> list[PeerCircle]:
    """Form circles of the members who are in none, and give the others free places of circles
    there are; who is left says why, and waits for more. Returns the new circles."""
    list(cohort.circles.order_by("pk").select_for_update().values_list("pk"))  # before any plan
    members = list(
        cohort.members.filter(employee__in=Employee.objects.working())
        .select_related("employee__site", "employee__user", "circle")
        .order_by("employee_id")
    )
    placing = _Placing(members, now)
    found = form_circles(placing.alone, least_hours=COMMON_HOURS, seed=cohort.pk)
    made = []
    for number, circle in enumerate(found.circles, start=cohort.circles.count() + 1):
        row = PeerCircle.objects.create(cohort=cohort, number=number, **_shared(circle))
        made.append(row)
        placing.seat(row, circle)
    left = [peer for peer in placing.alone if peer.key in found.alone]
    for number, circle in fill_places(left, placing.circles, least_hours=COMMON_HOURS).items():
        row = placing.rows[number]
        for name, value in _shared(circle).items():
            setattr(row, name, value)
        save_versioned(row, ["hours", "language"])
        placing.seat(row, circle)
    for person, reason in found.alone.items():
        placing.leave(person, reason)
    for row in [*placing.rows.values(), *made]:
        arrange_meetings(row, now)
    return made


class _Placing:
    """Members at work of one cohort while circles are formed; writes only what changes."""

    def __init__(self, members: list[ProgrammeMember], now: dt.datetime) -> None:
        self._members = {member.employee_id: member for member in members}
        self.rows = {row.number: row for one in members if (row := one.circle) is not None}
        self.circles: dict[int, list[Peer]] = {number: [] for number in self.rows}
        self.alone: list[Peer] = []
        for peer in peers_of(members, now):
            circle = self._members[peer.key].circle
            (self.alone if circle is None else self.circles[circle.number]).append(peer)

    def seat(self, row: PeerCircle, circle: Circle) -> None:
        """Put those who are new into a circle, and tell them."""
        for person in circle.members:
            member = self._members[person]
            if member.circle is None:
                member.circle, member.why_alone = row, ""
                save_versioned(member, ["circle", "why_alone"])
                _tell(member, row)

    def leave(self, person: int, reason: str) -> None:
        """Say why somebody is in no circle yet."""
        member = self._members[person]
        if member.circle is None and member.why_alone != reason:
            member.why_alone = reason
            save_versioned(member, ["why_alone"])


def _refuse_others(actor: User, programme: Programme | None) -> None:
    if not rules.can_run_programmes(actor):
        raise NotAllowedError(_("HR and the learning manager run programmes."))
    if programme is not None and not rules.can_change_programme(actor, programme):
        raise NotAllowedError(_("A programme is changed by whom it belongs to, and by HR admins."))


@contextmanager
def _told_when_twice(text: str, field: str) -> Iterator[None]:
    """Say that there is one already instead of failing in the database."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise DomainError(text, code="taken", field=field) from error


def _check(content: ProgrammeContent) -> None:
    if not content.name.strip():
        raise DomainError(_("Give the programme a name."), field="name")
    if content.role is None and content.unit is None and not content.leads:
        raise DomainError(_("Say who gets it: a role, a unit, or who leads somebody."))
    if content.new_days is not None and not 1 <= content.new_days <= MOST_NEW_DAYS:
        text = _("A number of days from 1 to %(most)d.") % {"most": MOST_NEW_DAYS}
        raise DomainError(text, field="new_days")
    steps = content.template.steps_of(content.template.edition)
    if content.meeting is not None and not steps.filter(activity=content.meeting).exists():
        text = _("Circles meet for an activity of the template.")
        raise DomainError(text, field="meeting")


def _without_plan(programme: Programme, now: dt.datetime) -> list[ProgrammeMember]:
    """Members at work of all cohorts who got no plan a week ago or more, and have no open one."""
    waited = now - dt.timedelta(days=RETRY_DAYS)
    rows = ProgrammeMember.objects.filter(Q(use=None) | Q(use__created_at__lt=waited))
    rows = rows.filter(cohort__programme=programme, employee__in=Employee.objects.working())
    members = list(rows.select_related("employee", "cohort"))
    plans, _why_not = plans_of(members)
    busy = set(
        DevelopmentPlan.objects.filter(
            employee__in=[member.employee_id for member in members], state__in=OPEN
        ).values_list("employee_id", flat=True)
    )
    return [
        member
        for member in members
        if (member.use_id, member.employee_id) not in plans and member.employee_id not in busy
    ]


def _propose(programme: Programme, members: list[ProgrammeMember], today: dt.date) -> None:
    """Hand the template to the workers for these members, in the name of the owner."""
    reach = reached_by(programme.owner)
    people = set(reach.filter(pk__in=[m.employee_id for m in members]).values_list("pk", flat=True))
    by_start: dict[dt.date, list[ProgrammeMember]] = defaultdict(list)
    for member in members:
        if member.employee_id in people:
            by_start[max(member.cohort.starts_on, today)].append(member)
    for start, some in sorted(by_start.items()):
        use = use_template(
            actor=programme.owner,
            template=programme.template,
            people=[member.employee_id for member in some],
            scope=programme.name,
            start=start,
            among=reach,
            link=reverse("pages:programme_detail", args=[programme.public_id]),
        )
        for member in some:
            member.use = use
            save_versioned(member, ["use"])


def _shared(circle: Circle) -> dict[str, Any]:
    """What its members have in common, as it is stored."""
    return {"hours": len(circle.hours), "language": min(circle.languages, default="")}


def _tell(member: ProgrammeMember, circle: PeerCircle) -> None:
    notify(
        member.employee.user,
        kind="circle_formed",
        title=lambda: _("You have a peer circle: see who is in it and what comes first"),
        link=reverse("pages:circle_detail", args=[circle.public_id]),
    )
