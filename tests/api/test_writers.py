"""Fifty writers at once lose nothing and double nothing."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from employees.models import Employee, OrgUnit
from skillmap.core.api import throttling
from skillmap.core.models import ExternalId, ImportBatch
from tests.api.conftest import V1, Api
from tests.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 50


@pytest.fixture
def hr(transactional_db, monkeypatch):
    monkeypatch.setattr(throttling, "REQUESTS_PER_WINDOW", 10**6)
    return Api(make_cast().alice.user)


def at_once(act):
    """What `act` answers to each number, all called at the same moment."""
    ready = Barrier(WRITERS)

    def one(number):
        ready.wait(60)
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def settled(act):
    """The answer once nobody is in the way any more."""
    for _attempt in range(5_000):
        answer = act()
        if answer.status_code != 409 or answer.json()["code"] not in {"busy", "in_flight"}:
            return answer
    raise AssertionError("never")


def person(number):
    return {
        "employee_number": f"N{number}",
        "first_name": "Ann",
        "last_name": f"Number {number}",
        "unit": f"Acme/Unit {number % 5}",
    }


def test_rows_sent_twice_at_once_are_there_once(hr):
    """Two writers send each pair of people, with one key; each pair shares one with the next."""

    def send(number):
        pair = number // 2
        rows = [person(pair), person(pair + 1)]
        return settled(
            lambda: hr.post("/people/bulk", {"people": rows}, Idempotency_Key=f"pair-{pair}")
        )

    answers = at_once(send)
    assert Counter(answer.status_code for answer in answers) == {200: WRITERS}
    pairs = WRITERS // 2
    assert Employee.objects.filter(number__startswith="N").count() == pairs + 1
    assert OrgUnit.objects.filter(path__startswith="Acme/Unit").count() == 5
    assert ImportBatch.objects.count() == pairs
    results = Counter(row["result"] for answer in answers for row in answer.json()["results"])
    assert results == {"created": 2 * (pairs + 1), "unchanged": 2 * (pairs - 1)}


def test_of_changes_to_one_version_one_wins(hr):
    here = settled(lambda: hr.post("/people", person(1)))["Location"].removeprefix(V1)

    def change(number):
        return settled(
            lambda: hr.client.patch(
                f"{V1}{here}",
                {"last_name": f"Writer {number}"},
                content_type="application/json",
                headers={"if-match": '"1"'},
            )
        )

    answers = at_once(change)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: WRITERS - 1}
    (won,) = [answer for answer in answers if answer.status_code == 200]
    stored = Employee.objects.get(number="N1")
    assert (stored.version, stored.last_name) == (2, won.json()["person"]["last_name"])


def test_somebody_added_by_all_at_once_is_there_once(hr):
    """Half of them add the person, the others name the same one by the id of another system."""

    def add(number):
        if number % 2:
            return settled(lambda: hr.post("/people", person(1)))
        path = f"{V1}/people/by-external-id/hris/4711"
        return settled(lambda: hr.client.put(path, person(1), content_type="application/json"))

    answers = at_once(add)
    found = Counter(answer.status_code for answer in answers)
    assert found[201] == 1
    assert found[200] + found[409] == WRITERS - 1
    assert found[200] in (WRITERS // 2, WRITERS // 2 - 1)  # those who know it by its id
    assert Employee.objects.filter(number="N1").count() == 1
    assert OrgUnit.objects.filter(path="Acme/Unit 1").count() == 1
    assert ExternalId.objects.count() == 1
