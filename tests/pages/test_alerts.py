"""The list of alerts: what is on it, for whom, and as a file."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import GapStatus
from employees.enums import EmployeeStatus
from employees.models import CertificateRequirement, Exemption, Requirement
from tests.cast import make_cast
from tests.factories import (
    day,
    make_certificate,
    make_certificate_type,
    make_evidence,
    since,
)
from tests.pages.maps import make_profile

pytestmark = pytest.mark.django_db
URL = "pages:alert_list"


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def kind(cast):
    """A certificate that the role of everybody asks for."""
    kind = make_certificate_type(name="Forklift")
    version = cast.role.versions.get()
    CertificateRequirement.objects.create(role_version=version, certificate_type=kind)
    return kind


@pytest.fixture
def alerts(client, cast):
    """(kind, first name, about, n) of what this person sees."""

    def seen_by(viewer, **query):
        client.force_login(cast.viewer(viewer))
        lines = client.get(reverse(URL), query).context["lines"]
        found = [line.alert for line in lines]
        return [(one.kind, one.name.split()[0], one.about, one.n) for one in found]

    return seen_by


def test_certificate_that_has_ended_and_was_not_renewed(cast, kind, alerts):
    for person, ended in ((cast.carol, -1), (cast.dave, -1), (cast.bob, 0), (cast.frank, -9)):
        make_certificate(person, type=kind, expires_on=day(ended))
    make_certificate(cast.dave, type=kind, expires_on=day(100))
    exempt = {"employee": cast.frank, "certificate_type": kind, "granted_by": cast.alice.user}
    Exemption.objects.create(**exempt, reason="on the way", valid=since())
    assert alerts("alice", kind="certificate") == [("certificate", "Carol", "Forklift", 1)]


def test_certificates_are_for_the_direct_manager_and_not_those_above(cast, kind, alerts):
    make_certificate(cast.dave, type=kind, expires_on=day(-1))
    seen = {name: alerts(name, kind="certificate") for name in ("bob", "carol", "erin")}
    one = [("certificate", "Dave", "Forklift", 1)]
    assert seen == {"bob": [], "carol": one, "erin": one}


def test_essential_skills_of_which_nothing_is_known(cast, alerts):
    Requirement.objects.filter(skill=cast.soft).update(essential=True)
    make_profile(cast.carol, (cast.hard, None, 3), (cast.soft, 2.0, 4))
    make_profile(cast.dave, (cast.hard, 2.0, 3), (cast.soft, None, 4))
    found = alerts("erin", kind="unmeasured")
    assert found == [  # Bob has no profile yet
        ("unmeasured", "Bob", "Active listening", 1),
        ("unmeasured", "Dave", "Active listening", 1),
    ]


def test_nobody_is_asked_about_a_retired_skill(cast, alerts):
    Requirement.objects.filter(skill=cast.soft).update(essential=True)
    assert alerts("erin", kind="unmeasured")
    cast.soft.status, cast.soft.retired_on = "retired", day(-1)
    cast.soft.save()
    assert alerts("erin", kind="unmeasured") == []


def test_skill_that_hangs_on_one_person_of_a_unit(cast, alerts):
    for person, status in ((cast.carol, GapStatus.MET), (cast.dave, GapStatus.PROBABLE)):
        profile = make_profile(person, (cast.hard, 3.0, 3))
        profile.status = [status]
        profile.save()
    assert alerts("bob", kind="single") == [("single", "Carol", "Spreadsheets", 2)]
    cast.dave.skill_profile.status = [GapStatus.MET]
    cast.dave.skill_profile.save()
    assert alerts("bob", kind="single") == []


def test_levels_that_nobody_has_looked_at_for_a_year(cast, alerts):
    make_profile(cast.carol, (cast.hard, 2.0, 3), (cast.soft, 2.0, 4))
    for skill, ago in ((cast.hard, -400), (cast.soft, -400), (cast.soft, -10)):
        make_evidence(cast.carol, skill, observed_on=day(ago))
    assert alerts("bob", kind="stale") == [("stale", "Carol", "Spreadsheets", 1)]


def test_each_sees_their_own_people_and_never_themselves(cast, alerts):
    Requirement.objects.update(essential=True)
    seen = {
        name: {first for _kind, first, _about, _n in alerts(name)}
        for name in ("bob", "carol", "erin", "alice")
    }
    everybody = {"Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi"}
    assert seen == {
        "bob": {"Carol", "Dave"},
        "carol": {"Dave"},
        "erin": {"Bob", "Carol", "Dave"},
        "alice": everybody,
    }


@pytest.mark.parametrize("viewer", ["dave", "frank", "grace", "heidi"])
def test_who_may_read_nobody_by_name_gets_no_list(client, cast, viewer):
    client.force_login(cast.viewer(viewer))
    assert client.get(reverse(URL)).status_code == 403
    assert client.get(reverse(URL), {"format": "csv"}).status_code == 403


def test_unit_beyond_ones_own_people_shows_nobody(cast, alerts):
    Requirement.objects.update(essential=True)
    engineering = cast.frank.assignments.get().unit.public_id
    assert alerts("bob", unit=engineering) == []
    assert [first for _k, first, _a, _n in alerts("alice", unit=engineering)] == ["Frank"]


def test_who_left_is_no_alert(cast, alerts):
    Requirement.objects.update(essential=True)
    cast.carol.status, cast.carol.left_on = EmployeeStatus.LEFT, timezone.localdate()
    cast.carol.save()
    assert "Carol" not in {first for _k, first, _a, _n in alerts("bob")}


def test_file_has_what_the_filters_leave_and_runs_nothing(client, cast):
    Requirement.objects.update(essential=True)
    cast.hard.name = '=HYPERLINK("x")'
    cast.hard.save()
    make_profile(cast.dave, (cast.hard, None, 3), (cast.soft, 4.0, 4))
    client.force_login(cast.carol.user)
    answer = client.get(reverse(URL), {"format": "csv"})
    _head, line = b"".join(answer).decode().strip().split("\r\n")
    assert "Dave" in line
    assert "'=HYPERLINK" in line
    answer = client.get(reverse(URL), {"format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]][4] == '\'=HYPERLINK("x")'


def test_list_is_cut_into_pages(client, cast, monkeypatch):
    monkeypatch.setattr("skillmap.pages.alerts.PAGE_SIZE", 3)
    Requirement.objects.update(essential=True)
    client.force_login(cast.alice.user)
    pages = [client.get(reverse(URL), {"page": n}).context["lines"] for n in (1, 2, 3)]
    assert [len(lines) for lines in pages] == [3, 3, 1]
    assert len({line.alert.person for lines in pages for line in lines}) == 7
