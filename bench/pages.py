"""What a page costs beside a bare one: the same middleware and log-in, one `SELECT 1`.

This module is also the URLconf that adds the bare page to those of the product.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from bench.cpu import cpu_seconds
from employees.enums import Grant
from employees.models import RoleGrant
from skillmap.core.models import Organisation, User

REQUESTS = 20


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


def ratio_to_bare(user: User, address: str) -> float:
    """Return the CPU of a page, in multiples of the bare page's, both measured now."""
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(user)
        return _seconds(client, address) / _seconds(client, "/bare/")


def _seconds(client: Client, address: str) -> float:
    def ask() -> None:
        for _ in range(REQUESTS):
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)

    client.get(address)  # warms caches of templates and plans, which every worker has
    return cpu_seconds(ask) / REQUESTS
