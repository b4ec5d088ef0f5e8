"""What files and rows over REST have in common, (a) to (g) of the guide for other systems."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.enums import EmployeeStatus
from employees.imports.people_importer import PeopleImporter
from employees.models import Employee
from skillmap.core.enums import ImportState
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import bring_in
from skillmap.core.models import FeedEvent, ImportBatch, Notification
from tests.api.test_rows import person
from tests.factories import day, make_activity
from training.models import Completion, ParkedCompletion
from training.services.parking import drop_expired, match_parked

COUNTS = ("created", "updated", "unchanged", "rejected")


@pytest.fixture
def hr(cast, api_of):
    return api_of(cast.alice)


def by_file(cast, hr, folder):
    def send(rows, *, source="hris", strict=False, full=False):
        path = folder / "people.csv"
        with path.open("w", newline="") as target:
            writer = csv.DictWriter(target, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        incoming = Incoming(path, source=source, strict=strict, full=full)
        outcome = bring_in(PeopleImporter(), incoming, actor=cast.alice.user)
        counts = outcome.plan.counts()
        return outcome.state, [counts[name] for name in COUNTS]

    return send


def by_rest(cast, hr, folder):
    def send(rows, *, source="hris", strict=False):
        body = {"people": rows, "source": source, "atomic": strict}
        answer = hr.post("/people/bulk", body).json()
        results = [one["result"] for one in answer["results"]]
        return ImportState(answer["state"]), [results.count(name) for name in COUNTS]

    return send


@pytest.fixture(params=[by_file, by_rest], ids=["file", "rest"])
def send(request, cast, hr, tmp_path):
    return request.param(cast, hr, tmp_path)


def numbers():
    return set(Employee.objects.filter(number__startswith="N").values_list("number", flat=True))


def test_a_rejected_rows_block_no_good_ones_unless_that_is_asked_for(send):
    rows = [person("N1"), person("N2", unit="/"), person("N3")]
    assert send(rows, strict=True)[0] == ImportState.REFUSED
    assert numbers() == set()
    assert send(rows) == (ImportState.APPLIED, [2, 0, 0, 1])
    assert numbers() == {"N1", "N3"}


def test_b_who_is_not_in_a_delta_stays_as_they_are(send):
    send([person("N1"), person("N2")])
    assert send([person("N2", last_name="New")]) == (ImportState.APPLIED, [0, 1, 0, 0])
    assert Employee.objects.get(number="N1").status == EmployeeStatus.ACTIVE


def test_b_who_is_not_in_a_full_file_has_left_if_the_source_owns_them(cast, hr, tmp_path):
    send = by_file(cast, hr, tmp_path)
    send([person("N1"), person("N2"), person("N3")])
    send([person("N3")], source="badges")
    assert send([person("N2")], full=True) == (ImportState.APPLIED, [0, 1, 1, 0])
    left = Employee.objects.filter(status=EmployeeStatus.LEFT)
    assert [one.number for one in left] == ["N1"]


def test_c_too_many_at_once_are_held_and_the_next_run_takes_their_place(cast, send):
    crew = [person(f"N{place}", status="active") for place in range(30)]
    send(crew)
    left = [row | {"status": "left"} for row in crew]
    assert send(left)[0] == ImportState.HELD
    assert not Employee.objects.filter(status=EmployeeStatus.LEFT).exists()
    note = Notification.objects.filter(user=cast.alice.user, kind="import_held", read_at=None)
    held = ImportBatch.objects.get(state=ImportState.HELD)
    assert "30 of 38 people would be marked as left." in held.note
    assert send([*left[:1], *crew[1:]])[1] == [0, 1, 29, 0]
    held.refresh_from_db()
    assert held.state == ImportState.REPLACED
    assert not note.exists()


def test_d_each_field_names_its_source_and_what_was_changed_here_is_listed(client, cast, send):
    send([person("N1", job_title="Clerk")])
    send([person("N1", job_title="Chief")], source="")
    new = Employee.objects.get(number="N1")
    client.force_login(cast.alice.user)
    page = client.get(reverse("pages:person_record", args=[new.public_id]))
    lines = {str(line.label): line.origin for line in page.context["lines"]}
    assert (lines["first name"].owner.source, lines["first name"].is_override) == ("hris", False)
    assert (lines["job title"].owner.source, lines["job title"].is_override) == ("hris", True)
    (listed,) = client.get(reverse("pages:override_list")).context["rows"]
    assert listed.person == new
    assert [str(label) for label, _origin in listed.fields] == ["job title"]


def test_e_the_same_number_after_leaving_is_the_same_person_in_a_new_place(send):
    send([person("N1", status="active", valid_from=str(day(-100)))])
    first = Employee.objects.get(number="N1")
    send([person("N1", status="left", valid_from=str(day(-50)))])
    assert Employee.objects.get(pk=first.pk).status == EmployeeStatus.LEFT
    send([person("N1", status="active", valid_from=str(day(0)))])
    back = Employee.objects.get(number="N1")
    assert (back.pk, back.status, back.left_on) == (first.pk, EmployeeStatus.ACTIVE, None)
    places = back.assignments.order_by("valid").values_list("valid", flat=True)
    assert [(one.lower, one.upper) for one in places] == [(day(-100), day(-50)), (day(0), None)]


def test_f_the_same_again_changes_nothing(send):
    rows = [person("N1", job_title="Clerk"), person("N2", manager_number="N1", job_title="Clerk")]
    rows[0]["manager_number"] = ""
    send(rows)
    before = set(Employee.objects.values_list("number", "version", "updated_at"))
    told = FeedEvent.objects.count()
    assert send(rows) == (ImportState.APPLIED, [0, 0, 2, 0])
    assert set(Employee.objects.values_list("number", "version", "updated_at")) == before
    assert FeedEvent.objects.count() == told


def test_g_a_completion_of_somebody_unknown_waits_and_finds_them(client, cast, hr, send):
    make_activity("Lift", {cast.hard: (0, 2)}, code="LIFT-1")
    told = {"employee_number": "N1", "activity_code": "LIFT-1", "completed_on": str(day(-1))}
    assert hr.post("/completions", told).json()["result"] == "parked"
    client.force_login(cast.alice.user)
    assert "N1" in client.get(reverse("pages:parked_list")).content.decode()
    send([person("N1")])
    match_parked(now=timezone.now())
    assert Completion.objects.get().employee.number == "N1"
    assert not ParkedCompletion.objects.exists()
    hr.post("/completions", told | {"employee_number": "NOBODY"})
    drop_expired(now=timezone.now() + timedelta(days=29))
    assert ParkedCompletion.objects.exists()
    drop_expired(now=timezone.now() + timedelta(days=31))
    assert not ParkedCompletion.objects.exists()
