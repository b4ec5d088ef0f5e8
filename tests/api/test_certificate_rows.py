"""Certificates that programs tell of: kept for the right people, and counting once verified."""

from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from assessments.models import Certificate, Evidence
from employees.enums import EmployeeStatus
from employees.services.clients import register_client
from skillmap.core.api.scopes import Scope
from skillmap.core.models import FeedEvent, Notification
from tests.api.conftest import Api
from tests.api.test_certificates import change
from tests.api.test_certificates import send as send_one
from tests.api.test_unit_rows import outcome
from tests.assessments.certificate_files import upload
from tests.factories import day, make_certificate_type

SCOPES = [Scope.CERTIFICATES_READ, Scope.CERTIFICATES_WRITE]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def licence(cast):
    return make_certificate_type(
        code="LICENCE", name="Licence", skill=cast.hard, attained_level=Decimal(3)
    )


@pytest.fixture
def program(cast):
    def make(unit=None, scopes=SCOPES):
        client, _secret = register_client(
            actor=cast.alice.user, name="LMS", scopes=scopes, unit=unit
        )
        return Api(client.user, scopes)

    return make


def row(person, reference="LMS-1", **more):
    return {
        "employee_number": person.number,
        "reference": reference,
        "type": "LICENCE",
        "issued_on": str(day(-9)),
    } | more


def send(api, *rows, **options):
    answer = api.post("/certificates/bulk", {"certificates": list(rows), **options})
    assert answer.status_code == 200, answer.content
    return answer.json()


def state():
    """All that a dry run must not touch."""
    return (
        list(Certificate.objects.order_by("pk").values()),
        Certificate.pgh_event_model.objects.count(),
        FeedEvent.objects.count(),
        Notification.objects.count(),
    )


def test_what_a_program_tells_counts_once_somebody_verifies_it(cast, api_of, program, licence):
    api = program()
    (told,) = send(api, row(cast.carol))["results"]
    assert (told["result"], told["key"]) == ("created", "LMS-1")
    kept = Certificate.objects.get()
    assert (kept.state, kept.type, str(kept.public_id)) == ("submitted", licence, told["id"])
    assert Notification.objects.get().user == cast.bob.user
    for path in ("verify", "reject", "revoke"):
        refused = api.post(f"/certificates/{told['id']}/{path}", {"reason": "x"})
        assert refused.status_code in {400, 403}, path
    assert api.post(f"/certificates/{told['id']}/verify", {}).status_code == 403
    assert not Evidence.objects.exists()
    assert api_of(cast.bob).post(f"/certificates/{told['id']}/verify", {}).status_code == 200
    assert Evidence.objects.standing().get(source="certificate").skill == cast.hard


def test_the_same_again_changes_nothing_and_other_dates_do(cast, program, licence):
    api = program()
    assert outcome(send(api, row(cast.carol), row(cast.carol))) == [("created",), ("unchanged",)]
    (told,) = send(api, row(cast.carol, expires_on=str(day(90))))["results"]
    assert (told["result"], told["changes"]) == ("updated", {"expires_on": [None, str(day(90))]})
    again = {"employee_number": cast.carol.number, "reference": "LMS-1"}
    assert outcome(send(api, again)) == [("unchanged",)]  # what is left out stays
    assert Notification.objects.count() == 1


def test_what_was_decided_or_sent_by_the_person_stays(cast, api_of, program, licence):
    api, carol = program(), api_of(cast.carol)
    (told,) = send(api, row(cast.carol))["results"]
    verified = api_of(cast.bob).post(f"/certificates/{told['id']}/verify", {})
    assert outcome(send(api, row(cast.carol))) == [("unchanged",)]
    other = row(cast.carol, issued_on=str(day(-1)))
    assert outcome(send(api, other)) == [("rejected", "not_open")]
    revoked = api_of(cast.bob).post(f"/certificates/{told['id']}/revoke", {"reason": "Forged"})
    assert (verified.status_code, revoked.status_code) == (200, 200)
    assert outcome(send(api, other)) == [("rejected", "not_open")]
    own = Certificate.objects.get(public_id=send_one(carol).json()["id"])
    taken = {"employee_number": cast.carol.number, "reference": own.reference, "title": "Mine"}
    assert outcome(send(api, taken)) == [("rejected", "not_open")]
    own.refresh_from_db()
    assert own.title == "First aid"


def test_a_rejected_one_waits_again_when_it_is_put_right(cast, api_of, program, licence):
    api = program()
    (told,) = send(api, row(cast.carol))["results"]
    api_of(cast.bob).post(f"/certificates/{told['id']}/reject", {"reason": "Wrong day"})
    assert outcome(send(api, row(cast.carol))) == [("unchanged",)]
    assert Certificate.objects.get().state == "rejected"
    assert outcome(send(api, row(cast.carol, issued_on=str(day(-8))))) == [("updated",)]
    assert (Certificate.objects.get().state, Certificate.objects.get().reason) == ("submitted", "")


