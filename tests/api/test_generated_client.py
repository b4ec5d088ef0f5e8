"""A client made of the description that we serve goes through a day of a program.

Nothing of it is kept: `openapi-python-client` writes it anew into a folder of the test.
"""

import io
import sys
import time
from http import HTTPStatus
from importlib import import_module
from uuid import UUID, uuid4

import httpx
import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from employees.services.clients import register_client
from skillmap.core.enums import Scope
from skillmap.core.tokens import issue_token
from skillmap.devstack.processes import tail
from tests.cast import make_cast
from tests.factories import day, make_activity

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PACKAGE = "made_client"
PATIENCE_SECONDS = 240
SCOPES = [
    *(Scope.PEOPLE_WRITE, Scope.DIRECTORY_READ, Scope.RATINGS_WRITE, Scope.GAPS_READ),
    *(Scope.JOBS_READ, Scope.PLANS_READ),
]


@pytest.fixture
def made(live_server, tmp_path, monkeypatch):
    """The generated package, importable for this test."""
    document = tmp_path / "openapi.json"
    with httpx.Client(trust_env=False, timeout=60) as http:
        document.write_bytes(http.get(f"{live_server.url}/api/v1/openapi.json").content)
    folder = tmp_path / PACKAGE
    config = Config.from_sources(
        ConfigFile(post_hooks=[], package_name_override=PACKAGE),
        MetaType.NONE,
        document_source=document,
        file_encoding="utf-8",
        overwrite=False,
        output_path=folder,
    )
    assert generate(config=config) == []
    monkeypatch.syspath_prepend(tmp_path)
    yield import_module(PACKAGE)
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


class Caller:
    """Calls operations of the generated client with one token."""

    def __init__(self, made, url, token, log):
        options = {"trust_env": False}
        self.client = made.AuthenticatedClient(url, token, httpx_args=options, timeout=60)
        self.log = log

    def __call__(self, operation, *path, **values):
        module = import_module(f"{PACKAGE}.api.{operation}")
        return module.sync_detailed(*path, client=self.client, **values)

    def model(self, name):
        return getattr(import_module(f"{PACKAGE}.models"), name)

    def body(self, name, **values):
        return self.model(name).from_dict(values)

    def wait(self, answer):
        """Poll the job of an answer until it is done."""
        assert answer.status_code == HTTPStatus.ACCEPTED, answer.content
        job = UUID(answer.headers["Location"].rpartition("/")[2])
        self.until(lambda: self("jobs.jobs_retrieve", job).parsed.state == "done")

    def until(self, is_true):
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not is_true():
            assert time.monotonic() < give_up_at, tail(self.log)
            time.sleep(0.2)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def program(made, cast, live_server, worker):
    """A program with an id and a secret of its own."""
    client, secret = register_client(actor=cast.alice.user, name="HRIS", scopes=SCOPES, unit=None)
    grant = {"grant_type": "client_credentials"}
    with httpx.Client(trust_env=False, timeout=60) as http:
        login = (client.application.client_id, secret)
        token = http.post(f"{live_server.url}/oauth/token", data=grant, auth=login).json()
    return Caller(made, live_server.url, token["access_token"], worker)


@pytest.fixture
def person(made, live_server, worker):
    """The program of somebody, with a personal token."""

    def make(somebody):
        _token, secret = issue_token(somebody.user, name="test", scopes=Scope.values)
        return Caller(made, live_server.url, secret, worker)

    return make


