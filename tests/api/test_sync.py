"""Nights of a sync of 3,000 people: a program logs in, sends over HTTP, a worker does the work."""

import csv
import io
import time
from collections import Counter

import pytest
import requests

from employees.models import Assignment, Employee
from employees.services.clients import register_client
from skillmap.core.enums import Scope
from skillmap.core.models import ImportBatch
from skillmap.devstack.processes import tail
from tests.cast import make_cast
from tests.factories import day, make_activity
from training.models import Completion, ParkedCompletion

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PEOPLE, TEAM = 3_000, 25
PATIENCE_SECONDS = 240
HEAD = (
    *("employee_number", "first_name", "last_name", "email", "unit", "job_title"),
    *("manager_number", "valid_from", "status"),
)
SCOPES = [Scope.PEOPLE_WRITE, Scope.DIRECTORY_READ, Scope.JOBS_READ, Scope.COMPLETIONS_WRITE]


class Program:
    """Another system: it has an id and a secret, and talks HTTP."""

    def __init__(self, server, cast, log, unit=None):
        client, secret = register_client(
            actor=cast.alice.user, name=f"HRIS {unit or ''}", scopes=SCOPES, unit=unit
        )
        self.server, self.log = server.url, log
        self.http = requests.Session()
        self.http.trust_env = False
        grant = {"grant_type": "client_credentials"}
        login = (client.application.client_id, secret)
        token = self.http.post(f"{self.server}/oauth/token", grant, auth=login).json()
        self.http.headers["authorization"] = f"Bearer {token['access_token']}"

    def post(self, path, body):
        answer = self.http.post(f"{self.server}/api/v1{path}", json=body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def night(self, rows):
        """Everybody, as a file; what became of it once the worker is done."""
        text = io.StringIO()
        writer = csv.DictWriter(text, HEAD)
        writer.writeheader()
        writer.writerows(rows)
        sent = self.http.post(
            f"{self.server}/api/v1/imports",
            {"kind": "people", "full": "true", "source": "hris"},
            files={"file": ("people.csv", text.getvalue())},
        )
        assert sent.status_code == 202, sent.text
        self._wait(sent.headers["Location"])
        url = f"{self.server}/api/v1/imports/{sent.json()['id']}"
        batch = self.http.get(url).json()
        report = self.http.get(f"{url}/rows", params={"action": "reject"}).json()["data"]
        codes = Counter(fault["code"] for row in report for fault in row["faults"])
        counts = [batch[name] for name in ("created", "updated", "unchanged", "rejected")]
        return batch["state"], counts, codes

    def _wait(self, job):
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while (state := self.http.get(f"{self.server}{job}").json()["state"]) != "done":
            assert time.monotonic() < give_up_at, (state, tail(self.log))
            time.sleep(0.2)


def feed():
    """Three thousand people in teams of 25, each led by its first."""
    rows = {}
    for n in range(PEOPLE):
        lead = n - n % TEAM
        number = f"P{n:05}"
        rows[number] = {
            "employee_number": number,
            "first_name": f"First{n}",
            "last_name": f"Last{n}",
            "email": f"p{n}@example.org",
            "unit": f"Acme/Plant {n // 500}/Team {lead}",
            "job_title": "Lead" if n == lead else "Fitter",
            "manager_number": "" if n == lead else f"P{lead:05}",
            "valid_from": "2024-01-01",
            "status": "active",
        }
    return rows


def here():
    return Employee.objects.working().filter(source="hris").count()


def test_nights_of_a_sync_with_the_faults_of_real_feeds(live_server, worker):
    cast = make_cast()
    make_activity("Sheets", {cast.hard: (0, 3)}, code="EXCEL-1")
    program = Program(live_server, cast, worker)
    rows = feed()

    # (g) a completion is told before its person comes
    early = {"employee_number": "P00007", "activity_code": "EXCEL-1", "completed_on": str(day(-1))}
    assert program.post("/completions", early)["result"] == "parked"

    # the first night, and (f) the same again by file and row by row
    assert program.night(rows.values()) == ("applied", [PEOPLE, 0, 0, 0], {})
    assert program.night(rows.values()) == ("applied", [0, 0, PEOPLE, 0], {})
    some = {"people": list(rows.values())[:500], "source": "hris"}
    results = {one["result"] for one in program.post("/people/bulk", some)["results"]}
    assert results == {"unchanged"}

    # (c) a file that broke off is held; nobody leaves, and the next run takes its place
    state, _counts, _codes = program.night(list(rows.values())[: PEOPLE // 2])
    assert (state, here()) == ("held", PEOPLE)

    # (a) rows that cannot be block no others, and (b) nobody leaves by a file with such rows
    faulty = {number: dict(row) for number, row in rows.items() if number != "P02999"}
    faulty["P00001"]["manager_number"] = "NOBODY"
    faulty["P00002"]["email"] = "p3@example.org"
    faulty["P00004"]["first_name"] = "Renamed"
    faulty["P00005"] |= {"unit": "Acme/Plant 5", "valid_from": str(day(30))}
    state, counts, codes = program.night(faulty.values())
    assert (state, counts) == ("applied", [0, 2, PEOPLE - 5, 2])
    assert {"unknown_manager", "email_taken"} <= set(codes)
    assert Employee.objects.get(number="P00004").first_name == "Renamed"
    assert not ImportBatch.objects.filter(state="held").exists()
    moved = Assignment.objects.filter(employee__number="P00005").order_by("valid")
    assert [(one.unit.path, one.valid.lower) for one in moved.select_related("unit")] == [
        ("Acme/Plant 0/Team 0", day(0).replace(2024, 1, 1)),
        ("Acme/Plant 5", day(30)),
    ]
    assert here() == PEOPLE

    # (b) whoever is not in a good file has left, (e) and comes back as the same person
    good = {**faulty, **{number: rows[number] for number in ("P00001", "P00002")}}
    person = Employee.objects.get(number="P02999")
    assert program.night(good.values()) == ("applied", [0, 1, PEOPLE - 1, 0], {})
    person.refresh_from_db()
    assert (person.status, person.user.is_active) == ("left", False)
    again = {**rows["P02999"], "valid_from": str(day(1))}
    assert program.night([*good.values(), again])[1] == [0, 1, PEOPLE - 1, 0]
    person.refresh_from_db()
    assert (person.status, person.assignments.count()) == ("active", 2)

    # people of another source, and those of others' units, are nobody's business
    assert cast.frank.status == Employee.objects.get(pk=cast.frank.pk).status
    plant = Program(live_server, cast, worker, Assignment.objects.get(
        employee__number="P00500").unit)  # fmt: skip
    answer = plant.post("/people/bulk", {"people": [rows["P00501"], rows["P00004"]]})
    assert [one["result"] for one in answer["results"]] == ["unchanged", "rejected"]

    # (g) and the early completion has found its person
    assert Completion.objects.get().employee.number == "P00007"
    assert not ParkedCompletion.objects.exists()
