"""After an erasure no word of the person is left in any table, and no file."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from assessments.enums import RaterKind
from assessments.models import Certificate, Evidence
from employees.enums import (
    DELETED_PERSON,
    EXTERNAL_PERSON,
    TOLD_NUMBER,
    USER_NAME,
    EmployeeStatus,
)
from employees.models import Employee
from employees.services.external_ids import mark_deleted, rename_person
from reviews.models import SignedReview
from skillmap.core.enums import ImportKind, ImportState
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.history import purging
from skillmap.core.models import (
    Erasure,
    ExternalId,
    IdempotencyRecord,
    ImportBatch,
    ImportRow,
    Notification,
    SavedView,
    User,
)
from skillmap.core.single_sign_on import SUBJECT
from skillmap.custody.erasure import (
    ask_erasure,
    carry_out,
    erase_now,
    things_called_like,
    what_goes,
)
from skillmap.custody.proof import faults_of_trail
from skillmap.custody.traces import FORMER_NAMES, NAMES_OF_THINGS
from tests.access.world import World
from tests.cast import Cast
from tests.custody.planting import PROGRAMS_WORDS, places_with, plant, rows_about, run, texts_of
from tests.factories import make_evidence, make_remark, make_skill, make_unit
from training.enums import Verb
from training.models import LearningStatement, ParkedCompletion

WORD = "zz#canary"
SPARED = {"employees_employee", "employees_employeeevent", "core_user", "core_userevent"}
NAMELESS = {"django_migrations", "django_content_type", "auth_permission", *SPARED}


class Erased(NamedTuple):
    """What the tests of one erasure look at."""

    world: World
    planted: set[str]
    named: set[str]
    files: list[str]
    erasure: Erasure


@pytest.fixture(scope="module")
def erased(world: World) -> Erased:
    """Carol, of whom the world knows most, has left and is erased."""
    carol = world.employees["carol"]
    ImportBatch.objects.update(state=ImportState.APPLIED)
    Employee.objects.filter(pk=carol.pk).update(status=EmployeeStatus.LEFT)
    carol.refresh_from_db()
    files = [one.file.name for one in Certificate.objects.filter(employee=carol) if one.file]
    with purging("planting"):
        planted, named = _plant(carol)
    with transaction.atomic():
        erasure = erase_now(person=carol, reason="asked for it")
        _run_callbacks()
    return Erased(world, planted, named, files, erasure)


def _plant(carol: Employee) -> tuple[set[str], set[str]]:
    assert carol.user_id
    about = rows_about(carol.pk, carol.user_id)
    own = [c for c in texts_of(set(about) - SPARED) if c.name not in PROGRAMS_WORDS]
    planted = set(plant(own, "id", about, WORD))
    everywhere = texts_of({c.table for c in texts_of(_tables())} - NAMELESS)
    words = f"{carol}, said {carol.email}"
    named = (plant([c], "ctid", {c.table: {_any_row(c.table)}}, words) for c in everywhere)
    return planted, {place for places in named for place in places}


def _tables() -> set[str]:
    rows = run("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return {row[0] for row in rows}


def _any_row(table: str) -> Any:
    found = run(f"SELECT ctid::text FROM {table} LIMIT 1")  # noqa: S608 - a name of the schema
    return found[0][0] if found else "(0,0)"


def _run_callbacks() -> None:
    """Nothing commits in these tests, so files would stay."""
    connection = transaction.get_connection()
    for _ids, callback, *_others in connection.run_on_commit:
        callback()
    connection.run_on_commit = []


def test_no_text_of_any_table_has_a_word_about_the_person(erased: Erased):
    assert len(erased.planted) > 45, sorted(erased.planted)
    assert places_with("zz[0-9]+canary") == []


def test_no_text_of_any_table_names_the_person(erased: Erased):
    """Names of units, skills and the like are others' words for them: they stay."""
    assert len(erased.named) > 100
    things = set(_columns_of_things())
    assert set(places_with(r"\mcarol example\M")) == erased.named & things
    assert set(places_with(r"\mcarol\d*@")) == erased.named & things


def _columns_of_things() -> Iterator[str]:
    for label, fields in (NAMES_OF_THINGS | FORMER_NAMES).items():
        model: Any = apps.get_model(label)
        for table in {model, getattr(model, "pgh_event_model", model)}:
            yield from (f"{table._meta.db_table}.{field}" for field in fields)


def test_no_text_of_any_table_has_the_number(erased: Erased):
    number = erased.world.employees["carol"].number
    assert places_with(rf"\m{number}\M") == []


def test_no_stored_file_is_left(erased: Erased):
    assert erased.files
    assert [name for name in erased.files if default_storage.exists(name)] == []


