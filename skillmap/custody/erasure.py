"""Erasing a person: asked for by HR or an operator, done in one transaction by a worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat, Lower, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Evidence
from employees import rules
from employees.enums import EXTERNAL_PERSON, TOLD_NUMBER, USER_NAME, EmployeeStatus
from employees.models import Employee
from reviews.models import SignedReview
from reviews.services.fairness import forget_groups
from skillmap.core import jobs
from skillmap.core.accounts import end_sessions
from skillmap.core.enums import ImportKind, ImportState
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.history import purging
from skillmap.core.imports.columns import forget_tables
from skillmap.core.models import (
    Erasure,
    ExternalId,
    FeedEvent,
    IdempotencyRecord,
    ImportBatch,
    ImportRow,
    Job,
    ReadLog,
    User,
    Viewer,
)
from skillmap.core.services import forget_exports
from skillmap.core.single_sign_on import SUBJECT
from skillmap.custody.erasing import (
    ERASED,
    Found,
    count_traces,
    erase_traces,
    find_traces,
    forget_file,
    past_of,
)
from skillmap.custody.sweeping import (
    Column,
    number_pattern,
    pattern_of,
    replace_in,
    text_columns,
)
from skillmap.custody.traces import FORMER_NAMES, NAMES_OF_THINGS, UNSEEN
from skillmap.custody.words import WORDS
from training.models import LearningStatement, ParkedCompletion

PSEUDONYM = ("Erased", "person")
_FILES_OF_PEOPLE = (ImportKind.PEOPLE, ImportKind.EVIDENCE)
_WAITING = (
    ImportState.CHECKING, ImportState.COLUMNS, ImportState.READY, ImportState.HELD,
    ImportState.APPLYING,
)  # fmt: skip
_NAMED_BY_THEMSELVES = (
    "employees_employee", "employees_employeeevent", "core_user", "core_userevent",
)  # fmt: skip
_NAMED_BY_NUMBER = (
    "core_importrow", "core_idempotencyrecord", "assessments_runshard",
    "training_learningstatement",
)  # fmt: skip


def can_erase_person(user: Viewer, person: Employee) -> bool:
    """HR admins, never themselves."""
    return rules.is_hr_admin(user) and person.user_id != user.pk


def what_goes(person: Employee) -> list[tuple[str, int, bool]]:
    """What an erasure changes: words for a kind of row, how many, and whether they are deleted."""
    counts: Counter[tuple[str, bool]] = Counter()
    for trace, rows in count_traces(person):
        if trace.texts or trace.goes:
            counts[str(WORDS[trace.model]), trace.goes] += rows
    return [(words, rows, goes) for (words, goes), rows in sorted(counts.items())]


def things_called_like(person: Employee) -> list[tuple[str, str]]:
    """What has the name of the person in its own, which an erasure leaves alone: words for its
    kind, and what it is called; one query."""
    pattern = pattern_of(_names_of(person))
    parts = []
    for label, (name, *_others) in NAMES_OF_THINGS.items():
        kind = Value(str(WORDS[label]), TextField())
        rows = (
            apps.get_model(label)._default_manager.filter(**{f"{name}__regex": pattern}).order_by()
        )
        parts.append(rows.values_list(kind, Cast(name, TextField())))
    return sorted(parts[0].union(*parts[1:]))


@transaction.atomic
def ask_erasure(*, person: Employee, reason: str, actor: User | None) -> Job:
    """Queue the erasure of somebody who has left. Raises `DomainError` without a reason, for
    somebody who works here, and while a file waits that could bring the person back."""
    erasure = _erasure(person=person, reason=reason, actor=actor)
    return jobs.enqueue(
        "custody.erase_person",
        actor=actor,
        key=f"erase person {person.pk}",
        title=_("Erase a person"),
        erasure_id=erasure.pk,
    )


@transaction.atomic
def erase_now(*, person: Employee, reason: str) -> Erasure:
    """As `ask_erasure` and the job after it, at once: for operators."""
    erasure = _erasure(person=person, reason=reason, actor=None)
    carry_out(erasure_id=erasure.pk, now=timezone.now())
    erasure.refresh_from_db()
    return erasure


def carry_out(*, erasure_id: int, now: datetime) -> None:
    """Replace names, texts and files of the person, in history too; a second time changes nothing.

    Raises `DomainError` when the person works here again, or a file waits.
    """
    with purging("erasure of a person"):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
        if erasure.erased_at:
            return
        person = Employee.objects.select_for_update(of=("self",)).get(pk=erasure.subject_id)
        _check(person)
        found = find_traces(person)
        names, numbers = _names_of(person), _numbers_of(person)
        pseudonym = f"{ERASED}-{uuid4().hex[:12]}"
        erase_traces(found)
        forget_groups(person)
        _forget_files_of_people(numbers)
        _forget_ties(person, numbers, pseudonym)
        _forget_waiting({*names, *numbers, *_forget_foreign_names(person)}, pseudonym)
        _forget_answers(person, numbers)
        _rename(person, pseudonym)
        transaction.on_commit(_forget_exports)  # until then one may still be written with the name
        _note(erasure, found, pattern_of(names), now)
        columns = text_columns()
        replace_in(_free_texts(columns), pattern_of(names), " ".join(PSEUDONYM))
        numbered = [column for column in columns if column.table in _NAMED_BY_NUMBER]
        replace_in(numbered, number_pattern(numbers), pseudonym)


def _erasure(*, person: Employee, reason: str, actor: User | None) -> Erasure:
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise DomainError(_("Say why this person is erased."), code="required", field="reason")
    _check(person)
    now = timezone.now()
    return Erasure.objects.create(subject_id=person.pk, reason=reason, asked_by=actor, asked_at=now)


def _check(person: Employee) -> None:
    if person.status != EmployeeStatus.LEFT:
        text = _("Only people who have left can be erased. Mark this person as left first.")
        raise DomainError(text, code="not_left")
    if person.number.startswith(f"{ERASED}-"):
        raise ConflictError(_("This person is erased already."), code="erased")
    waiting = ImportBatch.objects.filter(kind__in=_FILES_OF_PEOPLE, state__in=_WAITING)
    if waiting.exists():
        text = _("A file of people or results waits and may name them. Apply or discard it first.")
        raise DomainError(text, code="file_waits")


def _names_of(person: Employee) -> set[str]:
    """Full names and addresses the person has or had here.

    A single word is none: searched for, "Peer" or "Hope" would be found in everybody's texts. Nor
    is what the person called themselves without a part of their name, such as "Your Manager".
    """
    rows = {(person.first_name, person.last_name, person.email)}
    rows |= set(past_of(person).values_list("first_name", "last_name", "email"))
    parts = {part for first, last, _email in rows for part in _words(f"{first} {last}")}
    names = {
        name for first, last, _email in rows for name in (f"{first} {last}", f"{last}, {first}")
    }
    addresses = {email for _first, _last, email in rows}
    if user := person.user:
        for email, name in [(user.email, user.name), *past_of(user).values_list("email", "name")]:
            addresses.add(email)
            names |= {name} if parts & _words(name) else set()
    names = {name for name in names if len(name.strip(" ,").split()) > 1}
    return {name for name in names | addresses if len(name) > 3}


def _words(name: str) -> set[str]:
    return set(name.lower().replace(",", " ").split())


def _free_texts(columns: Sequence[Column]) -> list[Column]:
    """Where people's words may stand: not what names a thing, nor the person's own record."""
    spared = set()
    for label, fields in (NAMES_OF_THINGS | FORMER_NAMES).items():
        model = apps.get_model(label)
        events = getattr(model, "pgh_event_model", model)
        spared |= {(one._meta.db_table, field) for one in (model, events) for field in fields}
    return [
        column
        for column in columns
        if column.table not in _NAMED_BY_THEMSELVES and (column.table, column.name) not in spared
    ]


def _numbers_of(person: Employee) -> set[str]:
    return {person.number, *past_of(person).values_list("number", flat=True)}


def _forget_files_of_people(numbers: Collection[str]) -> None:
    """Files that were read and their rows about the person; other rows stay."""
    batches = ImportBatch.objects.filter(kind__in=_FILES_OF_PEOPLE)
    forget_tables(batches)
    for name in batches.exclude(file="").values_list("file", flat=True):
        forget_file(name)
    batches.update(file="")
    for number in numbers:
        about = Q(key=number) | Q(key__startswith=f"{number} / ")
        ImportRow.objects.filter(about, batch__in=batches).delete()


def _forget_ties(person: Employee, numbers: Collection[str], pseudonym: str) -> None:
    """Who looked, where the person is logged in, and numbers inside references."""
    ReadLog.objects.filter(subject_id=person.pk).delete()
    for number in numbers:  # a reference that nobody gave names the rater
        rows = Evidence.objects.filter(rater=person, reference__startswith=f"{number}/")
        rest = Substr("reference", len(number) + 1)
        rows.update(reference=Concat(Value(pseudonym), rest))
    if person.user_id:
        end_sessions(person.user_id)


def _forget_foreign_names(person: Employee) -> set[str]:
    """What other systems call the person; that one deleted them stays, or they came back there."""
    ours = Q(kind__in=(EXTERNAL_PERSON, USER_NAME, TOLD_NUMBER), object_id=person.pk)
    theirs = ExternalId.objects.filter(ours | Q(kind=SUBJECT, object_id=person.user_id or 0))
    called = set(theirs.values_list("value", flat=True))
    theirs.delete()
    return called


def _forget_waiting(called: Collection[str], pseudonym: str) -> None:
    """Results that wait for the person, under whatever name a platform knows them."""
    about = {"lower__in": {name.lower() for name in called}}
    rows = ParkedCompletion.objects.annotate(lower=Lower("employee_number")).filter(**about)
    told = LearningStatement.objects.filter(pk__in=rows.values("statement"))
    told.update(told=None)
    rows.delete()
    events = ParkedCompletion.pgh_event_model.objects  # type: ignore[attr-defined]
    former = events.annotate(lower=Lower("employee_number")).filter(**about)
    former.update(employee_number=pseudonym, reference=ERASED)


def _forget_answers(person: Employee, numbers: Collection[str]) -> None:
    """Answers that are kept in case a program asks again, where they show the person: first and
    last name stand apart in them, so that no search for names finds these."""
    shown = Q(body__contains=str(person.public_id)) | Q(body__regex=number_pattern(numbers))
    IdempotencyRecord.objects.filter(shown).update(body="")


def _forget_exports() -> None:
    forget_exports(older_than=timezone.now())


def _rename(person: Employee, pseudonym: str) -> None:
    first, last = PSEUDONYM
    facts: dict[str, Any] = {
        "number": pseudonym, "first_name": first, "last_name": last, "email": "", "site": None,
        "time_zone": "", "languages": [], "source": "",
    }  # fmt: skip
    Employee.objects.filter(pk=person.pk).update(**facts, version=F("version") + 1)
    past_of(person).update(**facts)
    FeedEvent.objects.create(kind="person", object_id=person.public_id, deleted=True)
    if user := person.user:
        account = {"email": f"{pseudonym}@erased.invalid", "name": f"{first} {last}"}
        locked = {"password": make_password(None), "is_active": False, "time_zone": ""}
        User.objects.filter(pk=user.pk).update(**account, **locked)
        past_of(user).update(**account, time_zone="")


def _note(erasure: Erasure, found: list[Found], pattern: str, now: datetime) -> None:
    """Remember what was done, without a word of it, and whose digests no longer fit."""
    erasure.rows = {
        rows.trace.model: len(rows.live | rows.former)
        for rows in found
        if (rows.live or rows.former) and rows.trace.model not in UNSEEN
    }
    own = (rows.live for rows in found if rows.trace.model == "reviews.signedreview")
    written = SignedReview.objects.annotate(words=Cast("content", TextField()))
    naming = written.filter(words__regex=pattern).values_list("pk", flat=True)
    erasure.signed = sorted(frozenset(naming).union(*own))
    erasure.erased_at = now
    erasure.save()
