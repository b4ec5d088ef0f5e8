"""One's own settings, tokens, and the organisation's choices."""

import pytest
from django.urls import reverse

from employees.enums import Grant
from skillmap.core.models import ApiToken, Organisation
from tests.factories import grant, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


def test_settings_saved_change_name_and_zone(client, alice):
    client.post(reverse("pages:settings_edit"), {"name": "Alice A.", "time_zone": "Asia/Kolkata"})

    alice.refresh_from_db()
    assert (alice.name, alice.time_zone) == ("Alice A.", "Asia/Kolkata")


def test_settings_with_unknown_zone_explain_and_change_nothing(client, alice):
    answer = client.post(reverse("pages:settings_edit"), {"name": "X", "time_zone": "Mars/Base"})

    assert answer.status_code == 422
    alice.refresh_from_db()
    assert alice.name == "Alice Admin"


def test_token_made_is_shown_once_and_stored_only_as_a_digest(client, alice):
    url = reverse("pages:token_list")
    made = client.post(url, {"name": "Export", "scopes": ["gaps:read"], "days": "90"})

    token = ApiToken.objects.get()
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert secret not in client.get(url).content.decode()
    assert secret not in str(vars(token).values())


def test_token_of_somebody_else_cannot_be_revoked(client, alice):
    bob = make_user("Bob")
    token = ApiToken.objects.create(user=bob, name="his", prefix="sm_x", digest="d")

    answer = client.post(reverse("pages:token_revoke", args=[token.public_id]))

    assert answer.status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_organisation_saved_over_an_older_version_conflicts_and_keeps_the_first(client, alice):
    organisation = make_organisation()
    url = reverse("pages:organisation_edit")
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value()}
    values = {key: value for key, value in values.items() if value is not False}

    assert client.post(url, values | {"plan_weeks": 12}).status_code == 302
    second = client.post(url, values | {"plan_weeks": 30})

    assert second.status_code == 422
    assert "Somebody changed this" in second.content.decode()
    organisation.refresh_from_db()
    assert organisation.plan_weeks == 12


@pytest.mark.parametrize("floor", ["2", "0", "-1"])
def test_organisation_floor_below_the_minimum_is_refused(client, alice, floor):
    make_organisation()
    url = reverse("pages:organisation_edit")
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value()}

    answer = client.post(url, values | {"aggregate_floor": floor})

    assert answer.status_code == 422
    assert Organisation.objects.get().aggregate_floor == 5


def test_organisation_edited_by_a_plain_user_is_refused(client):
    make_organisation()
    client.force_login(make_user("Mallory"))

    assert client.post(reverse("pages:organisation_edit"), {"name": "Evil"}).status_code == 403
    assert Organisation.objects.get().name == "Acme"
