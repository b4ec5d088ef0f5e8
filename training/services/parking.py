"""Completions that wait for their person and activity, and are given up after a time."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import Source
from assessments.services import NewEvidence, check_evidence
from employees.models import Employee
from employees.queries import people_meant
from employees.services.external_ids import remember_numbers
from employees.services.notices import tell_hr_admins
from skillmap.core import jobs
from skillmap.core.enums import RowAction
from skillmap.core.errors import DomainError
from skillmap.core.models import ImportRow, User
from skills.models import Skill
from training.enums import PARKED_DAYS
from training.models import Activity, LearningStatement, ParkedCompletion
from training.queries.parked import activities_coded
from training.services.completions import (
    Finished,
    check_finished,
    complete_activities,
    record_completions,
)

Key = tuple[str, str, str, int | None, int | None]
_KEY = ["employee_number", "activity_code", "reference", "skill", "teller"]
_CONTENT = ["completed_on", "level", "scale", "rater", "expires_on"]
_ORIGIN = ["file_row", "batch", "actor", "updated_at"]
_CHUNK = 1_000
MATCHING = "match completions"  # key of the job: one that waits is enough


def plan_parking(rows: Sequence[ParkedCompletion]) -> list[RowAction]:
    """Tell what `park` would do with each row; writes nothing."""
    numbers = {row.employee_number for row in rows}
    stored = ParkedCompletion.objects.filter(employee_number__in=numbers)
    known = {_key(row): _content(row) for row in stored}
    actions = []
    for row in rows:
        key, content = _key(row), _content(row)
        if key not in known:
            actions.append(RowAction.CREATE)
        else:
            same = known[key] == content
            actions.append(RowAction.UNCHANGED if same else RowAction.UPDATE)
        known[key] = content
    return actions


@transaction.atomic
def park(*, rows: Sequence[ParkedCompletion]) -> list[RowAction]:
    """Keep completions of people or activities that we do not know; the same again once.

    One that its teller tells anew with another content replaces the first and waits no longer.
    """
    actions = plan_parking(rows)
    changed = {
        _key(row): row
        for row, action in zip(rows, actions, strict=True)
        if action != RowAction.UNCHANGED
    }
    ParkedCompletion.objects.bulk_create(
        changed.values(),
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=_KEY,
        update_fields=[*_CONTENT, *_ORIGIN],
    )
    return actions


def retry_later(*, actor: User | None = None) -> bool:
    """Let a worker look again for those that wait; False when nothing waits."""
    waits = ParkedCompletion.objects.exists()
    if waits:
        title = _("Search for the people of waiting completions")
        jobs.enqueue("training.match_completions", actor=actor, key=MATCHING, title=title)
    return waits


@transaction.atomic
def say_who_is_meant(*, actor: User, people: Mapping[str, Employee]) -> int:
    """Remember whom completions mean by each number, and have a worker record what waits.

    Returns how many were new. Raises `NotAllowedError`.
    """
    new = remember_numbers(actor=actor, people=people)
    if new:
        retry_later(actor=actor)
    return new


@transaction.atomic
def match_parked(*, now: dt.datetime) -> int:
    """Record what waits for people and activities that are here by now; return how many.

    A row that is still not right (a level off the scale meanwhile) goes on waiting, and so does
    one about somebody of whom its teller may not know.
    """
    waiting = ParkedCompletion.objects.filter(statement=None)
    numbers = set(waiting.order_by().values_list("employee_number", flat=True).distinct())
    people = people_meant(numbers, Employee.objects.all())
    rows = waiting.filter(employee_number__in=people).select_for_update(of=("self",))
    found = list(
        rows.select_related("skill__scale", "scale", "rater", "batch", "actor").order_by(
            "batch_id", "actor_id", "pk"
        )
    )
    activities = activities_coded({row.activity_code for row in found})
    done: list[int] = []
    for _origin, group in groupby(found, key=lambda row: (row.batch_id, row.actor_id)):
        done += _record(list(group), people, activities, now)
    ParkedCompletion.objects.filter(pk__in=done).delete()
    return len(done)


@transaction.atomic
def drop_expired(*, now: dt.datetime) -> int:
    """Give up what has waited for `PARKED_DAYS`, with a line in the report of its file."""
    expired = list(
        ParkedCompletion.objects.select_for_update(of=("self",))
        .filter(created_at__lte=now - dt.timedelta(days=PARKED_DAYS))
        .select_related("batch")
    )
    if not expired:
        return 0
    ImportRow.objects.bulk_create(_report_lines(expired), batch_size=_CHUNK)
    ParkedCompletion.objects.filter(pk__in=[row.pk for row in expired]).delete()
    forgotten = [row.statement_id for row in expired if row.statement_id]
    LearningStatement.objects.filter(pk__in=forgotten).update(told=None)
    tell_hr_admins(
        kind="completions_dropped",
        title=partial(_dropped_words, len(expired)),
        link=reverse("pages:parked_list"),
    )
    return len(expired)


def _dropped_words(count: int) -> str:
    text = ngettext(
        "%(count)d completion found nobody in %(days)d days and was dropped",
        "%(count)d completions found nobody in %(days)d days and were dropped",
        count,
    )
    return text % {"count": count, "days": PARKED_DAYS}


def _key(row: ParkedCompletion) -> Key:
    return (row.employee_number, row.activity_code, row.reference, row.skill_id, row.teller_id)


def _content(row: ParkedCompletion) -> tuple[object, ...]:
    return (row.completed_on, row.level, row.scale_id, row.rater_id, row.expires_on)


def _record(
    rows: Sequence[ParkedCompletion],
    people: dict[str, Employee],
    activities: dict[str, Activity],
    now: dt.datetime,
) -> list[int]:
    """Record rows of one file (or of one client); return the keys of those that are done."""
    origin = rows[0]
    if origin.batch is None and origin.actor is not None:  # a file may be about anybody
        people = _known_to(origin.actor, people)
    observed, finished = [], []
    for row in rows:
        person, activity = people.get(row.employee_number), activities.get(row.activity_code)
        if person is None:
            continue
        try:
            if row.skill is not None:
                observed.append((row.pk, _observation(row, row.skill, person, now)))
            elif activity is not None:
                finished.append((row.pk, _finished(row, person, activity, now)))
        except DomainError:
            continue
    done = {"actor": origin.actor, "batch": origin.batch, "now": now}
    record_completions(rows=[one for _pk, one in observed], **done)  # type: ignore[arg-type]
    complete_activities(finished=[one for _pk, one in finished], **done)  # type: ignore[arg-type]
    return [pk for pk, _one in [*observed, *finished]]


def _known_to(actor: User, people: dict[str, Employee]) -> dict[str, Employee]:
    """Those of whom the teller may know, asked anew: rights end while something waits."""
    keys = [person.pk for person in people.values()]
    known = set(Employee.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return {number: person for number, person in people.items() if person.pk in known}


def _observation(
    row: ParkedCompletion, skill: Skill, person: Employee, now: dt.datetime
) -> NewEvidence:
    new = NewEvidence(
        employee=person,
        skill=skill,
        source=Source.COMPLETION,
        level=row.level,
        observed_on=row.completed_on,
        expires_on=row.expires_on,
        scale=row.scale,
        rater=row.rater,
        reference=row.reference,
    )
    check_evidence(new, now)
    return new


def _finished(
    row: ParkedCompletion, person: Employee, activity: Activity, now: dt.datetime
) -> Finished:
    finished = Finished(
        employee=person,
        activity=activity,
        completed_on=row.completed_on,
        reference=row.reference,
    )
    check_finished(finished, now)
    return finished


def _report_lines(expired: Iterable[ParkedCompletion]) -> list[ImportRow]:
    """One rejected row each, in the report of the file it came from."""
    sentence = _("Nobody of this number came in %(days)d days; dropped.") % {"days": PARKED_DAYS}
    return [
        ImportRow(
            batch=row.batch,
            number=row.file_row,
            action=RowAction.REJECT,
            key=str(row)[:300],
            faults=[
                {
                    "file": row.batch.file_name,
                    "sheet": "",
                    "row": row.file_row,
                    "column": "employee_number",
                    "value": row.employee_number,
                    "code": "dropped",
                    "sentence": sentence,
                    "warning": False,
                }
            ],
        )
        for row in expired
        if row.batch is not None
    ]
