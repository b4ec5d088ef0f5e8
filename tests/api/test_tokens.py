"""Tokens from the command line, and whose name their writes carry."""

import io

import pghistory.models
import pytest
from django.core.management import CommandError, call_command

from assessments.models import Rating
from skillmap.core.api.scopes import Scope
from skillmap.core.models import ApiToken
from tests.api.conftest import V1
from tests.api.test_log_in import bearer
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def issue(*arguments):
    out = io.StringIO()
    call_command("issue_token", *arguments, stdout=out)
    return out.getvalue().strip()


def test_command_prints_a_token_that_works():
    user = make_user("Ann Other", email="ann@example.org")
    me = bearer(issue("ANN@example.org")).get(f"{V1}/me").json()
    assert (me["id"], me["scopes"]) == (str(user.public_id), Scope.values)


def test_command_limits_the_scopes():
    make_user(email="ann@example.org")
    secret = issue("ann@example.org", "--scopes", "skills:read, org:read", "--name", "nightly")
    assert bearer(secret).get(f"{V1}/skills").status_code == 200
    assert bearer(secret).get(f"{V1}/people").status_code == 403
    assert ApiToken.objects.get().name == "nightly"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody@example.org",),
        ("",),
        ("gone@example.org",),
        ("ann@example.org", "--scopes", "everything"),
        ("ann@example.org", "--scopes", "skills:read nonsense"),
    ],
)
def test_command_refuses_what_makes_no_sense(arguments):
    make_user(email="ann@example.org")
    make_user(email="gone@example.org", is_active=False)
    with pytest.raises(CommandError):
        issue(*arguments)
    assert not ApiToken.objects.exists()


def test_dry_run_issues_nothing():
    make_user(email="ann@example.org")
    assert issue("ann@example.org", "--dry-run") == ""
    assert not ApiToken.objects.exists()


def test_write_with_a_token_is_audited_under_its_user(cast, api_of):
    body = {
        "person": str(cast.carol.public_id),
        "answers": [{"skill": str(cast.hard.public_id), "level": 3}],
    }
    response = api_of(cast.bob).post("/ratings", body, x_request_id="trace-7")
    assert response.status_code == 201
    events = pghistory.models.Events.objects.tracks(Rating.objects.get())
    contexts = [event.pgh_context for event in events]
    assert {context["actor"] for context in contexts} == {cast.bob.user.pk}
    assert {context["request_id"] for context in contexts} == {"trace-7"}
