"""The guide of docs/api.md: every command is run, as it stands there, against a real server."""

import json
import os
import re
import subprocess
from ipaddress import ip_network

import pytest

from employees.models import Employee
from employees.services.clients import register_client
from skillmap.changes.endpoints import add_endpoint
from skillmap.core.api.scopes import Scope
from skillmap.core.models import ExternalId
from skillmap.core.webhooks.secrets import new_secret
from tests.cast import make_cast
from tests.changes.conftest import run
from tests.factories import make_skill
from tests.guards.tree import ROOT
from tests.receiver import receiver
from training.models import ParkedCompletion

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands():
    guide = (ROOT / "docs/api.md").read_text()
    return "\n".join(BLOCK.findall(guide))


@pytest.mark.django_db(transaction=True)
def test_every_command_of_the_guide_does_what_it_says(live_server, tmp_path):
    cast = make_cast()
    scopes = [Scope.DIRECTORY_READ, Scope.PEOPLE_WRITE, Scope.COMPLETIONS_WRITE]
    scopes.append(Scope.WEBHOOKS_MANAGE)
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


@pytest.mark.django_db(transaction=True)
def test_the_receiver_of_the_guide_knows_our_calls_and_no_others(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1")]
    alice = make_cast().alice.user
    client, _secret = register_client(
        actor=alice, name="LMS", scopes=[Scope.SKILLS_READ], unit=None
    )
    script = re.search(
        r"cat > receive.py <<'END'\n(.*?)^END$", commands(), re.MULTILINE | re.DOTALL
    )
    given = {}
    exec(script[1], given)  # noqa: S102 - our own guide
    with receiver() as target:
        endpoint, secret = add_endpoint(actor=alice, client=client, url=target.url, kinds=["skill"])
        make_skill("Knots")
        run(endpoint)
        (call,) = target.requests
    other = new_secret()
    late = {**call.headers, "webhook-timestamp": "1"}
    assert given["is_genuine"](secret, call.headers, call.body)
    assert not given["is_genuine"](other, call.headers, call.body)
    assert not given["is_genuine"](secret, call.headers, call.body + b" ")
    assert not given["is_genuine"](secret, late, call.body)


def test_the_guide_has_commands():
    assert commands().count("curl") >= 2
    assert commands().count("api ") > 8
