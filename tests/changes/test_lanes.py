"""An address that hangs or is off costs others nothing, and is not remembered for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from employees.services.clients import register_client
from skillmap.changes.endpoints import add_endpoint
from skillmap.core.enums import DeliveryState, Scope
from skillmap.core.models import WebhookEndpoint
from skillmap.core.services import forget_old
from tests.changes.conftest import run
from tests.factories import make_skill
from tests.receiver import receiver

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_hanging_address_keeps_no_other_from_being_told(endpoint, people):
    """While one that fails is being called, others that fail wait, and those in order do not."""
    hung, go_on = Event(), Event()

    def hang():
        hung.set()
        go_on.wait(30)

    def failing(target, name):
        client, _secret = register_client(
            actor=people.alice.user, name=name, scopes=Scope.values, unit=None
        )
        found, _secret = add_endpoint(
            actor=people.alice.user, client=client, url=target.url, kinds=["skill"]
        )
        WebhookEndpoint.objects.filter(pk=found.pk).update(failures=1)
        return found

    def call(found):
        run(found)
        connection.close()

    with receiver() as hanging, receiver() as waiting, ThreadPoolExecutor(1) as pool:
        first, second = failing(hanging, "Hanging"), failing(waiting, "Waiting")
        hanging.before = hang
        make_skill("Knots")
        under_way = pool.submit(call, first)
        assert hung.wait(30)
        run(second)
        run(endpoint)
        assert not waiting.requests
        assert [one.state for one in endpoint.deliveries.all()] == [DeliveryState.DELIVERED]
        go_on.set()
        under_way.result(30)
        run(second)
        assert len(waiting.requests) == 1
    assert WebhookEndpoint.objects.get(pk=first.pk).failures == 0


def test_what_an_address_missed_while_it_was_off_goes_after_a_month(endpoint):
    make_skill("Knots")
    endpoint.deliveries.create(kind="skill", object_id=uuid4(), due_at=timezone.now())
    WebhookEndpoint.objects.update(disabled_at=timezone.now())
    forget_old(now=timezone.now() + timedelta(days=29))
    assert endpoint.deliveries.count() == 1
    forget_old(now=timezone.now() + timedelta(days=31))
    assert endpoint.deliveries.count() == 0
