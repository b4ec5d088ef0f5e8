"""Check-ins for tests, and what somebody sees in a browser."""

from django.test import Client
from django.utils import timezone

from reviews.models import CheckIn, CheckInAction
from reviews.services.check_in_actions import add_action
from reviews.services.check_ins import hold_check_in, plan_check_in
from tests.factories import day

NOW = timezone.now()


def plan(actor, employee, offset=0) -> CheckIn:
    return plan_check_in(actor=actor.user, employee=employee, planned_on=day(offset), now=NOW)


def hold(actor, check_in) -> CheckIn:
    return hold_check_in(actor=actor.user, check_in=check_in, now=NOW)


def agree(actor, check_in, owner, text="Call the customer") -> CheckInAction:
    return add_action(
        actor=actor.user, check_in=check_in, text=text, owner=owner, due_on=day(7), now=NOW
    )


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def page(person, address) -> str:
    return browser_of(person).get(address).content.decode()
