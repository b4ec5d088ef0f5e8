"""`verify_audit`: quiet while all is whole, and it notices what went past the trail."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from assessments.models import Certificate
from employees.enums import EmployeeStatus
from employees.models import Employee
from reviews.enums import ReviewState
from reviews.models import SignedReview
from reviews.models.reviews import digest_of
from skillmap.core.history import purging
from skillmap.custody.erasure import erase_now
from skillmap.custody.proof import faults_of_trail
from tests.cast import Cast
from tests.factories import make_certificate
from tests.reviews.season import make_review


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in ("SET CONSTRAINTS ALL IMMEDIATE", *statements):
            cursor.execute(statement)


def test_nothing_is_wrong_with_what_was_written_as_usual(cast: Cast, capsys):
    make_review(cast.dave, [cast.hard], ReviewState.SIGNED, manager=cast.carol.user)
    Employee.objects.filter(pk=cast.dave.pk).update(first_name="David")
    cast.dave.target_roles.create(role=cast.role).delete()
    assert list(faults_of_trail()) == []
    call_command("verify_audit")
    assert "whole" in capsys.readouterr().out


def test_a_row_written_past_its_trigger_is_noticed(cast: Cast, capsys):
    run(
        "ALTER TABLE employees_employee DISABLE TRIGGER USER",
        "UPDATE employees_employee SET last_name = 'Forged'",
        "ALTER TABLE employees_employee ENABLE TRIGGER USER",
    )
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")
    assert ended.value.code == 1
    assert "rows of employees_employee are not as their history says" in capsys.readouterr().out


def test_a_row_that_vanished_is_noticed(cast: Cast):
    cast.dave.target_roles.create(role=cast.role)
    run(
        "ALTER TABLE employees_targetrole DISABLE TRIGGER USER",
        "DELETE FROM employees_targetrole",
        "ALTER TABLE employees_targetrole ENABLE TRIGGER USER",
    )
    assert list(faults_of_trail()) == ["1 rows of employees_targetrole went without a trace."]


def test_a_trigger_that_is_off_is_noticed(cast: Cast):
    run("ALTER TABLE assessments_evidence DISABLE TRIGGER USER")
    found = list(faults_of_trail())
    assert len(found) == 2
    assert all("assessments_evidence is missing, changed or off" in fault for fault in found)


def test_signed_words_that_changed_are_noticed(cast: Cast):
    make_review(cast.dave, [cast.hard], ReviewState.SIGNED, manager=cast.carol.user)
    with purging("forgery"):
        SignedReview.objects.update(content={"notes": "forged"})
    assert ["does not fit its digest" in fault for fault in faults_of_trail()] == [True]


def test_a_document_that_changed_or_went_is_noticed(cast: Cast, tmp_path: Path):
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        file, sha256 = ContentFile(b"%PDF", "proof.pdf"), "0" * 64
        kept: Certificate = make_certificate(cast.dave, file=file, sha256=sha256)
        assert ["was changed" in fault for fault in faults_of_trail()] == [True]
        Path(kept.file.path).unlink()
        assert ["is missing" in fault for fault in faults_of_trail()] == [True]


def test_an_erasure_leaves_the_trail_whole(cast: Cast):
    """Also where the words of somebody else's review name the person."""
    for person in (cast.dave, cast.frank):
        make_review(person, [cast.hard], ReviewState.SIGNED, manager=cast.dave.user)
    content = {"manager": str(cast.dave)}
    with purging("a name in it"):
        SignedReview.objects.update(content=content, digest=digest_of(content))
    assert list(faults_of_trail()) == []
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    erase_now(person=cast.dave, reason="asked")
    contents = SignedReview.objects.order_by("pk").values_list("content", flat=True)
    assert list(contents) == [{"manager": "erased"}, {"manager": "Erased person"}]
    assert list(faults_of_trail()) == []
