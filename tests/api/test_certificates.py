"""Certificates over REST: the same rules, documents and evidence as in the browser."""

from decimal import Decimal
from uuid import uuid4

import pytest

from assessments.models import Certificate, Evidence
from skillmap.core.api.scopes import Scope
from tests.assessments.certificate_files import PDF, badge_upload, upload
from tests.factories import day, make_certificate, make_certificate_type, make_skill

V1 = "/api/v1"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def licence(cast):
    return make_certificate_type(
        code="LICENCE", name="Licence", skill=cast.hard, attained_level=Decimal(3)
    )


def send(api, file=None, key="", **values):
    data = {"title": "First aid", "issued_on": day(-9).isoformat(), **values}
    headers = {"Idempotency-Key": key} if key else {}
    data = {"file": file or upload(), **data}
    return api.client.post(f"{V1}/certificates", data, headers=headers)


def change(api, certificate, body, *, tag='"1"', method="patch"):
    headers = {"If-Match": tag} if tag else {}
    path = f"{V1}/certificates/{certificate['id']}"
    call = getattr(api.client, method)
    return call(path, body, content_type="application/json", headers=headers)


def test_person_sends_manager_verifies_and_the_level_follows(cast, api_of, licence):
    response = send(api_of(cast.carol), type="LICENCE", title="")
    assert response.status_code == 201
    assert response["ETag"] == '"1"'
    sent = response.json()
    assert (sent["name"], sent["state"], sent["file_name"]) == (
        "Licence",
        "submitted",
        "licence.pdf",
    )
    assert sent["person"]["employee_number"] == cast.carol.number
    verified = api_of(cast.bob).post(f"/certificates/{sent['id']}/verify", {})
    assert verified.status_code == 200
    assert verified.json()["shows"][0] | {"skill": None, "scale": None} == {
        "skill": None,
        "level": 3.0,
        "scale": None,
        "observed_on": day(-9).isoformat(),
        "expires_on": None,
    }
    assert Evidence.objects.standing().get(source="certificate").skill == cast.hard


def test_same_key_sends_once(cast, api_of):
    api = api_of(cast.carol)
    first, again = send(api, key="k"), send(api, key="k")
    assert (first.json(), again["Idempotent"]) == (again.json(), "replay")
    assert Certificate.objects.count() == 1


def test_badge_keeps_its_alignment_and_names_our_skill(cast, api_of):
    robots = make_skill("Robots", code="ROBOTS")
    sent = send(api_of(cast.carol), badge_upload(), title="Mine").json()
    assert (sent["name"], sent["badge_id"], sent["recipient"]) == (
        "Robot programming",
        "urn:uuid:5f0e",
        "",
    )
    (target,) = sent["alignment"]
    assert (target["framework"], target["skill"]["code"]) == ("Skills of robotics", "ROBOTS")
    levels = [{"skill": str(robots.public_id), "level": 2.5}]
    path = f"/certificates/{sent['id']}/verify"
    verified = api_of(cast.bob).post(path, {"levels": levels})
    assert [row["level"] for row in verified.json()["shows"]] == [2.5]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "NONE"}, 400),
        ({"levels": [{"skill": str(uuid4()), "level": 1}]}, 400),
        ({"levels": "all"}, 400),
        ({"levels": [{"skill": "x"}]}, 400),
        ({"level": 3}, 400),
    ],
)
def test_verification_with_wrong_parts_verifies_nothing(cast, api_of, body, code):
    sent = send(api_of(cast.carol)).json()
    response = api_of(cast.bob).post(f"/certificates/{sent['id']}/verify", body)
    assert response.status_code == code
    assert Certificate.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("values", "status", "pointer"),
    [
        ({"file": upload(b"<svg/>")}, 422, "/file"),
        ({"file": upload(PDF + b"\x00" * (30 * 2**20))}, 413, "/file"),
        ({"file": "text"}, 400, "/file"),
        ({"title": " "}, 422, "/title"),
        ({"issued_on": "soon"}, 400, "/issued_on"),
        ({"issued_on": day(9).isoformat()}, 422, "/issued_on"),
        ({"title": "x" * 201}, 400, "/title"),
        ({"title": "nul\x00"}, 400, "/title"),
        ({"person": str(uuid4())}, 400, "/person"),
        ({"type": "NONE"}, 400, "/type"),
    ],
)
def test_hostile_parts_are_named_and_nothing_is_kept(cast, api_of, values, status, pointer):
    response = send(api_of(cast.carol), **values)
    assert response.status_code == status
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]
    assert not Certificate.objects.exists()


def test_log_in_without_a_person_sends_nothing(api):
    assert send(api).status_code == 403


def test_change_needs_the_version_that_was_seen(cast, api_of):
    api = api_of(cast.carol)
    sent = send(api).json()
    assert change(api, sent, {"issuer": "x"}, tag="").status_code == 428
    changed = change(api, sent, {"issuer": "Red Cross"})
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert (changed.json()["issuer"], changed.json()["name"]) == ("Red Cross", "First aid")
    assert change(api, sent, {"issuer": "late"}).status_code == 412
    assert change(api, sent, {"state": "verified"}, tag='"2"').status_code == 400
    assert change(api_of(cast.bob), sent, {"issuer": "x"}, tag='"2"').status_code == 403
    assert change(api, sent, {}, tag='"1"', method="delete").status_code == 412
    assert change(api, sent, {}, tag='"2"', method="delete").status_code == 204
    assert not Certificate.objects.exists()


def test_list_is_that_of_the_people_one_may_read_and_can_be_narrowed(cast, api_of, licence):
    old = make_certificate(cast.carol, type=licence, expires_on=day(3))
    make_certificate(cast.dave, title="Other")
    make_certificate(cast.frank)
    names = {"bob": 1, "carol": 2, "erin": 2, "alice": 3, "heidi": 0}
    assert {name: len(api_of(cast.people[name]).walk("/certificates")) for name in names} == names
    alice = api_of(cast.alice)
    wanted = [str(old.public_id)]
    for query in (
        {"type": "LICENCE"},
        {"expires_before": day(9).isoformat()},
        {"person": str(cast.carol.public_id)},
    ):
        assert [row["id"] for row in alice.walk("/certificates", **query)] == wanted
    inside = alice.walk("/certificates", org_unit=str(cast.sales.public_id))
    assert len(inside) == 2
    assert alice.get("/certificates", {"state": "lost"}).status_code == 400


def test_document_comes_as_it_was_sent(cast, api_of):
    sent = send(api_of(cast.carol)).json()
    response = api_of(cast.bob).get(f"/certificates/{sent['id']}/file")
    assert b"".join(response) == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    imported = make_certificate(cast.carol)
    assert api_of(cast.bob).get(f"/certificates/{imported.public_id}/file").status_code == 404


def test_reading_does_not_let_write(cast, api_of):
    reader = api_of(cast.carol, scopes=[Scope.CERTIFICATES_READ])
    assert send(reader).status_code == 403
    assert reader.get("/certificates").status_code == 200
