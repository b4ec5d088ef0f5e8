"""Where a request goes that nobody is logged in for."""

from typing import Any

import pytest
from django.test import Client

from employees.enums import Grant
from tests.factories import grant, make_user

pytestmark = pytest.mark.django_db
HTMX = {
    "hx-request": "true",
    "hx-current-url": "http://testserver/skill-map/?kind=soft",
}


def test_page_leads_to_the_log_in_and_back(client: Client):
    answer = client.get("/people/?q=x")
    assert answer["Location"] == "/account/login/?next=/people/%3Fq%3Dx"


@pytest.mark.parametrize("method", ["get", "post"])
def test_fragment_leads_the_whole_page_to_the_log_in_and_back_to_itself(
    client: Client, method: str
):
    answer = getattr(client, method)("/skill-map/people/?unit=x", headers=HTMX)
    assert answer["HX-Redirect"] == "/account/login/?next=/skill-map/%3Fkind%3Dsoft"
    assert "Location" not in answer
    assert answer.content == b""


@pytest.mark.parametrize("current", ["https://evil.example/x", "", "javascript:1"])
def test_page_that_a_fragment_claims_to_be_on_is_ours(client: Client, current: str):
    headers = {"hx-request": "true", "hx-current-url": current}
    assert client.get("/people/", headers=headers)["HX-Redirect"] == "/account/login/?next=/"


def test_fragment_leads_to_the_second_factor_where_only_that_is_missing(
    client: Client, settings: Any
):
    settings.SECOND_FACTOR = True
    user = make_user("Alice")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    answer = client.get("/people/", headers=HTMX)
    assert answer["HX-Redirect"].startswith("/account/second-factor/?next=/skill-map/")
