"""Check-ins: planning and holding a talk, its notes, and the agenda that carries over."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from employees.enums import EmployeeStatus
from employees.models import Employee
from reviews import rules
from reviews.analysis.merging import merge_texts
from reviews.models import CheckIn, CheckInNote, TalkingPoint
from reviews.queries.check_ins import leader_of
from reviews.services.lines import check_text, one_line
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned

PLANNED = "check_in_planned"  # kind of the note to the other of the two
EARLIEST_DAYS, LATEST_DAYS = -30, 366  # from today; a talk that was just held can be written down


@transaction.atomic
def plan_check_in(
    *, actor: User, employee: Employee, planned_on: dt.date, now: dt.datetime
) -> CheckIn:
    """Plan the next talk of a person; the other of the two is told.

    Raises `NotAllowedError`, `ConflictError` where one is planned already, `DomainError`.
    """
    check_holds(actor, employee)
    leader = leader_of(employee)
    if leader is None:
        raise DomainError(_("Nobody leads this person, so there is nobody to meet."))
    _check_day(planned_on, now)
    try:
        with transaction.atomic():
            check_in = CheckIn.objects.create(
                employee=employee, planned_on=planned_on, created_by=actor
            )
    except IntegrityError as error:
        text = _("A check-in is planned already. Hold it, or move it to another day.")
        raise ConflictError(text, code="planned_already") from error
    _tell(actor, check_in, leader)
    return check_in


@transaction.atomic
def move_check_in(
    *,
    actor: User,
    check_in: CheckIn,
    planned_on: dt.date,
    expected: int | None = None,
    now: dt.datetime,
) -> CheckIn:
    """Move a talk to another day; the other of the two is told.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` naming the field.
    """
    kept = open_talk(actor, check_in)
    _check_day(planned_on, now)
    has_moved, kept.planned_on = kept.planned_on != planned_on, planned_on
    save_versioned(kept, ["planned_on"], expected=expected)
    if has_moved:
        _tell(actor, kept, leader_of(kept.employee))
    return kept


@transaction.atomic
def change_check_in(
    *,
    actor: User,
    check_in: CheckIn,
    planned_on: dt.date | None = None,
    is_held: bool = False,
    expected: int | None = None,
    now: dt.datetime,
) -> None:
    """Move a talk, say that it was held, or both: either all of it or nothing.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` naming the field.
    """
    if planned_on is not None:
        check_in = move_check_in(
            actor=actor, check_in=check_in, planned_on=planned_on, expected=expected, now=now
        )
        expected = check_in.version
    if is_held:
        hold_check_in(actor=actor, check_in=check_in, expected=expected, now=now)


@transaction.atomic
def keep_notes(*, actor: User, check_in: CheckIn, text: str, expected: int) -> CheckIn:
    """Keep the shared notes; `expected` is the version their writer saw.

    Where both wrote at once the kept text has every line of either. Raises `NotAllowedError`,
    `ConflictError` for a talk that is over, `DomainError` naming the field.
    """
    kept = open_talk(actor, check_in)
    if expected != kept.version:
        text = merge_texts(kept.notes, text)
    kept.notes = check_text(text)
    save_versioned(kept, ["notes"])
    return kept


@transaction.atomic
def keep_private_note(*, actor: User, check_in: CheckIn, text: str, expected: int) -> CheckInNote:
    """Keep what the actor writes for themselves, also after the talk; `expected` is the version
    they saw, 0 where nothing was there.

    Where an older page of theirs sends it, the kept text has every line of either. Raises
    `NotAllowedError`, `DomainError` naming the field.
    """
    if not rules.can_hold_check_ins(actor, check_in.employee):
        raise NotAllowedError(_("Only the two who meet write here."))
    rows = CheckInNote.objects.select_for_update()
    note = rows.get_or_create(check_in=check_in, writer=actor)[0]
    if expected != note.version:
        text = merge_texts(note.text, text)
    note.text = check_text(text)
    save_versioned(note, ["text"])
    return note


@transaction.atomic
def hold_check_in(
    *, actor: User, check_in: CheckIn, expected: int | None = None, now: dt.datetime
) -> CheckIn:
    """Say that the talk was held. What is open stands in the next one.

    Raises `NotAllowedError`, `ConflictError`.
    """
    kept = open_talk(actor, check_in)
    is_self = rules.is_self(actor, kept.employee)
    own = Employee.objects.filter(user=actor).first()
    kept.led_by = leader_of(kept.employee) if is_self else own
    kept.held_on = timezone.localdate(now)
    save_versioned(kept, ["held_on", "led_by"], expected=expected)
    return kept


@transaction.atomic
def open_check_in_again(*, actor: User, check_in: CheckIn) -> CheckIn:
    """Go on with the newest talk, as long as no other is planned.

    Raises `NotAllowedError`, `ConflictError`.
    """
    kept = _locked(actor, check_in)
    newer = CheckIn.objects.filter(employee=kept.employee, pk__gt=kept.pk)
    if kept.held_on is None or newer.exists():
        raise ConflictError(_("Only the newest check-in can be opened again."), code="wrong_state")
    kept.held_on, kept.led_by = None, None
    save_versioned(kept, ["held_on", "led_by"])
    return kept


@transaction.atomic
def add_point(*, actor: User, employee: Employee, text: str) -> TalkingPoint:
    """Put a point on the agenda, for the next talk or the one under way.

    Raises `NotAllowedError`, `DomainError` naming the field.
    """
    check_holds(actor, employee)
    return TalkingPoint.objects.create(employee=employee, author=actor, text=one_line(text))


@transaction.atomic
def tick_point(*, actor: User, point: TalkingPoint, check_in: CheckIn, is_done: bool) -> None:
    """Say that a point was talked about in this talk, or put it back on the agenda.

    Raises `NotAllowedError`, `ConflictError`.
    """
    kept = open_talk(actor, check_in)
    if point.employee_id != kept.employee_id or point.check_in_id not in {None, kept.pk}:
        raise ConflictError(_("This point was talked about in another check-in."))
    point.check_in = kept if is_done else None
    save_versioned(point, ["check_in"])


@transaction.atomic
def remove_point(*, actor: User, point: TalkingPoint) -> None:
    """Take one's own point off the agenda before it was talked about.

    Raises `NotAllowedError`, `ConflictError`.
    """
    if point.author_id != actor.pk:
        raise NotAllowedError(_("Only who wrote a point takes it off the agenda."))
    if point.check_in_id is not None:
        raise ConflictError(_("This point was talked about."), code="wrong_state")
    point.delete()


def check_holds(actor: User, employee: Employee) -> None:
    """May the actor write in the talks of this person, who works here? Raises `DomainError`s."""
    if not rules.can_hold_check_ins(actor, employee):
        raise NotAllowedError(_("Check-ins are for a person and who leads them."))
    if employee.status == EmployeeStatus.LEFT:
        sentence = _("%(name)s does not work here any more.") % {"name": employee}
        raise DomainError(sentence, code="left")


def open_talk(actor: User, check_in: CheckIn) -> CheckIn:
    """The locked row, where it is not over. Raises `NotAllowedError`, `ConflictError`."""
    kept = _locked(actor, check_in)
    if kept.held_on is not None:
        text = _("This check-in is over. Open it again to change it.")
        raise ConflictError(text, code="wrong_state")
    return kept


def check_in_link(check_in: CheckIn) -> str:
    return reverse("pages:check_in_detail", args=[check_in.public_id])


def _locked(actor: User, check_in: CheckIn) -> CheckIn:
    rows = CheckIn.objects.select_for_update(of=("self",)).select_related("employee__user")
    kept = rows.get(pk=check_in.pk)
    check_holds(actor, kept.employee)
    return kept


def _check_day(day: dt.date, now: dt.datetime) -> None:
    days = (day - timezone.localdate(now)).days
    if not EARLIEST_DAYS <= days <= LATEST_DAYS:
        text = _("Choose a day within the next year, or of the last month.")
        raise DomainError(text, field="planned_on")


def _tell(actor: User, check_in: CheckIn, leader: Employee | None) -> None:
    """Tell the day to the other of the two."""
    for person in (check_in.employee, leader):
        if person is None or person.user_id == actor.pk:
            continue
        notify(
            person.user,
            kind=PLANNED,
            title=lambda: (
                _("%(name)s plans a check-in on %(day)s")
                % {"name": actor, "day": date_format(check_in.planned_on, "j M Y")}
            ),
            link=check_in_link(check_in),
        )