def test_a_program_goes_through_its_day(cast, program, person):
    make_activity("Sheets", {cast.hard: (0, 4)}, code="EXCEL-1")
    start = program(
        "events.events_list", start=program.model("EventsListStart").NOW
    ).parsed.page.next_cursor

    # a person by the id of another system, twice
    row = {"employee_number": "H1", "first_name": "Ada", "last_name": "North", "unit": "Acme/Sales"}
    place = {"role_code": cast.role.code, "manager_number": cast.bob.number}
    card = program.body("OnePersonRowRequest", **row, **place)
    for status in (HTTPStatus.CREATED, HTTPStatus.OK):
        told = program("people.people_upsert", "hris", "4711", body=card)
        assert told.status_code == status
    ada = told.parsed.person
    assert (ada.employee_number, ada.assignment.unit.path) == ("H1", "Acme/Sales")

    # a file, whose job is followed
    text = b"employee_number,first_name,last_name,unit\nH2,Ben,South,Acme/Sales\n"
    file = import_module(f"{PACKAGE}.types").File(io.BytesIO(text), "people.csv", "text/csv")
    kind = program.model("ImportKind").PEOPLE
    upload = program.model("UploadBodyRequest")(kind=kind, file=file)
    program.wait(program("imports.imports_create", body=upload, idempotency_key="night-1"))
    (ben,) = program("people.people_list", employee_number="H2").parsed.data
    assert ben.last_name == "South"

    # many ratings, and the level that follows from them
    rows = [
        {"employee_number": "H1", "skill_code": cast.hard.code, "source": "test", "level": 1,
         "observed_on": str(day(-1))},
        {"employee_number": "NOBODY", "skill_code": cast.hard.code, "source": "test", "level": 1,
         "observed_on": str(day(-1))},
    ]  # fmt: skip
    sent = program("ratings.ratings_bulk", body=program.body("RatingsRowsRequest", ratings=rows))
    assert [one.result.value for one in sent.parsed.results] == ["created", "rejected"]
    assert sent.parsed.results[1].errors[0].pointer == "/ratings/1/employee_number"
    program.until(
        lambda: [one.person.employee_number for one in program("levels.levels_list").parsed.data
                 if one.level is not None] == ["H1"]
    )  # fmt: skip
    likely = program.model("GapsListStatus").PROBABLE_GAP
    gaps = program("gaps.gaps_list", skill=cast.hard.public_id, status=likely).parsed.data
    (gap,) = [one for one in gaps if one.person.employee_number == "H1"]
    assert (gap.required_level, gap.gap) == (3.0, 3.0 - gap.level)
    assert gap.interval_low < gap.level < gap.interval_high

    # plans for everybody, one of which the manager proposes
    hr, bob = person(cast.alice), person(cast.bob)
    hr.wait(hr("analysis_runs.analysis_runs_create", body=hr.body("RunBodyRequest", kind="paths")))
    (plan,) = bob("plans.plans_list", person=ada.id).parsed.data
    proposed = bob("plans.plans_propose_create", plan.id, idempotency_key="ada")
    assert proposed.parsed.state.value == "proposed"
    assert program("plans.plans_retrieve", plan.id).parsed.state.value == "proposed"

    # what changed meanwhile
    page = program("events.events_list", cursor=start).parsed
    assert {("person", ada.id), ("person", ben.id)} <= {
        (one.kind.value, one.id) for one in page.data
    }
    assert page.page.has_more is False
    left = program("people.people_destroy", ben.id, if_match="*")
    assert left.status_code == HTTPStatus.NO_CONTENT
    (gone,) = program("events.events_list", cursor=page.page.next_cursor).parsed.data
    assert gone.id == ben.id


def test_every_refusal_is_a_problem_with_its_place(made, cast, program, live_server):
    card = program.body("OnePersonRowRequest", employee_number="H1", shoe_size=43)
    change = program.body("PatchedOnePersonChangeRequest", work_mode="remote")
    dave = cast.dave.public_id
    nobody = made.Client(live_server.url, httpx_args={"trust_env": False})
    stranger = import_module(f"{PACKAGE}.api.people.people_list").sync_detailed(client=nobody)
    refused = [
        (program("people.people_create", body=card), 400, "invalid"),
        (stranger, 401, "not_authenticated"),
        (program("goals.goals_list"), 403, "insufficient_scope"),
        (program("people.people_retrieve", uuid4()), 404, "not_found"),
        (program("people.people_partial_update", dave, body=change, if_match='"7"'), 412,
         "stale_version"),
        (program("people.people_list", limit=1_000), 400, "invalid"),
    ]  # fmt: skip
    for answer, status, code in refused:
        problem = answer.parsed
        assert (answer.status_code, problem.status, problem.code) == (status, status, code)
        assert problem.detail
        assert problem.request_id == answer.headers["X-Request-ID"]
    assert refused[0][0].parsed.errors[0].pointer == "/shoe_size"
    assert refused[5][0].parsed.errors[0].parameter == "limit"
