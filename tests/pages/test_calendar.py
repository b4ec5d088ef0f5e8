"""The private address of a calendar: shown once, replaced, ended, and never more than a plan."""

import re

import pytest
from django.urls import reverse
from icalendar import Calendar

from employees.enums import EmployeeStatus
from skillmap.core.models import Organisation
from tests.factories import make_activity, make_plan, make_unit
from training.enums import PlanState
from training.models import CalendarFeed

pytestmark = pytest.mark.django_db
SETTINGS = reverse("pages:calendar_edit")


@pytest.fixture
def plan(cast):
    return make_plan(cast.dave, [make_activity("A film")], state=PlanState.ACTIVE)


@pytest.fixture
def address(client, cast, plan):
    """Dave's new address, as the page shows it; the client is logged out again."""
    return new_address(client, cast.dave)


def new_address(client, person):
    client.force_login(person.user)
    text = client.post(SETTINGS).text
    client.logout()
    (found,) = re.findall(r'token-secret">(https?://[^<]+\.ics)<', text)
    return found


def read(client, address, **headers):
    return client.get("/" + address.split("/", 3)[3], headers=headers)


def test_calendar_program_reads_the_plan_without_a_log_in(client, cast, address):
    answer = read(client, address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "A film"
    assert f"/people/{cast.dave.public_id}/plan/#step-0" in str(event["url"])
    client.force_login(cast.dave.user)
    assert CalendarFeed.objects.get().last_used_on is not None
    assert address not in client.get(SETTINGS).text


def test_unchanged_calendar_is_not_sent_again(client, address):
    etag = read(client, address).headers["ETag"]
    assert read(client, address, if_none_match=etag).status_code == 304


def test_secret_is_not_stored(address):
    secret = address.rpartition("/")[2].removesuffix(".ics")
    feed = CalendarFeed.objects.get()
    assert secret not in str(vars(feed))


def test_new_address_ends_the_one_before(client, cast, address):
    other = new_address(client, cast.dave)
    assert read(client, address).status_code == 404
    assert read(client, other).status_code == 200
    assert CalendarFeed.objects.count() == 1


def test_ended_address_works_no_more(client, cast, address):
    client.force_login(cast.dave.user)
    assert client.post(SETTINGS, {"revoke": "1"}).status_code == 302
    assert read(client, address).status_code == 404
    assert client.post(SETTINGS, {"revoke": "1"}).status_code == 302


def test_address_dies_with_the_log_in(client, cast, address):
    cast.dave.user.is_active = False
    cast.dave.user.save()
    assert read(client, address).status_code == 404


def test_address_shows_nothing_while_the_product_is_on_elsewhere(client, cast, address):
    Organisation.objects.update(pilot_unit=make_unit("Acme/Elsewhere").public_id)
    assert read(client, address).status_code == 404
    Organisation.objects.update(pilot_unit=None)
    assert read(client, address).status_code == 200


def test_person_without_a_plan_gets_an_empty_calendar(client, cast):
    answer = read(client, new_address(client, cast.frank))
    assert list(Calendar.from_ical(answer.content).walk("VEVENT")) == []
    assert cast.frank.status == EmployeeStatus.ACTIVE


@pytest.mark.parametrize("token", ["x", "a" * 500, "%00", "é", "..%2f", "' or 1=1 --"])
def test_guessed_address_shows_nothing(client, cast, plan, token):
    assert client.get(f"/calendar/{token}.ics").status_code in {400, 404}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_calendar_is_only_read(client, address, method):
    assert getattr(client, method)("/" + address.split("/", 3)[3]).status_code == 405