def test_figures_stay_and_so_do_other_people(erased: Erased):
    carol = Employee.objects.get(pk=erased.world.employees["carol"].pk)
    assert str(carol) == "Erased person"
    assert Evidence.objects.filter(employee=carol, value__isnull=False).exists()
    assert Employee.objects.filter(first_name="Dave", last_name="Example").exists()
    assert SignedReview.objects.filter(review__employee=carol).count() == 1


def test_it_is_remembered_without_a_name(erased: Erased):
    erasure = Erasure.objects.get()
    assert erasure.erased_at is not None
    assert erasure.signed
    assert erasure.rows["assessments.evidence"] > 0


# --- one rule each ----------------------------------------------------------------------------


@pytest.fixture
def left(cast: Cast) -> Employee:
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    return cast.dave


def test_nobody_who_works_here_is_erased(cast: Cast):
    with pytest.raises(DomainError, match="who have left"):
        erase_now(person=cast.dave, reason="asked")
    assert not Erasure.objects.exists()


def test_no_erasure_without_a_reason(left: Employee):
    with pytest.raises(DomainError, match="Say why"):
        erase_now(person=left, reason="  ")


def test_no_erasure_while_a_file_of_people_waits(left: Employee):
    batch = {"kind": ImportKind.PEOPLE, "state": ImportState.READY, "sha256": "0" * 64}
    ImportBatch.objects.create(**batch)
    with pytest.raises(DomainError, match="waits"):
        erase_now(person=left, reason="asked")


def test_somebody_rehired_before_the_worker_came_stays(left: Employee, cast: Cast):
    ask_erasure(person=left, reason="asked", actor=cast.alice.user)
    Employee.objects.filter(pk=left.pk).update(status=EmployeeStatus.ACTIVE)
    with pytest.raises(DomainError, match="who have left"):
        carry_out(erasure_id=Erasure.objects.get().pk, now=timezone.now())
    left.refresh_from_db()
    assert left.first_name == "Dave"


def test_nobody_is_erased_twice(left: Employee):
    erase_now(person=left, reason="asked")
    left.refresh_from_db()
    with pytest.raises(ConflictError, match="already"):
        erase_now(person=left, reason="asked")


def test_what_the_person_said_about_others_stays_with_them(left: Employee, cast: Cast):
    kept = make_remark(left, cast.bob, cast.soft, text="Bob listens.")
    given = make_evidence(cast.bob, cast.hard, rater=left, reference=f"{left.number}/2026-01-01")
    erase_now(person=left, reason="asked")
    kept.refresh_from_db()
    given.refresh_from_db()
    left.refresh_from_db()
    assert kept.text == "Bob listens."
    assert given.reference == f"{left.number}/2026-01-01"
    assert left.number.startswith("erased-")


def test_other_rows_of_a_file_stay(left: Employee):
    batch = ImportBatch.objects.create(
        kind=ImportKind.PEOPLE, state=ImportState.APPLIED, sha256="0" * 64
    )
    about = {"manager_number": ["", left.number]}
    ImportRow.objects.create(batch=batch, number=2, action="update", key=left.number)
    other = ImportRow.objects.create(batch=batch, number=3, action="update", key="9", changes=about)
    erase_now(person=left, reason="asked")
    assert list(batch.rows.all()) == [other]
    other.refresh_from_db()
    left.refresh_from_db()
    assert other.changes == {"manager_number": ["", left.number]}


def test_a_namesake_part_of_a_word_stays(left: Employee, cast: Cast):
    note = Notification.objects.create(user=cast.bob.user, kind="x", title="Dave Indirects Ltd.")
    erase_now(person=left, reason="asked")
    note.refresh_from_db()
    assert note.title == "Dave Indirects Ltd."


def test_things_called_like_the_person_keep_their_names_and_hr_is_told(left: Employee):
    units = [make_unit(f"Acme/{above}/Dave Indirect") for above in ("East", "West")]
    skill = make_skill("Method of Dave Indirect")
    assert things_called_like(left) == [
        ("skill", "Method of Dave Indirect"),
        ("unit", "Acme/East/Dave Indirect"),
        ("unit", "Acme/West/Dave Indirect"),
    ]
    erase_now(person=left, reason="asked")
    for row in (*units, skill):
        before = (str(row), row.version)
        row.refresh_from_db()
        assert (str(row), row.version) == before
    assert list(faults_of_trail()) == []


def test_rows_that_only_the_name_tells_apart_still_differ(left: Employee, cast: Cast):
    for name in ("Dave Indirect", "dave  indirect", "DAVE INDIRECT and team"):
        SavedView.objects.create(user=cast.bob.user, page="people", name=name, query="q=x")
    erase_now(person=left, reason="asked")
    names = list(SavedView.objects.values_list("name", flat=True))
    assert len(set(names)) == 3
    assert all(name.startswith("Erased person") for name in names)


