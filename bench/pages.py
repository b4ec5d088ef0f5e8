"""What a page costs beside a bare one: the same middleware and log-in, one `SELECT 1`.

This module is also the URLconf that adds the bare page to those of the product.
"""

from statistics import median

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from bench.cpu import cpu_seconds
from employees.enums import Grant
from employees.models import Employee, RoleGrant
from skillmap.core.models import Organisation, User

ROUNDS = 9  # a page and the bare one in turn: a busy machine slows both alike
REQUESTS, BARE_REQUESTS = 5, 25
BARE = "/bare/"


def bare(_request: HttpRequest) -> HttpResponse:
    """Answer after one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("<!doctype html><title>bare</title><h1>bare</h1>")


urlpatterns = [path("bare/", bare, name="bare"), path("", include("skillmap.urls"))]


def hr_admin() -> User:
    """Somebody who may see everything, made for the generated organisation."""
    Organisation.objects.get_or_create(defaults={"name": "Bench"})
    user = User.objects.create_user("admin@example.org", name="Alice Admin")
    RoleGrant.objects.create(user=user, grant=Grant.HR_ADMIN, valid=("2020-01-01", None))
    return user


def manager() -> User:
    """Somebody with nine direct reports in the middle of the generated tree, able to log in."""
    user = User.objects.create_user("manager@example.org", name="Bob Manager")
    person = Employee.objects.order_by("number")[49]
    person.user = user
    person.save(update_fields=["user"])
    return user


def ratio_to_bare(user: User, address: str) -> float:
    """Return the CPU of a page in multiples of the bare page's: the median of several rounds."""
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(user)
        for url in (address, BARE):
            _ask(client, url, 2)  # warms caches of templates and plans, which every worker has
        return median(_round(client, address) for _ in range(ROUNDS))


def queries_of(user: User, address: str) -> int:
    """Return how many queries a page asks."""
    with override_settings(ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(user)
        _ask(client, address, 1)
        with CaptureQueriesContext(connection) as captured:
            _ask(client, address, 1)
    return len(captured)


def answer_of(user: User, address: str) -> HttpResponse:
    """Return a page as this user gets it."""
    with override_settings(ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(user)
        return client.get(address)


def _round(client: Client, address: str) -> float:
    page = cpu_seconds(lambda: _ask(client, address, REQUESTS)) / REQUESTS
    return page / (cpu_seconds(lambda: _ask(client, BARE, BARE_REQUESTS)) / BARE_REQUESTS)


def _ask(client: Client, address: str, times: int) -> None:
    for _ in range(times):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
