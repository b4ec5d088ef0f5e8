"""Where the fields of a person come from."""

import re
from html import unescape

import pytest
from django.urls import reverse

from employees.enums import Grant
from employees.imports.people_importer import PeopleImporter
from employees.models import Assignment, Employee
from skillmap.core.history import acting
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import bring_in
from tests.factories import grant, make_role, make_user

pytestmark = pytest.mark.django_db
HEAD = "employee_number,first_name,last_name,unit"


@pytest.fixture
def alice(client):
    alice = make_user("Alice Admin")
    grant(alice, Grant.HR_ADMIN)
    client.force_login(alice)
    return alice


@pytest.fixture
def load(tmp_path):
    def load(name, text, source=""):
        path = tmp_path / name
        path.write_text(text)
        assert bring_in(PeopleImporter(), Incoming(path, source=source)).exit_code == 0
        return Employee.objects.get(number="007")

    return load


def origins_of(client, person):
    """What the page says of each field, without its time."""
    page = client.get(reverse("pages:person_record", args=[person.public_id])).content.decode()
    rows = re.findall(
        r'list-main">([^<]+)</td>.*?from">(.*?)</td>', page, re.IGNORECASE | re.DOTALL
    )
    plain = {label: " ".join(re.sub(r"<[^>]+>", "", text).split()) for label, text in rows}
    return {label: words.rpartition(" · ")[0].strip() for label, words in plain.items()}


def test_each_field_names_the_source_that_last_wrote_it(client, alice, load):
    load("hris.csv", f"{HEAD},location\n007,Ana,Ruiz,Acme,Porto\n", source="HRIS")
    person = load("site.csv", f"{HEAD},location\n007,Ana,Ruiz,Acme,Lyon\n", source="Badges")

    said = origins_of(client, person)

    assert (said["First name"], said["Unit"]) == ("HRIS hris.csv", "HRIS hris.csv")
    assert said["Location"] == "Badges site.csv"


def test_what_was_changed_here_after_a_source_gave_it_is_marked(client, alice, load):
    person = load("hris.csv", f"{HEAD},job_title\n007,Ana,Ruiz,Acme,Boss\n", source="HRIS")
    with acting(alice):
        place = Assignment.objects.get(employee=person)
        place.role = make_role("Lead")
        place.save(update_fields=["role"])
    load("hand.csv", "employee_number,first_name,last_name,unit\n007,Anna,Ruiz,Acme\n")

    said = origins_of(client, person)

    assert said["Role"] == "from HRIS, changed here · Alice Admin"
    assert said["First name"] == "from HRIS, changed here · hand.csv"
    assert said["Last name"] == "HRIS hris.csv"


def test_who_was_changed_here_is_listed_until_the_source_says_otherwise(client, alice, load):
    head = f"{HEAD},job_title\n"
    load("first.csv", f"{head}001,Ben,Hill,Acme,Boss\n007,Ana,Ruiz,Acme,Boss\n", source="HRIS")
    load("later.csv", f"{head}001,Ben,Hills,Acme,Boss\n", source="HRIS")
    load("nobodys.csv", "employee_number,first_name,last_name,unit\n002,Cy,Moor,Acme\n")
    load("nobodys.csv", "employee_number,first_name,last_name,unit\n002,Cyd,Moor,Acme\n")
    page = reverse("pages:override_list")
    assert client.get(page).context["rows"] == []
    load("hand.csv", f"{head}007,Anna,Ruiz,Acme/Sales,Boss\n")

    shown = client.get(page)
    (row,) = shown.context["rows"]
    assert row.person.number == "007"
    assert [str(label) for label, _origin in row.fields] == ["first name", "unit"]
    text = " ".join(unescape(shown.content.decode()).split())
    assert "First name · from HRIS, changed here · hand.csv" in text
    assert "Cyd" not in text

    load("again.csv", f"{head}007,Ann,Ruiz,Acme,Boss\n", source="HRIS")
    assert client.get(page).context["rows"] == []


def test_record_is_for_hr_admins(client, cast):
    url = reverse("pages:person_record", args=[cast.carol.public_id])
    for user, status in ((cast.bob.user, 403), (cast.carol.user, 403), (cast.frank.user, 404)):
        client.force_login(user)
        assert client.get(url).status_code == status
        assert client.get(reverse("pages:override_list")).status_code == 403