@pytest.mark.parametrize("called", ["Peer", "manager", "Null", "of the", "a note"])
def test_words_of_the_language_as_a_name_of_ones_own_change_nothing(
    left: Employee, cast: Cast, called: str
):
    User.objects.filter(pk=left.user_id).update(name=called)
    kept = make_evidence(cast.bob, cast.hard, rater_kind=RaterKind.PEER)
    title = "A note of the manager to a peer: null"
    note = Notification.objects.create(user=cast.bob.user, kind="x", title=title)
    left.refresh_from_db()
    erase_now(person=left, reason="asked")
    for row in (kept, note):
        row.refresh_from_db()
    assert (kept.rater_kind, note.title) == (RaterKind.PEER, title)


def test_somebody_with_one_name_and_no_address_is_erased(cast: Cast):
    facts = {"first_name": "", "last_name": "Note", "email": "", "status": EmployeeStatus.LEFT}
    person = Employee.objects.create(number="P-7", **facts)
    note = Notification.objects.create(user=cast.bob.user, kind="x", title="A note")
    erase_now(person=person, reason="asked")
    note.refresh_from_db()
    person.refresh_from_db()
    assert (note.title, str(person)) == ("A note", "Erased person")


def test_other_systems_find_nobody(left: Employee):
    kinds = ((kind, left.pk) for kind in (EXTERNAL_PERSON, USER_NAME, TOLD_NUMBER))
    for kind, key in (*kinds, (SUBJECT, left.user_id)):
        ExternalId.objects.create(kind=kind, object_id=key, source="hris", value="4711")
    erase_now(person=left, reason="asked")
    assert not ExternalId.objects.exists()


def test_a_system_that_deleted_the_person_does_not_find_them_again(left: Employee):
    mark_deleted(source="scim 1", person=left, deleted=True)
    erase_now(person=left, reason="asked")
    assert ExternalId.objects.filter(kind=DELETED_PERSON, object_id=left.pk).exists()


def test_several_whom_a_directory_knows_by_address_are_erased(left: Employee, cast: Cast):
    Employee.objects.filter(pk=cast.bob.pk).update(status=EmployeeStatus.LEFT)
    cast.bob.refresh_from_db()
    for person in (left, cast.bob):
        rename_person(source="scim 1", person=person, kind=USER_NAME, value=person.email)
        erase_now(person=person, reason="asked")
    assert not ExternalId.objects.exists()


def test_results_that_wait_under_another_number_go(left: Employee, cast: Cast):
    told = {"account": "4711"}
    statement = LearningStatement.objects.create(
        statement_id=uuid4(), digest="0" * 64, verb=Verb.COMPLETED, actor=cast.alice.user,
        received_at=timezone.now(), told=told,
    )  # fmt: skip
    ExternalId.objects.create(kind=TOLD_NUMBER, object_id=left.pk, source="", value="4711")
    day = timezone.localdate()
    for number in ("4711", left.email.upper(), "4712"):
        ParkedCompletion.objects.create(
            employee_number=number, activity_code="A", completed_on=day,
            statement=statement if number == "4711" else None,
        )  # fmt: skip
    erase_now(person=left, reason="asked")
    statement.refresh_from_db()
    assert statement.told is None
    assert [row.employee_number for row in ParkedCompletion.objects.all()] == ["4712"]
    assert places_with("4711") == []


def test_answers_kept_for_programs_say_nothing_about_the_person(left: Employee, cast: Cast):
    shown = {"id": str(left.public_id), "first_name": "Dave", "last_name": "Example"}
    row = {"key": left.number, "changes": {"first_name": ["", "Dave"]}}
    other = {"id": str(cast.bob.public_id), "first_name": "Bob"}
    for key, body in (("a", shown), ("b", {"manager": shown}), ("c", other), ("d", [row])):
        IdempotencyRecord.objects.create(
            user=cast.alice.user, key=key, path="/", body=json.dumps(body), status=200
        )
    erase_now(person=left, reason="asked")
    kept = dict(IdempotencyRecord.objects.values_list("key", "body"))
    assert kept == {"a": "", "b": "", "c": json.dumps(other), "d": ""}


def test_command_previews_and_erases(left: Employee, capsys):
    make_evidence(left, left.assignments.get().role.versions.get().requirements.first().skill)
    call_command("erase_person", left.number, dry_run=True)
    assert "evidence" in capsys.readouterr().out
    assert what_goes(left)
    left.refresh_from_db()
    assert left.first_name == "Dave"
    call_command("erase_person", left.number, reason="asked for it")
    left.refresh_from_db()
    assert str(left) == "Erased person"
    with pytest.raises(CommandError, match="nobody"):
        call_command("erase_person", "no such number")
