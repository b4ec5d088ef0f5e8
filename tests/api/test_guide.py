"""The guide of docs/api.md: every command is run, as it stands there, against a real server."""

import json
import os
import re
import subprocess

import pytest

from employees.models import Employee
from employees.services.clients import register_client
from skillmap.core.api.scopes import Scope
from skillmap.core.models import ExternalId
from tests.cast import make_cast
from tests.guards.tree import ROOT
from training.models import ParkedCompletion

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands():
    guide = (ROOT / "docs/api.md").read_text()
    return "\n".join(BLOCK.findall(guide))


@pytest.mark.django_db(transaction=True)
def test_every_command_of_the_guide_does_what_it_says(live_server, tmp_path):
    cast = make_cast()
    scopes = [Scope.DIRECTORY_READ, Scope.PEOPLE_WRITE, Scope.COMPLETIONS_WRITE]
    client, secret = register_client(actor=cast.alice.user, name="HRIS", scopes=scopes, unit=None)
    given = {
        "SKILLMAP": live_server.url,
        "CLIENT_ID": client.application.client_id,
        "CLIENT_SECRET": secret,
    }
    for night in (1, 2):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands()],
            cwd=tmp_path,
            env={**os.environ, **given, "no_proxy": "*"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, (night, done.stdout, done.stderr)
        ben = Employee.objects.get(number="H2")
        assert (ben.first_name, ben.work_mode, ben.source) == ("Ben", "remote", "hris")
        place = ben.assignments.get()
        assert (place.job_title, place.manager.number) == ("Clerk", "H1")
        assert ExternalId.objects.get().value == "4711"
        assert ParkedCompletion.objects.get().employee_number == "H2"
    told = json.loads((tmp_path / "events.json").read_text())
    assert told["page"]["has_more"] is False


def test_the_guide_has_commands():
    assert commands().count("curl") >= 2
    assert commands().count("api ") > 8
