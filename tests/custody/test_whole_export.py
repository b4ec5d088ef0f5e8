"""Moving away: what is exported comes back through our own importers, and says nothing it must
not."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from assessments.enums import FEEDBACK, Source
from employees.enums import EmployeeStatus
from employees.models import Employee, RoleSituation, Situation
from reviews.enums import ReviewState
from reviews.models import CheckIn, CheckInNote, Observation
from skillmap.core import services
from skillmap.core.enums import JobState, ReadKind
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import Erasure, Job, ReadLog
from skillmap.custody.erasure import ask_erasure, carry_out
from skillmap.custody.exports import (
    export_for,
    file_of,
    into_folder,
    is_kept,
    write_everything,
)
from skills.enums import SkillKind
from skills.models import Skill, SkillLabel
from tests.cast import Cast, make_cast
from tests.custody.full_disk import no_room_beyond
from tests.factories import (
    assign,
    day,
    make_activity,
    make_employee,
    make_evidence,
    make_framework,
    make_organisation,
    make_role,
    make_scale,
    make_site,
    make_skill,
    since,
)
from tests.reviews.season import make_goal, make_review
from training.models import ActivityPrerequisite, ActivitySession

LAYOUTS = ("skills", "roles", "people", "activities", "evidence")


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def export(folder: Path) -> Path:
    folder.mkdir()
    write_everything(into_folder(folder), quiet)
    return folder


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(newline="") as file:
        return sorted(csv.DictReader(file), key=str)


def document(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text())


def fill() -> Cast:
    """One of everything the layouts hold, with the cells that make trouble."""
    cast = make_cast()
    odd = make_skill("=SUM(A1)", description='Says "no", then\nnothing', category="+ more")
    SkillLabel.objects.create(skill=odd, label="sums")
    short = make_skill("Short", scale=make_scale("three", top_rank=3))
    odd.level_texts.filter(rank=1).update(text="@first")
    kindless = make_skill("Kindless", kind=SkillKind.UNCLASSIFIED)
    clash = make_skill("From outside", framework=make_framework(code="esco"), uri="http://e/1")
    Skill.objects.filter(pk=clash.pk).update(code=kindless.code)
    role = make_role("Analyst", {odd: 2.5, short: 3})
    RoleSituation.objects.create(roleprofile=role, situation=Situation.objects.create(name="calls"))
    nobody = make_employee("-Ada O'Neil", email="", site=make_site(), languages=["de", "pt-BR"])
    assign(nobody, "Acme/Labs", role=role, manager=cast.bob, job_title="Head of =")
    gone = make_employee("Gone Person", status=EmployeeStatus.LEFT, left_on=day(-3))
    assign(gone, "Acme/Sales", role=role, manager=cast.bob, valid=since(-90, until=-3))
    _give_evidence(cast, odd, short)
    _offer_activities(odd, short)
    return cast


def _give_evidence(cast: Cast, odd: Skill, short: Skill) -> None:
    make_evidence(cast.dave, cast.hard, 2, Source.SELF, rater=cast.dave)
    make_evidence(cast.dave, cast.hard, 3.5, Source.MANAGER, rater=cast.carol)
    make_evidence(cast.dave, odd, 4, Source.TEST, reference="exam 7")
    make_evidence(cast.bob, short, 2, Source.WORK_SAMPLE, reference="=work")
    make_evidence(cast.dave, cast.soft, 1.234, Source.PEER, reference=f"{FEEDBACK}1 peer")


def _offer_activities(odd: Skill, short: Skill) -> None:
    basics = make_activity("Basics", {odd: (0, 2)}, cost_cents=12_345)
    deep = make_activity("Deep dive", {odd: (2, 4), short: (1, 3)}, cost_cents=None, seats=9)
    ActivityPrerequisite.objects.create(activity=deep, requires=basics)
    starts_at = datetime(2027, 3, 12, 9, tzinfo=UTC)
    ActivitySession.objects.create(activity=deep, starts_on=starts_at.date(), starts_at=starts_at)
    ActivitySession.objects.create(activity=deep, starts_on=day(40))
    ActivitySession.objects.create(
        activity=deep, starts_on=day(50), cancelled_at=timezone.now(), cancel_reason="ill"
    )


@pytest.mark.django_db
def test_what_is_exported_can_be_imported_and_is_the_same(tmp_path: Path):
    with transaction.atomic():
        fill()
        first = export(tmp_path / "first")
        transaction.set_rollback(True)
    assert not Employee.objects.exists()
    make_organisation()
    for name in LAYOUTS:
        call_command(f"import_{name}", first / f"{name}.csv", yes=True)
    second = export(tmp_path / "second")
    for name in LAYOUTS:
        assert _kept(rows(second, name)) == _kept(rows(first, name)), name
        assert rows(first, name), name
    assert Employee.objects.get(last_name="O'Neil").first_name == "-Ada"
    assert Employee.objects.get(last_name="Person").status == EmployeeStatus.LEFT
    assert Skill.objects.filter(name="=SUM(A1)").exists()


def _kept(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """Without the places of people who have left, which importers do not keep."""
    lost = ("unit", "role_code", "job_title")
    return [row | dict.fromkeys(lost, "") if row.get("status") == "left" else row for row in found]


@pytest.mark.django_db
def test_no_cell_is_run_as_a_formula(tmp_path: Path):
    fill()
    folder = export(tmp_path / "x")
    cells = [cell for name in LAYOUTS for row in rows(folder, name) for cell in row.values()]
    texts = [cell for cell in cells if cell and not cell.replace(".", "", 1).isdigit()]
    assert [cell for cell in texts if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'=SUM(A1)" in cells


@pytest.mark.django_db
def test_nothing_said_without_a_name_leaves(tmp_path: Path):
    fill()
    folder = export(tmp_path / "x")
    everything = "".join(path.read_text() for path in folder.iterdir())
    assert "exam 7" in everything
    assert "1.234" not in everything
    assert FEEDBACK not in everything


@pytest.mark.django_db
def test_ids_of_published_sources_are_kept(tmp_path: Path):
    fill()
    folder = export(tmp_path / "x")
    outside = next(row for row in rows(folder, "uris") if row["framework"] == "esco")
    assert outside["uri"] == "http://e/1"
    assert outside["code"] in {row["skill_code"] for row in rows(folder, "skills")}


@pytest.mark.django_db
def test_documents_hold_the_rest_and_no_private_note(tmp_path: Path, cast: Cast):
    make_goal(cast.dave, cast.hard, title="Learn it")
    make_review(cast.dave, [cast.hard], ReviewState.SIGNED, manager=cast.carol.user)
    talk = {"planned_on": day(0), "created_by": cast.carol.user, "notes": "We agreed"}
    met = CheckIn.objects.create(employee=cast.dave, **talk)
    CheckInNote.objects.create(check_in=met, writer=cast.carol.user, text="private words")
    seen = {"author": cast.carol.user, "observed_on": day(0), "text": "kept to myself"}
    Observation.objects.create(employee=cast.dave, **seen)
    folder = export(tmp_path / "x")
    assert document(folder, "goals")[0]["title"] == "Learn it"
    assert document(folder, "goals")[0]["employee_number"] == cast.dave.number
    assert document(folder, "signed_reviews")[0]["employee_number"] == cast.dave.number
    assert document(folder, "check_ins")[0]["notes"] == "We agreed"
    assert document(folder, "assignments")[0]["valid"]["before"] is None
    everything = "".join(path.read_text() for path in folder.iterdir())
    assert "private words" not in everything
    assert "kept to myself" not in everything


@pytest.mark.django_db
def test_long_tables_come_in_files_small_enough_to_import(
    tmp_path: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("skillmap.custody.exports.MOST_ROWS", 3)
    folder = export(tmp_path / "x")
    parts = sorted(path.name for path in folder.glob("people*.csv"))
    assert parts == ["people-2.csv", "people-3.csv", "people.csv"]
    numbers = {row["employee_number"] for path in parts for row in rows(folder, path[:-4])}
    assert numbers == {person.number for person in cast.people.values()}


@pytest.mark.django_db
def test_command_writes_no_file_twice(tmp_path: Path, cast: Cast, capsys):
    call_command("export_everything", tmp_path / "x", dry_run=True)
    assert not (tmp_path / "x").exists()
    assert "evidence.csv" in capsys.readouterr().out
    call_command("export_everything", tmp_path / "x")
    assert "8 rows in people.csv" in capsys.readouterr().out
    assert (tmp_path / "x" / "people.csv").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="is not empty"):
        call_command("export_everything", tmp_path / "x")


@pytest.mark.django_db
def test_command_on_a_full_disk_leaves_nothing(tmp_path: Path, cast: Cast):
    with no_room_beyond(100), pytest.raises(CommandError):
        call_command("export_everything", tmp_path / "x", stdout=StringIO())
    assert list((tmp_path / "x").iterdir()) == []


# --- in the browser ---------------------------------------------------------------------------

PAGE = "/export/"


@pytest.fixture
def made(cast: Cast, client: Client, tmp_path: Path, settings: Any) -> Job:
    """Alice has asked for an export, and a worker has made it."""
    settings.MEDIA_ROOT = str(tmp_path)
    client.force_login(cast.alice.user)
    client.post(PAGE, {"reason": "We move"})
    job = Job.objects.get()
    export_for(job, quiet)
    Job.objects.update(state=JobState.DONE, finished_at=timezone.now())
    return job


def test_admin_gives_a_reason_that_everybody_reads(made: Job, cast: Cast):
    looks = ReadLog.objects.filter(kind=ReadKind.PERSONAL_DATA, reason="We move")
    assert {look.subject_id for look in looks} == {p.pk for p in cast.people.values()}
    assert made.name == "custody.export_everything"


def test_no_export_without_a_reason(cast: Cast, client: Client):
    client.force_login(cast.alice.user)
    assert client.post(PAGE, {"reason": " "}).status_code == 422
    assert not Job.objects.exists()


def test_file_is_for_who_asked_and_goes_after_a_day(made: Job, cast: Cast, client: Client):
    address = reverse("pages:export_file", args=[made.public_id])
    assert address in client.get(PAGE).content.decode()
    answer = client.get(address)
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        assert {"people.csv", "signed_reviews.json"} <= set(archive.namelist())
    services.forget_old(now=timezone.now() + timedelta(hours=23))
    assert client.get(address).status_code == 200
    services.forget_old(now=timezone.now() + timedelta(hours=25))
    assert client.get(address).status_code == 404
    assert address not in client.get(PAGE).content.decode()


def test_full_disk_is_said_and_nothing_is_offered(made: Job, client: Client, tmp_path: Path):
    client.post(PAGE, {"reason": "Once more"})
    second = Job.objects.exclude(pk=made.pk).get()
    with no_room_beyond(1_000), pytest.raises(DomainError, match="no room left"):
        export_for(second, quiet)
    assert not is_kept(second)
    assert [path.name for path in (tmp_path / "exports").iterdir()] == [f"{made.public_id}.zip"]


def test_file_is_for_nobody_else(made: Job, cast: Cast, client: Client):
    address = reverse("pages:export_file", args=[made.public_id])
    for other in (cast.erin, cast.bob, cast.heidi):
        client.force_login(other.user)
        assert client.get(address).status_code == 404
        assert client.post(PAGE, {"reason": "curious"}).status_code == 403
    cast.grace.user.grants.update(grant="hr_admin")
    client.force_login(cast.grace.user)
    assert client.get(address).status_code == 404


def test_somebody_who_lost_the_right_gets_nothing(made: Job, cast: Cast, client: Client):
    cast.alice.user.grants.all().delete()
    assert client.get(reverse("pages:export_file", args=[made.public_id])).status_code == 404
    with pytest.raises(NotAllowedError):
        export_for(made, quiet)


def test_backups_and_erasures_leave_no_export_behind(made: Job, tmp_path: Path):
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        services.forget_exports(older_than=timezone.now() + timedelta(seconds=9))
    assert not (tmp_path / file_of(made)).exists()


def test_no_export_written_while_somebody_is_erased_stays(
    made: Job, cast: Cast, django_capture_on_commit_callbacks: Any
):
    Employee.objects.filter(pk=cast.dave.pk).update(status=EmployeeStatus.LEFT)
    ask_erasure(person=Employee.objects.get(pk=cast.dave.pk), reason="asked", actor=cast.alice.user)
    before = timezone.now() - timedelta(minutes=1)  # the worker began, then the file was written
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(erasure_id=Erasure.objects.get().pk, now=before)
    assert not is_kept(made)