def test_a_program_of_a_unit_tells_of_its_people_alone(cast, program, licence):
    api = program(cast.sales)
    nobody = row(cast.carol) | {"employee_number": "N1"}
    answer = send(api, row(cast.dave), row(cast.frank), nobody)
    assert outcome(answer) == [("created",), ("rejected", "unknown"), ("rejected", "unknown")]
    frank, other = (one["errors"][0]["detail"] for one in answer["results"][1:])
    assert frank == other
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    assert outcome(send(api, row(cast.dave, "LMS-2"))) == [("rejected", "unknown")]
    assert Certificate.objects.get().employee == cast.dave


def test_dry_run_says_the_same_and_leaves_nothing(cast, program, licence):
    api, before = program(), state()
    rows = [row(cast.carol), row(cast.dave, issued_on=str(day(9)))]
    dry = send(api, *rows, dry_run=True)
    assert outcome(dry) == [("created",), ("rejected", "invalid")]
    assert dry["results"][1]["errors"][0]["pointer"] == "/certificates/1/issued_on"
    assert state() == before
    atomic = send(api, *rows, atomic=True)
    assert (atomic["state"], state()) == ("refused", before)
    assert outcome(send(api, *rows)) == outcome(dry)


def files(folder: Path):
    return [one for one in folder.rglob("*") if one.is_file()]


def test_one_document_is_tried_out_before_it_is_sent_or_mended(cast, api_of, media):
    api = api_of(cast.carol)
    before = state()
    dry = send_one(api, dry_run="true")
    assert (dry.status_code, dry.json()["result"]) == (200, "created")
    assert (state(), files(media)) == (before, [])
    sent = send_one(api).json()
    before = state(), files(media)
    dry = change(api, sent, {"title": "Second aid", "dry_run": True})
    assert dry.json()["changes"] == {"title": ["First aid", "Second aid"]}
    parts = encode_multipart(BOUNDARY, {"file": upload(), "dry_run": "true"})
    path, any_version = f"/api/v1/certificates/{sent['id']}", {"if-match": "*"}
    dry = api.client.generic("PATCH", path, parts, MULTIPART_CONTENT, headers=any_version)
    assert dry.status_code == 200
    assert (state(), files(media)) == before


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"type": "NONE"}, "type", "unknown"),
        ({"type": None}, "title", "invalid"),
        ({"issued_on": "soon"}, "issued_on", "invalid"),
        ({"expires_on": str(day(-10))}, "expires_on", "invalid"),
        ({"reference": ""}, "reference", "blank"),
        ({"reference": "x" * 201}, "reference", "max_length"),
        ({"employee_number": "a\0b"}, "employee_number", "null_characters_not_allowed"),
    ],
)
def test_one_that_cannot_be_is_rejected_alone(cast, program, licence, wrong, pointer, code):
    answer = send(program(), row(cast.carol) | wrong, row(cast.dave))
    assert outcome(answer) == [("rejected", code), ("created",)]
    assert answer["results"][0]["errors"][0]["pointer"] == f"/certificates/0/{pointer}"


@pytest.mark.parametrize(
    ("more", "pointer"), [({"state": "verified"}, "state"), ({"file": "x"}, "file")]
)
def test_nobody_says_that_it_is_verified(cast, program, licence, more, pointer):
    refused = program().post("/certificates/bulk", {"certificates": [row(cast.carol) | more]})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == f"/certificates/0/{pointer}"
    assert not Certificate.objects.exists()


def test_only_hr_and_programs_tell_of_others(cast, api_of, program, licence):
    body = {"certificates": [row(cast.carol)]}
    for name in ("bob", "carol", "erin", "grace", "heidi"):
        refused = api_of(cast.people[name]).post("/certificates/bulk", body)
        assert refused.status_code == 403, name
    reader = program(scopes=[Scope.CERTIFICATES_READ])
    assert reader.post("/certificates/bulk", body).status_code == 403
    assert not Certificate.objects.exists()
    assert outcome(send(api_of(cast.alice), *body["certificates"])) == [("created",)]


def test_who_may_not_read_certificates_is_not_told_what_they_said(cast, api_of, program, licence):
    (told,) = send(program(), row(cast.carol, identifier="Z9"))["results"]
    writer = api_of(cast.carol, [Scope.CERTIFICATES_WRITE])
    assert "file_name" not in send_one(writer).json()
    mended = change(writer, told, {"identifier": "Z8"})
    assert mended.json()["changes"] == {"identifier": [None, "Z8"]}
    assert "Licence" not in str(mended.json())
    assert change(writer, {"id": str(uuid4())}, {}).status_code == 404
