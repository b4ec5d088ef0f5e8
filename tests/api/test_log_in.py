"""Who gets in: tokens and their scopes, sessions and their CSRF token, nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from skillmap.core.api.scopes import Scope
from skillmap.core.models import ApiToken
from skillmap.core.services import revoke_token
from skillmap.core.tokens import issue_token
from tests.api.conftest import V1, Api
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def bearer(secret):
    return Client(headers={"authorization": f"Bearer {secret}"})


def test_without_log_in_the_answer_says_how_to_log_in():
    response = Client().get(f"{V1}/people")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer x", "bearer sm_", "Basic YTpi", "Bearer é", "Bearer a b", ""],
)
def test_header_that_is_no_token_of_ours_is_401(header):
    response = Client(headers={"authorization": header}).get(f"{V1}/people")
    assert response.status_code == 401
    assert response["WWW-Authenticate"]


def test_token_is_kept_as_a_hash_only(api):
    stored = ApiToken.objects.values().get(pk=api.token.pk)
    assert api.secret not in str(stored)
    assert api.secret.startswith(stored["prefix"])


def test_revoked_token_is_out_at_once(api):
    assert api.get("/me").status_code == 200
    revoke_token(api.token)
    assert api.get("/me").status_code == 401


def test_token_ends_at_its_moment():
    user = make_user()
    moment = timezone.now() - timedelta(seconds=1)
    _token, secret = issue_token(user, name="old", scopes=Scope.values, expires_at=moment)
    assert bearer(secret).get(f"{V1}/me").status_code == 401


def test_leaver_is_out_at_once(api):
    api.user.is_active = False
    api.user.save()
    assert api.get("/me").status_code == 401


def test_use_of_a_token_is_noted_once_a_day(api, django_assert_num_queries):
    api.get("/skills")
    api.token.refresh_from_db()
    assert api.token.last_used_on == timezone.now().date()
    with django_assert_num_queries(2):
        api.get("/skills")


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/people", Scope.DIRECTORY_READ),
        ("/org-units", Scope.ORG_READ),
        ("/roles", Scope.ORG_READ),
        ("/skills", Scope.SKILLS_READ),
        ("/skill-frameworks", Scope.SKILLS_READ),
        ("/proficiency-scales", Scope.SKILLS_READ),
        ("/activities", Scope.ACTIVITIES_READ),
        ("/jobs", Scope.JOBS_READ),
        ("/imports", Scope.JOBS_READ),
        ("/analysis-runs", Scope.GAPS_READ),
        ("/levels", Scope.GAPS_READ),
        ("/gaps", Scope.GAPS_READ),
        ("/plans", Scope.PLANS_READ),
        ("/skill-map", Scope.ANALYTICS_READ),
    ],
)
def test_scope_opens_its_list_and_every_other_scope_does_not(path, scope):
    user = make_user()
    assert Api(user, [scope]).get(path).status_code == 200
    refused = Api(user, [other for other in Scope.values if other != scope]).get(path)
    assert refused.status_code == 403
    assert refused.json()["code"] == "insufficient_scope"


def test_token_without_scopes_may_still_ask_who_it_is():
    me = Api(make_user("Ann Other"), []).get("/me").json()
    assert (me["name"], me["scopes"]) == ("Ann Other", [])


def test_session_reads_without_a_token_and_without_scopes():
    client = Client()
    client.force_login(make_user())
    assert client.get(f"{V1}/skills").status_code == 200
    assert client.get(f"{V1}/me").json()["scopes"] == Scope.values


def test_me_shows_the_person_and_the_grants(cast, api_of):
    me = api_of(cast.erin).get("/me").json()
    assert me["person"]["employee_number"] == cast.erin.number
    assert me["person"]["assignment"]["unit"]["path"] == "Acme/People"
    assert me["grants"] == ["hr_partner"]


def test_health_needs_no_log_in():
    assert Client().get(f"{V1}/health").json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
    }
