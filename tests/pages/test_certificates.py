"""Certificates in the browser: the tab, the form, decisions, the document, and compliance."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from assessments.models import Certificate, Evidence
from employees.models import CertificateRequirement
from tests.assessments.certificate_files import PDF, badge_upload, upload
from tests.factories import (
    assign,
    day,
    make_certificate,
    make_certificate_type,
    make_employee,
    make_skill,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def needed(cast):
    """The role of everybody asks for a licence that shows level 3 of the hard skill."""
    kind = make_certificate_type(code="L", name="Licence", skill=cast.hard, attained_level=3)
    version = cast.role.versions.get()
    CertificateRequirement.objects.create(role_version=version, certificate_type=kind)
    return kind


def url(name, thing):
    return reverse(f"pages:{name}", args=[thing.public_id])


def tab(client, person, viewer):
    client.force_login(viewer.user)
    return client.get(url("person_certificates", person))


def send(client, person, file=None, **values):
    client.force_login(person.user)
    data = {"file": file or upload(), "title": "First aid", "issued_on": day(-9).isoformat()}
    return client.post(url("person_certificate_new", person), data | values)


def sent(client, person, **values):
    response = send(client, person, **values)
    assert response.status_code == 302, response.context["form"].errors
    return Certificate.objects.latest("pk")


def decide(client, viewer, certificate, decision, **values):
    client.force_login(viewer.user)
    certificate.refresh_from_db()
    data = {"decision": decision, "version": certificate.version, **values}
    return client.post(url("certificate_decide", certificate), data)


def test_tab_leads_only_those_who_may_open_it(client, cast):
    """Bob is the manager of Dave's manager: levels yes, certificates no."""
    for page in ("pages:person_detail", "reviews:goal_list"):
        address = reverse(page, args=[cast.dave.public_id])
        for viewer, leads in ((cast.carol, True), (cast.bob, False), (cast.erin, True)):
            client.force_login(viewer.user)
            shown = url("person_certificates", cast.dave) in client.get(address).text
            assert shown == leads, (page, viewer)
    assert tab(client, cast.dave, cast.bob).status_code == 404


def test_tab_shows_what_is_asked_and_what_needs_attention_first(client, cast, needed):
    for title, until in (("Good", 200), ("Ended", -5), ("Ending", 20)):
        make_certificate(cast.carol, title=title, expires_on=day(until))
    response = tab(client, cast.carol, cast.bob)
    rows = [(str(one), validity) for one, validity, _levels in response.context["rows"]]
    assert rows == [("Ended", "expired"), ("Ending", "expiring"), ("Good", "valid")]
    assert [row.standing for row in response.context["needed"]] == ["missing"]
    assert "Add a certificate" not in response.text
    assert "Add a certificate" in tab(client, cast.carol, cast.carol).text


def test_person_sends_and_manager_verifies(client, cast, needed):
    certificate = sent(client, cast.carol, type=needed.pk, title="")
    client.force_login(cast.bob.user)
    page = client.get(url("certificate_detail", certificate)).text
    assert "Verify" in page
    assert "Withdraw" not in page
    assert decide(client, cast.bob, certificate, "verify", type=needed.pk).status_code == 302
    row = Evidence.objects.get(source="certificate", employee=cast.carol)
    assert (row.skill, row.level) == (cast.hard, 3)
    page = tab(client, cast.carol, cast.carol).text
    assert "shows level 3.0 of 5" in page
    assert "does not end" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg/>", "SVG"),
        (b"PK\x03\x04" + b"\x00" * 30, "ZIP"),
        (PDF + b"\x00" * (30 * 2**20), "larger than 10 MB"),
        (b'{"a":' * 10_000, "JSON"),
        (b"", "empty"),
    ],
    ids=["svg", "zip", "large", "nested", "empty"],
)
def test_refused_document_keeps_what_was_typed(client, cast, content, words):
    response = send(client, cast.carol, upload(content), issuer="Red Cross")
    assert response.status_code == 422
    assert words in response.text
    assert 'value="Red Cross"' in response.text
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"title": "x" * 201},
        {"issued_on": "yesterday"},
        {"issued_on": "99999-01-01"},
        {"type": "12345678901234567890"},
        {"title": "nul\x00"},
    ],
)
def test_hostile_values_are_refused_at_their_field(client, cast, values):
    response = send(client, cast.carol, **values)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(values)


def test_certificate_without_a_document_is_not_sent(client, cast):
    client.force_login(cast.carol.user)
    data = {"title": "x", "issued_on": day(-9).isoformat()}
    response = client.post(url("person_certificate_new", cast.carol), data)
    assert set(response.context["form"].errors) == {"file"}


def test_titles_are_data_and_never_markup(client, cast):
    certificate = sent(client, cast.carol, title="<script>alert(1)</script>", issuer="<b>x</b>")
    page = client.get(url("certificate_detail", certificate)).text
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_document_is_a_download_that_nothing_runs(client, cast):
    certificate = sent(client, cast.carol, file=upload(PDF, 'evil"\r\nx.html'))
    client.force_login(cast.bob.user)
    response = client.get(url("certificate_file", certificate))
    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert ".html" not in response["Content-Disposition"].replace(".html.pdf", "")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_lost_document_is_not_found(client, cast):
    certificate = sent(client, cast.carol)
    certificate.file.storage.delete(certificate.file.name)
    assert client.get(url("certificate_file", certificate)).status_code == 404
    imported = make_certificate(cast.carol)
    assert client.get(url("certificate_file", imported)).status_code == 404


