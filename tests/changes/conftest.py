"""A program, a receiver on this machine, and an endpoint between them."""

from ipaddress import ip_network

import pytest

from employees.services.clients import register_client
from skillmap.changes.endpoints import add_endpoint
from skillmap.changes.following import call_endpoint
from skillmap.changes.reading import PROGRAM_KIND_CHOICES
from skillmap.core.enums import Scope
from skillmap.core.models import WebhookEndpoint
from tests.cast import make_cast
from tests.receiver import receiver

PROGRAM_KINDS = tuple(kind for kind, _name in PROGRAM_KIND_CHOICES)


@pytest.fixture(autouse=True)
def _networks(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]


@pytest.fixture
def people(transactional_db):
    return make_cast()


@pytest.fixture
def target():
    with receiver() as found:
        yield found


@pytest.fixture
def make_endpoint(people, target):
    """An endpoint of a new program, with its secret."""

    def make(unit=None, kinds=PROGRAM_KINDS, scopes=Scope.values, name="LMS"):
        client, _secret = register_client(
            actor=people.alice.user, name=name, scopes=scopes, unit=unit
        )
        return add_endpoint(actor=people.alice.user, client=client, url=target.url, kinds=kinds)

    return make


@pytest.fixture
def endpoint(make_endpoint):
    found, _secret = make_endpoint()
    return found


def run(endpoint: WebhookEndpoint) -> None:
    """Do what the job of an endpoint does, as if it had rested enough."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(rests_until=None)
    call_endpoint(endpoint_id=endpoint.pk, hold=lambda: None)
    endpoint.refresh_from_db()