def test_badge_shows_its_alignment_and_that_nobody_checked_the_signature(client, cast):
    robots = make_skill("Robots", code="ROBOTS")
    certificate = sent(client, cast.carol, file=badge_upload(), title="")
    client.force_login(cast.bob.user)
    page = client.get(url("certificate_detail", certificate)).text
    assert "Programming of robots" in page
    assert url("skill_detail", robots) in page
    assert "signature of a badge is not checked" in page
    level = {f"level-{robots.public_id}": "2.5"}
    assert decide(client, cast.bob, certificate, "verify", **level).status_code == 302
    assert Evidence.objects.get(skill=robots).level == 2.5


def test_level_off_the_scale_is_refused_on_the_page(client, cast):
    robots = make_skill("Robots", code="ROBOTS")
    certificate = sent(client, cast.carol, file=badge_upload(), title="")
    level = {f"level-{robots.public_id}": "9"}
    response = decide(client, cast.bob, certificate, "verify", **level)
    assert response.status_code == 422
    assert Certificate.objects.get().state == "submitted"


def test_rejected_certificate_is_mended_and_withdrawn_by_its_person(client, cast):
    certificate = sent(client, cast.carol)
    response = decide(client, cast.bob, certificate, "reject", reason="")
    assert (response.status_code, "Say why" in response.text) == (422, True)
    decide(client, cast.bob, certificate, "reject", reason="Not readable")
    client.force_login(cast.carol.user)
    page = client.get(url("certificate_edit", certificate)).text
    assert "Not readable" in page
    certificate.refresh_from_db()
    values = {"title": "Again", "issued_on": day(-9).isoformat(), "version": certificate.version}
    assert client.post(url("certificate_edit", certificate), values).status_code == 302
    certificate.refresh_from_db()
    assert (certificate.title, certificate.state) == ("Again", "submitted")
    assert client.post(url("certificate_withdraw", certificate)).status_code == 302
    assert not Certificate.objects.exists()


def test_stale_decision_is_shown_as_a_conflict(client, cast):
    certificate = sent(client, cast.carol)
    Certificate.objects.update(version=5)
    client.force_login(cast.bob.user)
    data = {"decision": "verify", "version": 1}
    response = client.post(url("certificate_decide", certificate), data)
    assert response.status_code == 422
    assert "Somebody changed this meanwhile" in response.text
    assert Certificate.objects.get().state == "submitted"


# --- compliance -------------------------------------------------------------------------------


def compliance(client, viewer, **query):
    client.force_login(viewer.user)
    response = client.get(reverse("pages:compliance_list"), query)
    rows = response.context["page"].object_list
    return {(row.employee.first_name, row.standing) for row in rows}


def test_compliance_of_an_hr_partner_is_that_of_the_granted_units(client, cast, needed):
    make_certificate(cast.dave, type=needed, expires_on=day(20))
    make_certificate(cast.alice, type=needed)
    own = ("Erin", "missing")  # her own record, as everybody sees their own
    assert compliance(client, cast.erin) == {
        ("Bob", "missing"),
        ("Carol", "missing"),
        ("Dave", "expiring"),
        own,
    }
    everybody = compliance(client, cast.alice)
    assert ("Alice", "valid") in everybody
    assert len(everybody) == 8
    assert compliance(client, cast.alice, standing="valid") == {("Alice", "valid")}
    assert compliance(client, cast.alice, days="30") == {("Dave", "expiring")}
    north = str(assign(make_employee("Noah North"), "Acme/Sales/North").unit.public_id)
    assert compliance(client, cast.alice, unit=north) == {
        ("Carol", "missing"),
        ("Dave", "expiring"),
    }


@pytest.mark.parametrize("name", ["bob", "carol", "grace", "heidi"])
def test_compliance_is_for_hr(client, cast, needed, name):
    client.force_login(cast.people[name].user)
    assert client.get(reverse("pages:compliance_list")).status_code == 403


def test_compliance_file_neutralises_names_and_holds_all_rows(client, cast, needed):
    needed.name = "=HYPERLINK(1)"
    needed.save()
    make_certificate(cast.dave, type=needed)
    client.force_login(cast.alice.user)
    response = client.get(reverse("pages:compliance_list"), {"format": "csv"})
    rows = list(csv.DictReader(StringIO(b"".join(response).decode())))
    assert len(rows) == 8
    (dave,) = [row for row in rows if row["name"].startswith("Dave")]
    assert (dave["certificate"], dave["state"], dave["valid_until"]) == (
        "'=HYPERLINK(1)",
        "valid",
        "",
    )


@pytest.mark.parametrize("query", ["?type=x", "?standing=x", "?days=999", "?unit=x", "?page=0"])
def test_filters_that_nobody_can_read_are_ignored(client, cast, needed, query):
    client.force_login(cast.alice.user)
    response = client.get(reverse("pages:compliance_list") + query)
    assert len(response.context["page"].object_list) == 8


def test_home_says_what_the_role_asks_for_and_what_waits(client, cast, needed):
    sent(client, cast.carol, type=needed.pk, title="")
    client.force_login(cast.carol.user)
    page = client.get("/").text
    assert "Certificates your role asks for" in page
    assert "one waits for verification" in page
    client.force_login(cast.bob.user)
    page = client.get("/").text
    assert "a certificate waits for you" in page
    assert "lacks Licence" in page
